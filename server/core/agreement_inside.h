/* What the files of core/agreement share. */
#ifndef BM_AGREEMENT_INSIDE_H
#define BM_AGREEMENT_INSIDE_H

#include "agreement.h"

/* Value and interval are missing, for the same reason. */
struct agreement_figure agreement_missing (int n, enum agreement_gap gap);

/* value -+ reach, cut off at -most and most. A reach of nothing is no interval: NO_WIDTH. */
struct agreement_figure agreement_around (int n, double value, double reach, double most);

int agreement_pairs (const struct agreement_table *table) BM_NONNULL_ALL;

#endif
