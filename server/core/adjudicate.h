/* From sealed review totals to the outcome of Part 2, and when a third blind reviewer is called.
   Source: design, Rules of the exam (Alaska: 80 % on both parts; IFoA: review when the two lie on either side of the pass
   mark, or both fail with an average close to it). Nothing is ever rounded: totals are compared as integers. */
#ifndef BM_ADJUDICATE_H
#define BM_ADJUDICATE_H

#include "attrs.h"

#include <stdbool.h>
#include <stddef.h>

#define ADJUDICATE_RULE "mean-or-median/1"  /* recorded with each decision */

struct adjudicate_policy
{
  int max;               /* points a review can give: pages x criteria x top level, > 0 */
  int pass_percent;      /* 1 .. 100 */
  int near_line_points;  /* both fail, but the mean is at most this many points under the line: third reviewer */
};

enum adjudicate_fired
{
  ADJUDICATE_BOTH_PASS,    /* decided: pass */
  ADJUDICATE_BOTH_FAIL,    /* decided: fail, and not near the line */
  ADJUDICATE_STRADDLE,     /* not decided: one passes and one fails */
  ADJUDICATE_NEAR_LINE,    /* not decided: both fail, mean near the line */
  ADJUDICATE_MEDIAN_PASS,  /* decided by the median of three */
  ADJUDICATE_MEDIAN_FAIL
};

struct adjudication
{
  enum adjudicate_fired fired;
  bool decided;       /* false: a third reviewer is needed */
  bool passed;        /* meaningful when decided */
};

/* totals: 2 or 3 review totals, each 0 .. max. False: another count, or a total out of range. */
bool adjudicate (struct adjudicate_policy policy, const int *totals, size_t count, struct adjudication *result)
  BM_MUST_USE BM_NONNULL (2, 4);

/* "both_pass", "straddle" …: fixed words for the record. */
const char *adjudicate_fired_word (enum adjudicate_fired fired);

#endif
