#include "distribution.h"

#include <float.h>
#include <math.h>

#define TERMS_MOST 5000
#define HALVINGS 120
#define LOG_ODDS_MOST 700.0 /* exp of it is still finite */

static double
away_from_zero (double value)
{
  return fabs (value) < DBL_MIN ? DBL_MIN : value;
}

/* The coefficient d of 8.17.22. */
static double
coefficient (double a, double b, double x, int number)
{
  const double m = number / 2;

  if (0 == number % 2)
    return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
  return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
}

/* 1 + d1 / (1 + d2 / (1 + …)) */
static double
fraction (double a, double b, double x)
{
  double value = 1, above = 1, below = 0, change = 0;

  for (int i = 1; i <= TERMS_MOST && fabs (change - 1) > DBL_EPSILON; i++)
    {
      const double d = coefficient (a, b, x, i);
      below = 1 / away_from_zero (1 + d * below);
      above = away_from_zero (1 + d / above);
      change = above * below;
      value *= change;
    }
  return value;
}

static double
log_gamma (double value)
{
  int sign;

  return lgamma_r (value, &sign);
}

/* The regularized incomplete beta function at x = 1 - y: both are given, so that neither loses its digits near 1. */
static double
incomplete_beta (double x, double y, double a, double b)
{
  const double front = exp (a * log (x) + b * log (y) + log_gamma (a + b) - log_gamma (a) - log_gamma (b));

  if (x * (a + b + 2) < a + 1)
    return front / (a * fraction (a, b, x));
  return 1 - front / (b * fraction (b, a, y));
}

double
f_quantile (double share, double freedom_above, double freedom_below)
{
  double low = -LOG_ODDS_MOST, high = LOG_ODDS_MOST;

  for (int i = 0; i < HALVINGS; i++)
    {
      const double odds = (low + high) / 2;
      const double x = 1 / (1 + exp (-odds));
      const double y = 1 / (1 + exp (odds));
      if (incomplete_beta (x, y, freedom_above / 2, freedom_below / 2) < share)
        low = odds;
      else
        high = odds;
    }
  return freedom_below / freedom_above * exp ((low + high) / 2);
}

/* The square of t is F with one degree of freedom above. */
double
t_quantile (double share, double freedom)
{
  if (share < 0.5)
    return -t_quantile (1 - share, freedom);
  if (share <= 0.5)
    return 0;
  return sqrt (f_quantile (2 * share - 1, 1, freedom));
}
