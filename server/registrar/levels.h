/* What a locked review gave, read by the scale and rubric of its packet. */
#ifndef BM_REGISTRAR_LEVELS_H
#define BM_REGISTRAR_LEVELS_H

#include "registrar_store.h"
#include "review_score.h"

/* levels: one a cell, page by page and criterion by criterion; room for REVIEW_PAGES_MOST * REVIEW_CRITERIA_MOST. *total: their
   sum. False: it is no whole review of that packet, or its levels are not the total that its reviewer locked. */
bool registrar_levels (const struct registrar_ready *packet, const json_t *review, int *levels, int *total)
  BM_MUST_USE BM_NONNULL (1, 3, 4);

#endif
