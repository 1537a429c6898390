/* Part 1 is scored by the server: one point for each item whose chosen option is the key. Integers only.
   Source: seed 002 (60 items, pass at 80 %); design, Rules of the exam. */
#ifndef BM_PART1_SCORE_H
#define BM_PART1_SCORE_H

#include "attrs.h"
#include "text.h"

#define PART1_RULE "percent-of-items/1"  /* stands in each score row; a changed rule gets a new number */

struct part1_score
{
  int score;    /* 0 .. max */
  int max;      /* number of items */
  bool passed;  /* 100 * score >= percent * max: 48 of 60 passes at 80 %, 47 does not */
};

/* answers and keys: one letter A..D for each item in form order; '-' in answers means none was given.
   False: the two differ in length, are empty, or hold anything else: such a sheet must not be scored. */
bool part1_score (struct text answers, struct text keys, int percent, struct part1_score *score) BM_MUST_USE BM_NONNULL (4);

#endif
