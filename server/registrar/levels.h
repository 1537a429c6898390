/* The levels of a review, read by the scale and rubric of its packet, as the rules of core take them. */
#ifndef BM_REGISTRAR_LEVELS_H
#define BM_REGISTRAR_LEVELS_H

#include "review_score.h"
#include "work.h"

#define REGISTRAR_CELLS_MOST (REVIEW_PAGES_MOST * REVIEW_CRITERIA_MOST)

/* {"<page>.<criterion>": level} as one level for each cell, page by page; a cell that is not in it has none. levels: room for
   REGISTRAR_CELLS_MOST. False: ready has no valid scale, its content not as many criteria, or a level is out of bounds. */
bool registrar_levels (const struct registrar_ready *ready, const json_t *given, int *levels, struct review_score *score)
  BM_MUST_USE BM_NONNULL (1, 3, 4);

/* The same of a review that is whole and locked. *total: the sum. False: a level is missing too, or the levels are not the total
   that its reviewer locked. */
bool registrar_locked_levels (const struct registrar_ready *ready, const json_t *review, int *levels, int *total)
  BM_MUST_USE BM_NONNULL (1, 3, 4);

#endif
