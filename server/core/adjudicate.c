#include "adjudicate.h"

/* sum of n totals passes when sum / n >= percent * max / 100, without dividing. */
static bool
passes (struct adjudicate_policy policy, int sum, int n)
{
  return 100 * sum >= policy.pass_percent * n * policy.max;
}

static bool
is_near_line (struct adjudicate_policy policy, int sum)
{
  return 2 * policy.pass_percent * policy.max - 100 * sum <= 2 * 100 * policy.near_line_points;
}

static int
median_of_three (int a, int b, int c)
{
  if ((a <= b && b <= c) || (c <= b && b <= a))
    return b;
  return (b <= a && a <= c) || (c <= a && a <= b) ? a : c;
}

static enum adjudicate_fired
judge_two (struct adjudicate_policy policy, int a, int b)
{
  bool first = passes (policy, a, 1);
  bool second = passes (policy, b, 1);

  if (first && second)
    return ADJUDICATE_BOTH_PASS;
  if (first != second)
    return ADJUDICATE_STRADDLE;
  return is_near_line (policy, a + b) ? ADJUDICATE_NEAR_LINE : ADJUDICATE_BOTH_FAIL;
}

bool
adjudicate (struct adjudicate_policy policy, const int *totals, size_t count, struct adjudication *result)
{
  if ((2 != count && 3 != count) || policy.max <= 0)
    return false;
  for (size_t i = 0; i < count; i++)
    if (totals[i] < 0 || totals[i] > policy.max)
      return false;
  if (2 == count)
    result->fired = judge_two (policy, totals[0], totals[1]);
  else
    result->fired = passes (policy, median_of_three (totals[0], totals[1], totals[2]), 1) ? ADJUDICATE_MEDIAN_PASS
                                                                                         : ADJUDICATE_MEDIAN_FAIL;
  result->decided = ADJUDICATE_STRADDLE != result->fired && ADJUDICATE_NEAR_LINE != result->fired;
  result->passed = ADJUDICATE_BOTH_PASS == result->fired || ADJUDICATE_MEDIAN_PASS == result->fired;
  return true;
}

const char *
adjudicate_fired_word (enum adjudicate_fired fired)
{
  switch (fired)
    {
    case ADJUDICATE_BOTH_PASS: return "both_pass";
    case ADJUDICATE_BOTH_FAIL: return "both_fail";
    case ADJUDICATE_STRADDLE: return "straddle";
    case ADJUDICATE_NEAR_LINE: return "near_line";
    case ADJUDICATE_MEDIAN_PASS: return "median_pass";
    case ADJUDICATE_MEDIAN_FAIL: return "median_fail";
    }
  return "";
}
