/* May a review be locked? All levels, a recommendation, and overall remarks when it is to fail: they are what the
   candidate gets to read (seed 002: comments from the reviewers on a fail). */
#ifndef BM_REVIEW_READY_H
#define BM_REVIEW_READY_H

#include "review_store.h"

struct ready
{
  struct review_score score;
  bool lacks_recommendation;
  bool lacks_overall;
  bool complete;
  size_t first_missing;   /* index of the first page where something is missing; the last one's when only the end is */
};

struct ready ready_judge (const struct review_packet *packet) BM_NONNULL_ALL;

/* Levels given on one page. */
int ready_scored_on (const struct review_packet *packet, size_t at) BM_NONNULL_ALL;

#endif
