/* How a published or previewed outcome is shown: marks on it for the templates, and totals over many. */
#ifndef BM_COORDINATION_OUTCOME_PAGE_H
#define BM_COORDINATION_OUTCOME_PAGE_H

#include "coordination_endpoints.h"

/* Adds "is" (category, track, and one of endorsable, retake, nothing; retake_both, retake_part1, retake_part2; for each
   part partN_passed, partN_failed or partN_not_sat) to an outcome. */
void outcome_page_mark (json_t *outcome) BM_NONNULL_ALL;

/* {"letters", "passed_all", "failed_part1", "failed_part2", "sat_nothing"} over objects with "outcome". */
json_t *outcome_page_totals (const json_t *list) BM_NONNULL_ALL;

#endif
