/* Intraclass correlation: how much of the spread of scores is between packets. */
#include "agreement_inside.h"

#include "distribution.h"

#include <math.h>

#define NEARLY_NOTHING 1e-12 /* of the whole sum of squares: what rounding leaves of none */
#define FREEDOM_LEAST 0.05   /* with less, F has no quantile worth the name */

/* Mean squares of the two-way analysis of variance (Shrout and Fleiss 1979, table 3). */
struct squares
{
  double n, k;
  double packets;    /* BMS */
  double reviewers;  /* JMS */
  double rest;       /* EMS */
};

static double
mean_of (const double *scores, size_t count, size_t step)
{
  double sum = 0;

  for (size_t i = 0; i < count; i++)
    sum += scores[i * step];
  return sum / (double) count;
}

/* False: all scores are the same. */
static bool
analyse (const double *scores, size_t packets, size_t reviewers, struct squares *squares)
{
  const double grand = mean_of (scores, packets * reviewers, 1);
  const double n = (double) packets, k = (double) reviewers;
  double whole = 0, between = 0, columns = 0, rest;

  for (size_t i = 0; i < packets * reviewers; i++)
    whole += pow (scores[i] - grand, 2);
  for (size_t i = 0; i < packets; i++)
    between += k * pow (mean_of (scores + i * reviewers, reviewers, 1) - grand, 2);
  for (size_t j = 0; j < reviewers; j++)
    columns += n * pow (mean_of (scores + j, packets, reviewers) - grand, 2);
  rest = whole - between - columns;
  if (rest < whole * NEARLY_NOTHING)
    rest = 0;
  if (columns < whole * NEARLY_NOTHING)
    columns = 0;
  *squares = (struct squares) { n, k, between / (n - 1), columns / (k - 1), rest / ((n - 1) * (k - 1)) };
  return whole > 0;
}

/* The bounds of ICC(2,1). False: the formula has none. */
static bool
bounds_of (struct squares s, double icc, double *low, double *high)
{
  const double a = s.k * icc * s.reviewers;
  const double b = (s.n * (1 + (s.k - 1) * icc) - s.k * icc) * s.rest;
  const double divisor = (s.n - 1) * a * a + b * b;
  const double freedom = divisor > 0 ? (s.k - 1) * (s.n - 1) * (a + b) * (a + b) / divisor : 0;
  const double others = s.k * s.reviewers + (s.k * s.n - s.k - s.n) * s.rest;
  double wide, narrow;

  if (freedom < FREEDOM_LEAST)
    return false;
  wide = f_quantile (0.975, s.n - 1, freedom);
  narrow = f_quantile (0.975, freedom, s.n - 1);
  *low = s.n * (s.packets - wide * s.rest) / (wide * others + s.n * s.packets);
  *high = s.n * (narrow * s.packets - s.rest) / (others + s.n * narrow * s.packets);
  return *low <= icc && icc <= *high && isfinite (*low) && isfinite (*high);
}

/* Spearman and Brown: what a bound for one review is for the mean of k. */
static double
stepped_up (double bound, double k)
{
  const double divisor = 1 + (k - 1) * bound;

  return divisor > 0 ? fmax (k * bound / divisor, -1) : -1;
}

static struct agreement_figure
figure_of (int n, double above, double below)
{
  if (below <= 0 || above < -below)
    return agreement_missing (n, AGREEMENT_NO_SIGNAL);
  return (struct agreement_figure) { .n = n, .value = above / below, .open = AGREEMENT_NO_SIGNAL };
}

static void
give_interval (struct agreement_figure *figure, double low, double high)
{
  if (AGREEMENT_NO_GAP != figure->gap)
    return;
  figure->open = AGREEMENT_NO_GAP;
  figure->low = fmax (low, -1);
  figure->high = fmin (high, 1);
}

static void
give_intervals (struct agreement_icc *icc, struct squares s)
{
  double low, high;

  if (AGREEMENT_NO_GAP != icc->single.gap)
    return;
  if (s.rest <= 0 && s.reviewers <= 0) /* all reviews of each packet are the same */
    icc->single.open = icc->mean.open = AGREEMENT_NO_WIDTH;
  else if (bounds_of (s, icc->single.value, &low, &high))
    {
      give_interval (&icc->single, low, high);
      give_interval (&icc->mean, stepped_up (low, s.k), stepped_up (high, s.k));
    }
}

struct agreement_icc
agreement_icc (const double *scores, size_t packets, size_t reviewers)
{
  const int n = (int) packets;
  const struct agreement_figure none
    = agreement_missing (n, 0 == n ? AGREEMENT_NO_PAIR : 1 == n ? AGREEMENT_ONE_PAIR : AGREEMENT_NO_SPREAD);
  struct agreement_icc icc = { none, none };
  struct squares s;
  double signal;

  if (n < 2 || ! analyse (scores, packets, reviewers, &s))
    return icc;
  signal = s.packets - s.rest;
  icc.single = figure_of (n, signal, s.packets + (s.k - 1) * s.rest + s.k * (s.reviewers - s.rest) / s.n);
  icc.mean = figure_of (n, signal, s.packets + (s.reviewers - s.rest) / s.n);
  give_intervals (&icc, s);
  return icc;
}
