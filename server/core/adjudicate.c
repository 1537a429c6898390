#include "adjudicate.h"

/* Two or three reviews and what is asked about them. */
struct reviews
{
  const struct adjudicate_policy *policy;
  const int *levels;
  size_t cells;
  size_t count;
};

/* sum / of points pass when they are at least percent * max / 100, without dividing. */
static bool
passes (const struct reviews *reviews, const struct adjudication *result, int sum, int of)
{
  return 100 * sum >= reviews->policy->pass_percent * of * result->max;
}

static int
median_of_three (int a, int b, int c)
{
  if ((a <= b && b <= c) || (c <= b && b <= a))
    return b;
  return (b <= a && a <= c) || (c <= a && a <= b) ? a : c;
}

static int
distance (int a, int b)
{
  return a < b ? b - a : a - b;
}

static bool
is_apart (const struct reviews *reviews, size_t cell)
{
  return distance (reviews->levels[cell], reviews->levels[reviews->cells + cell]) > reviews->policy->level_tolerance;
}

static void
call_third (struct adjudication *result, enum adjudicate_fired why)
{
  result->fired = why;
}

/* The mark decides; which of the two words is recorded follows from it. */
static void
decide (const struct reviews *reviews, struct adjudication *result, int sum, int of, const enum adjudicate_fired by[2])
{
  result->decided = true;
  result->mark = sum;
  result->mark_of = of;
  result->passed = passes (reviews, result, sum, of);
  result->fired = by[result->passed ? 0 : 1];
}

static const enum adjudicate_fired by_both[] = { ADJUDICATE_BOTH_PASS, ADJUDICATE_BOTH_FAIL };
static const enum adjudicate_fired by_median[] = { ADJUDICATE_MEDIAN_PASS, ADJUDICATE_MEDIAN_FAIL };

static bool
is_straddled (const struct reviews *reviews, const struct adjudication *result)
{
  return passes (reviews, result, result->totals[0], 1) != passes (reviews, result, result->totals[1], 1);
}

static void
decide_by_mean (const struct reviews *reviews, struct adjudication *result, const enum adjudicate_fired by[2])
{
  decide (reviews, result, result->totals[0] + result->totals[1], 2, by);
}

static void
decide_by_median (const struct reviews *reviews, struct adjudication *result)
{
  decide (reviews, result, median_of_three (result->totals[0], result->totals[1], result->totals[2]), 1, by_median);
}

static void
both_must_pass (const struct reviews *reviews, struct adjudication *result)
{
  const int lower = result->totals[0] < result->totals[1] ? result->totals[0] : result->totals[1];

  decide (reviews, result, lower, 1, by_both);
  if (is_straddled (reviews, result))
    result->fired = ADJUDICATE_ONE_FAILS;
}

static void
mean_or_third (const struct reviews *reviews, struct adjudication *result)
{
  const int sum = result->totals[0] + result->totals[1];
  const int under = 2 * reviews->policy->pass_percent * result->max - 100 * sum;   /* 200 times the points under the line */

  if (! is_straddled (reviews, result) && (under <= 0 || under > 200 * reviews->policy->near_line_points))
    decide_by_mean (reviews, result, by_both);
  else if (3 == reviews->count)
    decide_by_median (reviews, result);
  else
    call_third (result, is_straddled (reviews, result) ? ADJUDICATE_STRADDLE : ADJUDICATE_NEAR_LINE);
}

static void
closest_to_third (const struct reviews *reviews, struct adjudication *result)
{
  static const enum adjudicate_fired by_closest[] = { ADJUDICATE_CLOSEST_PASS, ADJUDICATE_CLOSEST_FAIL };
  static const enum adjudicate_fired by_third[] = { ADJUDICATE_THIRD_PASS, ADJUDICATE_THIRD_FAIL };
  const int first = distance (result->totals[0], result->totals[2]);
  const int second = distance (result->totals[1], result->totals[2]);

  if (! is_straddled (reviews, result))
    decide_by_mean (reviews, result, by_both);
  else if (2 == reviews->count)
    call_third (result, ADJUDICATE_STRADDLE);
  else if (first == second)
    decide (reviews, result, result->totals[2], 1, by_third);
  else
    decide (reviews, result, result->totals[first < second ? 0 : 1], 1, by_closest);
}

