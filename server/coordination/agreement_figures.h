/* One figure of core/agreement as pages show it. */
#ifndef BM_COORDINATION_AGREEMENT_FIGURES_H
#define BM_COORDINATION_AGREEMENT_FIGURES_H

#include "agreement.h"

#include <jansson.h>

/* {"is": {kind: true}, "n", "value", "low", "high" (texts; absent where there is none), "verdict": {word: true}, "gap" and "open":
   {word: true} where something is missing}. as_percent: "82 %" instead of "0.82". New reference. */
json_t *agreement_figure_json (const char *kind, struct agreement_figure figure, enum agreement_verdict verdict,
                               bool as_percent) BM_NONNULL_ALL;

/* Arrays of such figures. packets: on how many they rest. */
json_t *agreement_level_figures (const struct agreement_table *table, int packets) BM_NONNULL_ALL;
json_t *agreement_pass_figures (const struct agreement_table *table) BM_NONNULL_ALL;
json_t *agreement_total_figures (const double *scores, size_t packets) BM_NONNULL (1);

/* "4.2", "-0.5": points of 100, with a minus that is as wide as a plus. */
json_t *agreement_points (double points);

#endif
