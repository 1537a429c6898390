/* How far a review of a practice or control packet is from the levels that were agreed on for it.
   Source: issue 5, calibration (scored before and among live packets; outside a set tolerance the reviewer pauses). */
#ifndef BM_CALIBRATION_H
#define BM_CALIBRATION_H

#include "review_score.h"

/* Both are distances that are still inside: 0 means the same. */
struct calibration_tolerance
{
  int points;   /* of the totals; 0 and more */
  int levels;   /* on any one criterion of any one page; 0 and more */
};

struct calibration
{
  int total;     /* of the review */
  int agreed;    /* total of the agreed levels */
  int points;    /* between the two, never negative */
  int levels;    /* the greatest on one cell, never negative */
  bool outside;  /* one of the two distances is more than its tolerance */
};

/* given, agreed: one level for each cell, page by page. False: either is not a whole review of this scale, or a tolerance is
   negative. */
bool calibration_compare (struct review_scale scale, const int *given, const int *agreed, size_t count,
                          struct calibration_tolerance tolerance, struct calibration *found) BM_MUST_USE BM_NONNULL (2, 3, 6);

#endif
