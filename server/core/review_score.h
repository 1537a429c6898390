/* Bounds, completeness and total of one review: a level for each page and criterion, the total is their plain sum.
   Source: design, Rules of the exam (score = mean of the totals; max = pages x criteria x top level). */
#ifndef BM_REVIEW_SCORE_H
#define BM_REVIEW_SCORE_H

#include "attrs.h"

#include <stdbool.h>
#include <stddef.h>

#define REVIEW_PAGES_MOST 20
#define REVIEW_CRITERIA_MOST 20
#define REVIEW_LEVEL_MOST 10
#define REVIEW_NO_LEVEL (-1)

struct review_scale
{
  int pages;      /* 1 .. 20 */
  int criteria;   /* 1 .. 20, on every page */
  int top_level;  /* 1 .. 10; levels run from 0 */
};

struct review_score
{
  int scored;     /* levels given */
  int missing;    /* levels not given yet; 0: complete */
  int total;      /* points so far: final when nothing is missing */
  int max;        /* points a review can give */
};

bool review_scale_valid (struct review_scale scale) BM_MUST_USE;

/* pages x criteria */
size_t review_scale_cells (struct review_scale scale);

/* levels: one for each cell, page by page, 0 .. top_level or REVIEW_NO_LEVEL.
   False: the scale is not valid, count is not its number of cells, or a level is out of bounds: not a review. */
bool review_score (struct review_scale scale, const int *levels, size_t count, struct review_score *score)
  BM_MUST_USE BM_NONNULL (2, 4);

#endif
