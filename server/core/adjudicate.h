/* From sealed reviews to the outcome of Part 2, by the rule that an association chose for its administration, and whether a third
   blind reviewer is called. Nothing is ever rounded: marks are fractions and are compared as integers.
   Sources: design, Rules of the exam (mean_or_third: Alaska asks 80 % on both parts; IFoA reviews what lies on either side of the
   pass mark, or fails twice with an average close to it); reference/field.md, 6 (the other presets). */
#ifndef BM_ADJUDICATE_H
#define BM_ADJUDICATE_H

#include "attrs.h"
#include "review_score.h"
#include "text.h"

#include <stdbool.h>
#include <stddef.h>

/* a and b: totals of the first two reviews, c: the third's. A review passes when its total is at least pass_percent of what a
   review can give; so does a mark.
   both_must_pass       No third. The mark is the lower of a and b: both must pass.
   mean_or_third        Both pass, or both fail and their mean is more than near_line_points under the line: the mean. Else a third
                        review, and the mark is the median of the three. (The median of two that fail fails, whatever the third.)
   closest_to_third     Both pass or both fail: the mean. Else a third review, and the mark is a or b, whichever is closer to c; c
                        itself when they are equally far from it.
   median_of_three      A third review always; the mark is the median.
   criterion_tolerance  No cell (page x criterion) where the first two are more than level_tolerance levels apart: the mean. Else a
                        third review; the mark is the sum over cells, of the median of the three levels where the first two are
                        further apart than that, of the mean of the first two elsewhere.
   X(name, word); the word is that of work.administration.part2_rule. */
#define ADJUDICATE_RULES(X)                                                                                                        \
  X (ADJUDICATE_BOTH_MUST_PASS, "both_must_pass")                                                                                  \
  X (ADJUDICATE_MEAN_OR_THIRD, "mean_or_third")                                                                                    \
  X (ADJUDICATE_CLOSEST_TO_THIRD, "closest_to_third")                                                                              \
  X (ADJUDICATE_MEDIAN_OF_THREE, "median_of_three")                                                                                \
  X (ADJUDICATE_CRITERION_TOLERANCE, "criterion_tolerance")

enum adjudicate_rule
{
#define X(name, word) name,
  ADJUDICATE_RULES (X)
#undef X
  ADJUDICATE_RULE_COUNT
};

/* What decided, or what calls for the third. X(name, word); the word stands in the record. */
#define ADJUDICATE_FIRED(X)                                                                                                        \
  X (ADJUDICATE_STRADDLE, "straddle")         /* not decided: one passes and one fails */                                          \
  X (ADJUDICATE_NEAR_LINE, "near_line")       /* not decided: both fail, their mean near the line */                               \
  X (ADJUDICATE_THIRD_ALWAYS, "third_always") /* not decided: the rule wants three */                                              \
  X (ADJUDICATE_CELLS_APART, "cells_apart")   /* not decided: a cell is outside the tolerance */                                   \
  X (ADJUDICATE_BOTH_PASS, "both_pass")                                                                                            \
  X (ADJUDICATE_BOTH_FAIL, "both_fail")                                                                                            \
  X (ADJUDICATE_ONE_FAILS, "one_fails")       /* both_must_pass: that is a fail */                                                 \
  X (ADJUDICATE_MEDIAN_PASS, "median_pass")                                                                                        \
  X (ADJUDICATE_MEDIAN_FAIL, "median_fail")                                                                                        \
  X (ADJUDICATE_CLOSEST_PASS, "closest_pass")                                                                                      \
  X (ADJUDICATE_CLOSEST_FAIL, "closest_fail")                                                                                      \
  X (ADJUDICATE_THIRD_PASS, "third_pass")     /* closest_to_third, equally far: the third's own */                                 \
  X (ADJUDICATE_THIRD_FAIL, "third_fail")                                                                                          \
  X (ADJUDICATE_WITHIN_PASS, "within_pass")   /* criterion_tolerance: no cell outside it */                                        \
  X (ADJUDICATE_WITHIN_FAIL, "within_fail")                                                                                        \
  X (ADJUDICATE_CELLS_PASS, "cells_pass")     /* criterion_tolerance, resolved cell by cell with the third */                      \
  X (ADJUDICATE_CELLS_FAIL, "cells_fail")

enum adjudicate_fired
{
#define X(name, word) name,
  ADJUDICATE_FIRED (X)
#undef X
  ADJUDICATE_FIRED_COUNT
};

struct adjudicate_policy
{
  enum adjudicate_rule rule;
  struct review_scale scale;
  int pass_percent;      /* 1 .. 100 */
  int near_line_points;  /* >= 0; mean_or_third only */
  int level_tolerance;   /* >= 0; criterion_tolerance only */
};

#define ADJUDICATE_REVIEWS_MOST 3

struct adjudication
{
  enum adjudicate_fired fired;
  bool decided;                         /* false: a third reviewer is needed */
  bool passed;                          /* of the mark; false while not decided */
  int totals[ADJUDICATE_REVIEWS_MOST];  /* by seat */
  int max;                              /* points a review can give */
  int cells_apart;                      /* cells where the first two are further apart than level_tolerance, under every rule */
  int mark;                             /* the mark is mark / mark_of points; 0 / 1 while not decided */
  int mark_of;                          /* 1 or 2 */
};

/* levels: of 2 or 3 complete reviews by seat, one review's cells after the other's, page by page. A third one is looked at only
   where the rule says so: one that was not called for (a first review was revised since) changes nothing.
   False: another count, a third under both_must_pass, a scale that is not valid, or a level that is missing or out of range. */
bool adjudicate (const struct adjudicate_policy *policy, const int *levels, size_t reviews, struct adjudication *result)
  BM_MUST_USE BM_NONNULL_ALL;

/* "mean_or_third"; and the same with its version, as it is recorded with each decision: "mean_or_third/1". */
const char *adjudicate_rule_word (enum adjudicate_rule rule);
const char *adjudicate_rule_version (enum adjudicate_rule rule);
bool adjudicate_rule_read (struct text word, enum adjudicate_rule *rule) BM_MUST_USE BM_NONNULL_ALL;

/* "both_pass", "straddle" …: fixed words for the record. */
const char *adjudicate_fired_word (enum adjudicate_fired fired);

#endif
