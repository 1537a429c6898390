/* "Answer k of n": which vignettes of a Part 2 form count. Of each set, those that were answered and marked by the
   candidate come first, then those that were answered, both in form order, until k are found; a place that nobody fills
   scores 0. A set with k = n asks for all of its vignettes. Source: seed 002; design, Rules of the exam. */
#ifndef BM_CHOICE_SET_H
#define BM_CHOICE_SET_H

#include "attrs.h"
#include "text.h"

struct choice_set_vignette
{
  struct text set;   /* name of its choice set */
  int choose;        /* k, 1 .. 20; the same for all of a set */
  bool answered;     /* at least one response that is not blank */
  bool marked;       /* the candidate said that it counts */
};

/* vignettes in form order; counts[i] says whether vignettes[i] counts. Never more than k of a set. */
void choice_set_counts (const struct choice_set_vignette *vignettes, size_t count, bool *counts) BM_NONNULL_ALL;

/* Members of the set that this vignette is in. */
size_t choice_set_size (const struct choice_set_vignette *vignettes, size_t count, size_t which) BM_MUST_USE BM_NONNULL_ALL;

#endif
