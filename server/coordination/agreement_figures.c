#include "agreement_figures.h"

#include <math.h>

static json_t *
mark (const char *word)
{
  return json_pack ("{s:b}", word, 1);
}

/* A minus sign, not a hyphen, and never "-0.00". */
static json_t *
decimal (double value, int digits, const char *unit)
{
  const double scale = pow (10, digits);
  const double rounded = round (value * scale) / scale;
  return json_sprintf ("%s%.*f%s", rounded < 0 ? "\u2212" : "", digits, fabs (rounded), unit);
}

json_t *
agreement_points (double points)
{
  return decimal (points, 1, "");
}

static json_t *
shown (double value, bool as_percent)
{
  return as_percent ? decimal (100 * value, 0, " %") : decimal (value, 2, "");
}

json_t *
agreement_figure_json (const char *kind, struct agreement_figure figure, enum agreement_verdict verdict, bool as_percent)
{
  json_t *json = json_pack ("{s:o, s:i, s:o}", "is", mark (kind), "n", figure.n, "verdict",
                            mark (agreement_verdict_word (verdict)));
  if (AGREEMENT_NO_GAP != figure.gap)
    {
      json_object_set_new (json, "gap", mark (agreement_gap_word (figure.gap)));
      return json;
    }
  json_object_set_new (json, "value", shown (figure.value, as_percent));
  if (AGREEMENT_NO_GAP != figure.open)
    {
      json_object_set_new (json, "open", mark (agreement_gap_word (figure.open)));
      return json;
    }
  json_object_set_new (json, "low", shown (figure.low, as_percent));
  json_object_set_new (json, "high", shown (figure.high, as_percent));
  return json;
}

static void
add (json_t *figures, const char *kind, struct agreement_figure figure, int packets, bool as_percent)
{
  json_array_append_new (figures,
                         agreement_figure_json (kind, figure, agreement_verdict (figure, packets), as_percent));
}

static struct agreement_figure
kappa (const struct agreement_table *table, enum agreement_weighting weighting)
{
  const struct agreement_weights weights = agreement_weights (weighting, table->levels);
  return agreement_kappa (table, &weights);
}

json_t *
agreement_level_figures (const struct agreement_table *table, int packets)
{
  json_t *figures = json_array ();
  add (figures, "exact", agreement_exact (table), packets, true);
  add (figures, "adjacent", agreement_adjacent (table), packets, true);
  add (figures, "kappa", kappa (table, AGREEMENT_UNWEIGHTED), packets, false);
  add (figures, "linear", kappa (table, AGREEMENT_LINEAR), packets, false);
  add (figures, "quadratic", kappa (table, AGREEMENT_QUADRATIC), packets, false);
  add (figures, "ac1", agreement_ac1 (table), packets, false);
  return figures;
}

json_t *
agreement_pass_figures (const struct agreement_table *table)
{
  const struct agreement_figure exact = agreement_exact (table);
  json_t *figures = json_array ();
  add (figures, "exact", exact, exact.n, true);
  add (figures, "kappa", kappa (table, AGREEMENT_UNWEIGHTED), exact.n, false);
  add (figures, "ac1", agreement_ac1 (table), exact.n, false);
  return figures;
}

json_t *
agreement_total_figures (const double *scores, size_t packets)
{
  const struct agreement_icc icc = agreement_icc (scores, packets, 2);
  json_t *figures = json_array ();
  add (figures, "icc_single", icc.single, icc.single.n, false);
  add (figures, "icc_mean", icc.mean, icc.mean.n, false);
  return figures;
}
