/* The untimed tutorial: the exam's own pages over sample questions. What the candidate did travels in the form from page
   to page; nothing is stored. */
#ifndef BM_CANDIDATE_TUTORIAL_H
#define BM_CANDIDATE_TUTORIAL_H

#include "wing.h"

#define TUTORIAL_ITEMS 3
#define TUTORIAL_VIGNETTE 4  /* the step that shows it */
#define TUTORIAL_END 5       /* what was answered, and where to go from here */

/* keep: what earlier pages carried, by "choice.2", "struck.2", "flag.2", "text.p1". */
json_t *tutorial_page (const struct candidate_worker *worker, struct arena *arena, int64_t step, const struct http_map *keep)
  BM_MUST_USE BM_NONNULL_ALL;

#endif