static void
median_of_all (const struct reviews *reviews, struct adjudication *result)
{
  if (2 == reviews->count)
    call_third (result, ADJUDICATE_THIRD_ALWAYS);
  else
    decide_by_median (reviews, result);
}

/* Twice the points of each cell, so that a mean stays a whole number. */
static int
twice_by_cells (const struct reviews *reviews)
{
  const int *first = reviews->levels;
  const int *second = first + reviews->cells;
  const int *third = second + reviews->cells;
  int twice = 0;

  for (size_t i = 0; i < reviews->cells; i++)
    twice += is_apart (reviews, i) ? 2 * median_of_three (first[i], second[i], third[i]) : first[i] + second[i];
  return twice;
}

static void
criterion_tolerance (const struct reviews *reviews, struct adjudication *result)
{
  static const enum adjudicate_fired by_tolerance[] = { ADJUDICATE_WITHIN_PASS, ADJUDICATE_WITHIN_FAIL };
  static const enum adjudicate_fired by_cells[] = { ADJUDICATE_CELLS_PASS, ADJUDICATE_CELLS_FAIL };

  if (0 == result->cells_apart)
    decide_by_mean (reviews, result, by_tolerance);
  else if (2 == reviews->count)
    call_third (result, ADJUDICATE_CELLS_APART);
  else
    decide (reviews, result, twice_by_cells (reviews), 2, by_cells);
}

static void (*const judges[]) (const struct reviews *, struct adjudication *) = {
  [ADJUDICATE_BOTH_MUST_PASS] = both_must_pass,
  [ADJUDICATE_MEAN_OR_THIRD] = mean_or_third,
  [ADJUDICATE_CLOSEST_TO_THIRD] = closest_to_third,
  [ADJUDICATE_MEDIAN_OF_THREE] = median_of_all,
  [ADJUDICATE_CRITERION_TOLERANCE] = criterion_tolerance,
};

static bool
is_count (enum adjudicate_rule rule, size_t count)
{
  return 2 == count || (ADJUDICATE_REVIEWS_MOST == count && ADJUDICATE_BOTH_MUST_PASS != rule);
}

bool
adjudicate (const struct adjudicate_policy *policy, const int *levels, size_t reviews, struct adjudication *result)
{
  const struct reviews set = { policy, levels, review_scale_cells (policy->scale), reviews };

  *result = (struct adjudication) { .mark_of = 1 };
  if (! is_count (policy->rule, reviews) || policy->rule >= ADJUDICATE_RULE_COUNT)
    return false;
  for (size_t i = 0; i < reviews; i++)
    {
      struct review_score score;
      if (! review_score (policy->scale, levels + i * set.cells, set.cells, &score) || 0 != score.missing)
        return false;
      result->totals[i] = score.total;
      result->max = score.max;
    }
  for (size_t i = 0; i < set.cells; i++)
    result->cells_apart += is_apart (&set, i);
  judges[policy->rule](&set, result);
  return true;
}

static const struct
{
  const char *word;
  const char *version;
} rules[] = {
#define X(name, word) [name] = { word, word "/1" },
  ADJUDICATE_RULES (X)
#undef X
};

const char *
adjudicate_rule_word (enum adjudicate_rule rule)
{
  return rule < ADJUDICATE_RULE_COUNT ? rules[rule].word : "";
}

const char *
adjudicate_rule_version (enum adjudicate_rule rule)
{
  return rule < ADJUDICATE_RULE_COUNT ? rules[rule].version : "";
}

bool
adjudicate_rule_read (struct text word, enum adjudicate_rule *rule)
{
  for (size_t i = 0; i < ADJUDICATE_RULE_COUNT; i++)
    if (text_is (word, rules[i].word))
      {
        *rule = (enum adjudicate_rule) i;
        return true;
      }
  return false;
}

const char *
adjudicate_fired_word (enum adjudicate_fired fired)
{
  static const char *const words[] = {
#define X(name, word) [name] = word,
    ADJUDICATE_FIRED (X)
#undef X
  };

  return fired < ADJUDICATE_FIRED_COUNT ? words[fired] : "";
}
