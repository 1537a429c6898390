#include "agreement_inside.h"

#include "distribution.h"

#include <math.h>

#define NO_REACH 1e-6 /* half an interval that is nothing but what rounding leaves of a variance of nothing */

bool
agreement_count (struct agreement_table *table, int first, int second)
{
  if (first < 0 || second < 0 || first >= table->levels || second >= table->levels)
    return false;
  table->counts[first][second]++;
  return true;
}

void
agreement_add (struct agreement_table *table, const struct agreement_table *more)
{
  for (int i = 0; i < more->levels; i++)
    for (int j = 0; j < more->levels; j++)
      table->counts[i][j] += more->counts[i][j];
}

/* The pairs that differ by so many levels at most. */
static int
pairs_within (const struct agreement_table *table, int levels)
{
  int pairs = 0;

  for (int i = 0; i < table->levels; i++)
    for (int j = 0; j < table->levels; j++)
      if (i - j <= levels && j - i <= levels)
        pairs += table->counts[i][j];
  return pairs;
}

int
agreement_pairs (const struct agreement_table *table)
{
  return pairs_within (table, table->levels);
}

struct agreement_figure
agreement_missing (int n, enum agreement_gap gap)
{
  return (struct agreement_figure) { .n = n, .gap = gap, .open = gap };
}

struct agreement_figure
agreement_around (int n, double value, double reach, double most)
{
  struct agreement_figure figure = { .n = n, .value = value, .open = AGREEMENT_NO_WIDTH };

  if (reach < NO_REACH)
    return figure;
  figure.open = AGREEMENT_NO_GAP;
  figure.low = fmax (value - reach, -most);
  figure.high = fmin (value + reach, most);
  return figure;
}

static struct agreement_figure
share (int part, int n)
{
  const double z = NORMAL_QUANTILE_975;
  const double p = 0 == n ? 0 : (double) part / n;
  const double scale = 0 == n ? 1 : 1 + z * z / n;
  double middle, reach;

  if (0 == n)
    return agreement_missing (0, AGREEMENT_NO_PAIR);
  middle = (p + z * z / (2 * n)) / scale;
  reach = z * sqrt (p * (1 - p) / n + z * z / (4.0 * n * n)) / scale;
  /* At 0 and at 1 a bound is the share itself, which rounding must not hide. */
  return (struct agreement_figure) {
    .n = n, .value = p, .low = 0 == part ? 0 : middle - reach, .high = n == part ? 1 : middle + reach
  };
}

struct agreement_figure
agreement_exact (const struct agreement_table *table)
{
  return share (pairs_within (table, 0), agreement_pairs (table));
}

struct agreement_figure
agreement_adjacent (const struct agreement_table *table)
{
  return share (pairs_within (table, 1), agreement_pairs (table));
}

struct agreement_figure
agreement_severity (const double *differences, size_t count)
{
  const int n = (int) count;
  double sum = 0, squares = 0;
  struct agreement_figure figure;

  if (0 == n)
    return agreement_missing (0, AGREEMENT_NO_PAIR);
  for (size_t i = 0; i < count; i++)
    sum += differences[i];
  for (size_t i = 0; i < count; i++)
    squares += pow (differences[i] - sum / n, 2);
  if (1 == n)
    return (struct agreement_figure) { .n = n, .value = sum, .open = AGREEMENT_ONE_PAIR };
  figure = agreement_around (n, sum / n, t_quantile (0.975, n - 1) * sqrt (squares / (n - 1) / n), INFINITY);
  if (AGREEMENT_NO_WIDTH == figure.open)
    figure.open = AGREEMENT_NO_SPREAD;
  return figure;
}

enum agreement_verdict
agreement_verdict (struct agreement_figure figure, int packets)
{
  if (AGREEMENT_NO_GAP != figure.gap)
    return AGREEMENT_UNDEFINED;
  if (packets < AGREEMENT_PACKETS_LEAST)
    return AGREEMENT_TOO_FEW;
  if (AGREEMENT_NO_GAP != figure.open)
    return AGREEMENT_UNSURE;
  if (figure.high - figure.low > AGREEMENT_WIDTH_MOST)
    return AGREEMENT_TOO_FEW;
  return figure.high - figure.low > AGREEMENT_WIDTH_GOOD ? AGREEMENT_HINT : AGREEMENT_ENOUGH;
}

enum agreement_verdict
agreement_severity_verdict (struct agreement_figure severity)
{
  const bool whole = AGREEMENT_NO_GAP == severity.open;

  if (AGREEMENT_NO_GAP != severity.gap)
    return AGREEMENT_UNDEFINED;
  if (severity.n < AGREEMENT_PACKETS_LEAST)
    return AGREEMENT_TOO_FEW;
  if ((whole ? severity.high : severity.value) < 0)
    return AGREEMENT_STRICTER;
  return (whole ? severity.low : severity.value) > 0 ? AGREEMENT_MILDER : AGREEMENT_LIKE;
}

const char *
agreement_gap_word (enum agreement_gap gap)
{
  static const char *const words[] = {
#define X(name, word) [name] = word,
    AGREEMENT_GAPS (X)
#undef X
  };
  return words[gap];
}

const char *
agreement_verdict_word (enum agreement_verdict verdict)
{
  static const char *const words[] = {
#define X(name, word) [name] = word,
    AGREEMENT_VERDICTS (X)
#undef X
  };
  return words[verdict];
}
