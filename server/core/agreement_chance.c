/* Agreement beyond chance: kappa, weighted kappa, AC1. */
#include "agreement_inside.h"

#include "distribution.h"

#include <math.h>
#include <stdlib.h>

#define COMPLETE 1e-12 /* what rounding leaves of 1 - 1 */

/* Shares instead of counts, with their margins. */
struct shares
{
  int n;
  double of[AGREEMENT_LEVELS_MOST][AGREEMENT_LEVELS_MOST];
  double first[AGREEMENT_LEVELS_MOST];   /* how often the first reviewer gave each level */
  double second[AGREEMENT_LEVELS_MOST];
};

static struct shares
shares_of (const struct agreement_table *table)
{
  struct shares shares = { .n = agreement_pairs (table) };

  for (int i = 0; i < table->levels; i++)
    for (int j = 0; j < table->levels; j++)
      {
        const double p = (double) table->counts[i][j] / shares.n;
        shares.of[i][j] = p;
        shares.first[i] += p;
        shares.second[j] += p;
      }
  return shares;
}

struct agreement_weights
agreement_weights (enum agreement_weighting weighting, int levels)
{
  struct agreement_weights weights;

  for (int i = 0; i < levels; i++)
    for (int j = 0; j < levels; j++)
      {
        const double apart = (double) abs (i - j) / (levels - 1);
        switch (weighting)
          {
          case AGREEMENT_UNWEIGHTED:
            weights.of[i][j] = i == j;
            break;
          case AGREEMENT_LINEAR:
            weights.of[i][j] = 1 - apart;
            break;
          case AGREEMENT_QUADRATIC:
            weights.of[i][j] = 1 - apart * apart;
            break;
          }
      }
  return weights;
}

/* Fleiss, Cohen and Everitt (1969), formula for weighted kappa; unweighted kappa is its case of weights 1 and 0. */
static double
kappa_variance (const struct shares *p, const struct agreement_weights *w, int levels, double observed, double expected)
{
  double row[AGREEMENT_LEVELS_MOST] = { 0 }, column[AGREEMENT_LEVELS_MOST] = { 0 };
  double sum = 0;

  for (int i = 0; i < levels; i++)
    for (int j = 0; j < levels; j++)
      {
        row[i] += w->of[i][j] * p->second[j];
        column[j] += w->of[i][j] * p->first[i];
      }
  for (int i = 0; i < levels; i++)
    for (int j = 0; j < levels; j++)
      sum += p->of[i][j] * pow (w->of[i][j] * (1 - expected) - (row[i] + column[j]) * (1 - observed), 2);
  sum -= pow (observed * expected - 2 * expected + observed, 2);
  return fmax (sum, 0) / (p->n * pow (1 - expected, 4));
}

struct agreement_figure
agreement_kappa (const struct agreement_table *table, const struct agreement_weights *weights)
{
  const int n = agreement_pairs (table);
  struct shares p;
  double observed = 0, expected = 0;

  if (n < 2)
    return agreement_missing (n, 0 == n ? AGREEMENT_NO_PAIR : AGREEMENT_ONE_PAIR);
  p = shares_of (table);
  for (int i = 0; i < table->levels; i++)
    for (int j = 0; j < table->levels; j++)
      {
        observed += weights->of[i][j] * p.of[i][j];
        expected += weights->of[i][j] * p.first[i] * p.second[j];
      }
  if (1 - expected < COMPLETE)
    return agreement_missing (n, AGREEMENT_ONE_LEVEL);
  return agreement_around (n, (observed - expected) / (1 - expected),
                           NORMAL_QUANTILE_975 * sqrt (kappa_variance (&p, weights, table->levels, observed, expected)), 1);
}

/* Gwet (2008), the variance of AC1 for two reviewers. */
static double
ac1_variance (const struct shares *p, const double *used, int levels, double observed, double expected)
{
  const double disagreement = (1 - observed) / (1 - expected); /* 1 - AC1 */
  double on_diagonal = 0, all = 0;

  for (int i = 0; i < levels; i++)
    {
      on_diagonal += p->of[i][i] * (1 - used[i]) / (levels - 1);
      for (int j = 0; j < levels; j++)
        all += p->of[i][j] * pow ((1 - (used[i] + used[j]) / 2) / (levels - 1), 2);
    }
  return fmax (observed * (1 - observed) - 4 * disagreement * (on_diagonal - observed * expected)
                 + 4 * disagreement * disagreement * (all - expected * expected), 0)
         / (p->n * pow (1 - expected, 2));
}

struct agreement_figure
agreement_ac1 (const struct agreement_table *table)
{
  const int n = agreement_pairs (table);
  double used[AGREEMENT_LEVELS_MOST];
  struct shares p;
  double observed = 0, expected = 0;

  if (n < 2)
    return agreement_missing (n, 0 == n ? AGREEMENT_NO_PAIR : AGREEMENT_ONE_PAIR);
  p = shares_of (table);
  for (int i = 0; i < table->levels; i++)
    {
      used[i] = (p.first[i] + p.second[i]) / 2;
      observed += p.of[i][i];
      expected += used[i] * (1 - used[i]) / (table->levels - 1);
    }
  return agreement_around (n, (observed - expected) / (1 - expected),
                           t_quantile (0.975, n - 1) * sqrt (ac1_variance (&p, used, table->levels, observed, expected)), 1);
}
