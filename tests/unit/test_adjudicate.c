/* layers: core base */
/* How reviews become an outcome: each preset at its line, each way each rule fires, and what must hold for all reviews that a small
   rubric can have. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "adjudicate.h"

#define NONE (-1)

/* 2 pages of 4 criteria with levels 0 to 5: 40 points, the line of 80 % is at 32. */
static const struct review_scale scale = { 2, 4, 5 };
enum { CELLS = 8, TOP = 5 };

static struct adjudicate_policy
policy_of (enum adjudicate_rule rule)
{
  return (struct adjudicate_policy) { rule, scale, 80, 2, 1 };
}

static void
give (int *levels, int total)
{
  for (int i = 0; i < CELLS; i++)
    {
      levels[i] = total < TOP ? total : TOP;
      total -= levels[i];
    }
}

/* Totals; NONE as the third: two reviews. */
static struct adjudication
judge (enum adjudicate_rule rule, int a, int b, int c)
{
  const struct adjudicate_policy policy = policy_of (rule);
  int levels[3 * CELLS];
  struct adjudication result;

  give (levels, a);
  give (levels + CELLS, b);
  give (levels + 2 * CELLS, NONE == c ? 0 : c);
  assert_true (adjudicate (&policy, levels, NONE == c ? 2 : 3, &result));
  return result;
}

struct expected
{
  int a, b, c;
  enum adjudicate_fired fired;
  int mark, of;   /* of 0: not decided */
  bool passed;
};

static void
assert_judged (enum adjudicate_rule rule, const struct expected *expected, size_t count)
{
  for (size_t i = 0; i < count; i++)
    {
      const struct expected *e = &expected[i];
      const struct adjudication result = judge (rule, e->a, e->b, e->c);
      print_message ("%s: %d and %d, then %d\n", adjudicate_rule_word (rule), e->a, e->b, e->c);
      assert_string_equal (adjudicate_fired_word (e->fired), adjudicate_fired_word (result.fired));
      assert_int_equal (0 != e->of, result.decided);
      assert_int_equal (e->passed, result.passed);
      assert_int_equal (e->mark, result.mark);
      assert_int_equal (0 == e->of ? 1 : e->of, result.mark_of);
      assert_int_equal (e->a, result.totals[0]);
      assert_int_equal (e->b, result.totals[1]);
      assert_int_equal (NONE == e->c ? 0 : e->c, result.totals[2]);
      assert_int_equal (40, result.max);
    }
}

static void
both_must_pass_and_nobody_else_is_asked (void **state)
{
  static const struct expected cases[] = {
    { 32, 40, NONE, ADJUDICATE_BOTH_PASS, 32, 1, true },
    { 32, 32, NONE, ADJUDICATE_BOTH_PASS, 32, 1, true },
    { 31, 40, NONE, ADJUDICATE_ONE_FAILS, 31, 1, false },
    { 40, 31, NONE, ADJUDICATE_ONE_FAILS, 31, 1, false },
    { 31, 31, NONE, ADJUDICATE_BOTH_FAIL, 31, 1, false },
    { 0, 0, NONE, ADJUDICATE_BOTH_FAIL, 0, 1, false },
  };
  (void) state;
  assert_judged (ADJUDICATE_BOTH_MUST_PASS, cases, BM_COUNT (cases));
}

static void
the_mean_decides_or_the_median_of_three (void **state)
{
  static const struct expected cases[] = {
    { 32, 40, NONE, ADJUDICATE_BOTH_PASS, 72, 2, true },
    { 32, 32, NONE, ADJUDICATE_BOTH_PASS, 64, 2, true },
    { 31, 40, NONE, ADJUDICATE_STRADDLE, 0, 0, false },
    { 32, 31, NONE, ADJUDICATE_STRADDLE, 0, 0, false },
    { 31, 31, NONE, ADJUDICATE_NEAR_LINE, 0, 0, false },
    { 30, 30, NONE, ADJUDICATE_NEAR_LINE, 0, 0, false },   /* exactly 2 points under */
    { 29, 31, NONE, ADJUDICATE_NEAR_LINE, 0, 0, false },
    { 29, 30, NONE, ADJUDICATE_BOTH_FAIL, 59, 2, false },  /* 2 and a half */
    { 10, 12, NONE, ADJUDICATE_BOTH_FAIL, 22, 2, false },
    { 31, 40, 32, ADJUDICATE_MEDIAN_PASS, 32, 1, true },
    { 31, 40, 31, ADJUDICATE_MEDIAN_FAIL, 31, 1, false },
    { 40, 31, 0, ADJUDICATE_MEDIAN_FAIL, 31, 1, false },
    { 31, 33, 40, ADJUDICATE_MEDIAN_PASS, 33, 1, true },
    { 30, 31, 40, ADJUDICATE_MEDIAN_FAIL, 31, 1, false },  /* two that fail: their median fails, too */
    { 33, 34, 0, ADJUDICATE_BOTH_PASS, 67, 2, true },      /* revised since; nobody would call the third now */
  };
  (void) state;
  assert_judged (ADJUDICATE_MEAN_OR_THIRD, cases, BM_COUNT (cases));
}

static void
the_one_closest_to_the_third_decides (void **state)
{
  static const struct expected cases[] = {
    { 33, 39, NONE, ADJUDICATE_BOTH_PASS, 72, 2, true },
    { 31, 31, NONE, ADJUDICATE_BOTH_FAIL, 62, 2, false },
    { 31, 32, NONE, ADJUDICATE_STRADDLE, 0, 0, false },
    { 30, 36, 34, ADJUDICATE_CLOSEST_PASS, 36, 1, true },
    { 36, 30, 34, ADJUDICATE_CLOSEST_PASS, 36, 1, true },
    { 30, 36, 32, ADJUDICATE_CLOSEST_FAIL, 30, 1, false }, /* the third passes it, and is closer to the one who does not */
    { 30, 36, 33, ADJUDICATE_THIRD_PASS, 33, 1, true },    /* equally far */
    { 28, 34, 31, ADJUDICATE_THIRD_FAIL, 31, 1, false },
    { 30, 36, 0, ADJUDICATE_CLOSEST_FAIL, 30, 1, false },
    { 30, 36, 40, ADJUDICATE_CLOSEST_PASS, 36, 1, true },
    { 30, 30, 40, ADJUDICATE_BOTH_FAIL, 60, 2, false },
  };
  (void) state;
  assert_judged (ADJUDICATE_CLOSEST_TO_THIRD, cases, BM_COUNT (cases));
}

static void
the_median_of_three_waits_for_the_third (void **state)
{
  static const struct expected cases[] = {
    { 40, 40, NONE, ADJUDICATE_THIRD_ALWAYS, 0, 0, false },
    { 0, 0, NONE, ADJUDICATE_THIRD_ALWAYS, 0, 0, false },
    { 31, 32, 40, ADJUDICATE_MEDIAN_PASS, 32, 1, true },
    { 31, 40, 32, ADJUDICATE_MEDIAN_PASS, 32, 1, true },
    { 32, 31, 40, ADJUDICATE_MEDIAN_PASS, 32, 1, true },
    { 32, 40, 31, ADJUDICATE_MEDIAN_PASS, 32, 1, true },
    { 40, 31, 32, ADJUDICATE_MEDIAN_PASS, 32, 1, true },
    { 40, 32, 31, ADJUDICATE_MEDIAN_PASS, 32, 1, true },
    { 31, 31, 40, ADJUDICATE_MEDIAN_FAIL, 31, 1, false },
    { 40, 31, 31, ADJUDICATE_MEDIAN_FAIL, 31, 1, false },
  };
  (void) state;
  assert_judged (ADJUDICATE_MEDIAN_OF_THREE, cases, BM_COUNT (cases));
}

/* Levels written out: "55555555" is a review. */
static struct adjudication
judge_cells (int tolerance, const char *a, const char *b, const char *c)
{
  struct adjudicate_policy policy = policy_of (ADJUDICATE_CRITERION_TOLERANCE);
  const char *const reviews[] = { a, b, c };
  int levels[3 * CELLS] = { 0 };
  struct adjudication result;

  policy.level_tolerance = tolerance;
  for (int i = 0; i < 3 && NULL != reviews[i]; i++)
    for (int cell = 0; cell < CELLS; cell++)
      levels[i * CELLS + cell] = reviews[i][cell] - '0';
  assert_true (adjudicate (&policy, levels, NULL == c ? 2 : 3, &result));
  return result;
}

static void
cells_within_the_tolerance_are_averaged (void **state)
{
  struct adjudication result = judge_cells (1, "55554444", "44445555", NULL);   /* 36 and 36 */
  (void) state;
  assert_int_equal (ADJUDICATE_WITHIN_PASS, result.fired);
  assert_int_equal (72, result.mark);
  assert_int_equal (2, result.mark_of);
  result = judge_cells (1, "44444444", "44444443", NULL);   /* 32 and 31: one passes, one fails, and the mean is 31 and a half */
  assert_int_equal (ADJUDICATE_WITHIN_FAIL, result.fired);
  assert_int_equal (63, result.mark);
  result = judge_cells (1, "44444443", "44444445", NULL);
  assert_int_equal (ADJUDICATE_CELLS_APART, result.fired);
  assert_int_equal (1, result.cells_apart);
  assert_false (result.decided);
  assert_true (judge_cells (2, "44444443", "44444445", NULL).decided);
  assert_false (judge_cells (0, "44444444", "44444443", NULL).decided);
}

static void
cells_outside_the_tolerance_take_the_median_of_three (void **state)
{
  struct adjudication result = judge_cells (1, "55550444", "44555544", "00003000");
  (void) state;
  /* Doubled: 9 9 10 10, then the median of 0 5 3 is 3, then 9 8 8. */
  assert_int_equal (1, result.cells_apart);
  assert_int_equal (9 + 9 + 10 + 10 + 6 + 9 + 8 + 8, result.mark);
  assert_int_equal (2, result.mark_of);
  assert_int_equal (ADJUDICATE_CELLS_PASS, result.fired);
  result = judge_cells (1, "40444444", "44444444", "01555555");
  assert_int_equal (ADJUDICATE_CELLS_FAIL, result.fired);
  assert_int_equal (64 - 8 + 2, result.mark);
  /* A mean of cells that is half a point under the line is under it. */
  result = judge_cells (1, "44444430", "44444444", "00000004");
  assert_int_equal (63, result.mark);
  assert_false (result.passed);
  /* Nothing apart: the third, which nobody would call now, changes nothing. */
  assert_int_equal (ADJUDICATE_WITHIN_PASS, judge_cells (1, "44444444", "44444444", "00000000").fired);
}

static void
the_line_is_never_rounded (void **state)
{
  /* 80 % of 3 points are 2.4: 2 is under it, and so is a mean of 2 and 2; 2 and 3 have a mean of 2.5. */
  const struct adjudicate_policy policy = { ADJUDICATE_CRITERION_TOLERANCE, { 1, 1, 3 }, 80, 0, 3 };
  struct adjudication result;
  (void) state;
  assert_true (adjudicate (&policy, (const int[]) { 2, 3 }, 2, &result));
  assert_true (result.passed);
  assert_true (adjudicate (&policy, (const int[]) { 2, 2 }, 2, &result));
  assert_false (result.passed);
}

static void
what_is_no_set_of_reviews_is_not_judged (void **state)
{
  struct adjudicate_policy policy = policy_of (ADJUDICATE_MEAN_OR_THIRD);
  int levels[4 * CELLS] = { 0 };
  struct adjudication result;
  (void) state;
  assert_false (adjudicate (&policy, levels, 0, &result));
  assert_false (adjudicate (&policy, levels, 1, &result));
  assert_false (adjudicate (&policy, levels, 4, &result));
  assert_true (adjudicate (&policy, levels, 3, &result));
  levels[CELLS + 3] = TOP + 1;
  assert_false (adjudicate (&policy, levels, 3, &result));
  levels[CELLS + 3] = REVIEW_NO_LEVEL;
  assert_false (adjudicate (&policy, levels, 3, &result));
  levels[CELLS + 3] = 0;
  policy.rule = ADJUDICATE_BOTH_MUST_PASS;
  assert_false (adjudicate (&policy, levels, 3, &result));
  policy.rule = ADJUDICATE_RULE_COUNT;
  assert_false (adjudicate (&policy, levels, 2, &result));
  policy = policy_of (ADJUDICATE_MEAN_OR_THIRD);
  policy.scale.pages = 0;
  assert_false (adjudicate (&policy, levels, 2, &result));
}

/* --- all reviews of a small rubric: 2 criteria with levels 0 to 3 ---------------------------------------------------------- */

enum { SMALL_CELLS = 2, SMALL_TOP = 3, SMALL_REVIEWS = 16 };

static void
small_levels (int number, int *levels)
{
  levels[0] = number / (SMALL_TOP + 1);
  levels[1] = number % (SMALL_TOP + 1);
}

/* numbers: of 2 or 3 small reviews. */
static struct adjudication
judge_small (const struct adjudicate_policy *policy, const int *numbers, size_t count)
{
  int levels[3 * SMALL_CELLS];
  struct adjudication result;

  for (size_t i = 0; i < count; i++)
    small_levels (numbers[i], levels + i * SMALL_CELLS);
  assert_true (adjudicate (policy, levels, count, &result));
  return result;
}

static bool
is_same (struct adjudication a, struct adjudication b)
{
  return a.fired == b.fired && a.decided == b.decided && a.passed == b.passed && a.mark * b.mark_of == b.mark * a.mark_of
         && a.cells_apart == b.cells_apart;
}

typedef void property (const struct adjudicate_policy *policy, const int *numbers);

static void
for_all (property *holds)
{
  static const int percents[] = { 1, 33, 50, 67, 80, 100 };

  for (int rule = 0; rule < ADJUDICATE_RULE_COUNT; rule++)
    for (size_t p = 0; p < BM_COUNT (percents); p++)
      for (int width = 0; width <= 3; width++)   /* of both margins; each rule looks at one at most */
        for (int i = 0; i < SMALL_REVIEWS * SMALL_REVIEWS * SMALL_REVIEWS; i++)
          {
            const struct adjudicate_policy policy
              = { (enum adjudicate_rule) rule, { 1, SMALL_CELLS, SMALL_TOP }, percents[p], width, width };
            const int numbers[] = { i % SMALL_REVIEWS, i / SMALL_REVIEWS % SMALL_REVIEWS, i / SMALL_REVIEWS / SMALL_REVIEWS };
            holds (&policy, numbers);
          }
}

/* Who of the first two sat where changes nothing. */
static void
is_even_handed (const struct adjudicate_policy *policy, const int *numbers)
{
  const int turned[] = { numbers[1], numbers[0], numbers[2] };
  const size_t count = ADJUDICATE_BOTH_MUST_PASS == policy->rule ? 2 : 3;

  assert_true (is_same (judge_small (policy, numbers, 2), judge_small (policy, turned, 2)));
  assert_true (is_same (judge_small (policy, numbers, count), judge_small (policy, turned, count)));
}

/* Three decide; what two have decided, no third undoes. */
static void
comes_to_an_end (const struct adjudicate_policy *policy, const int *numbers)
{
  const struct adjudication two = judge_small (policy, numbers, 2);

  if (ADJUDICATE_BOTH_MUST_PASS == policy->rule)
    {
      assert_true (two.decided);
      return;
    }
  assert_true (judge_small (policy, numbers, 3).decided);
  if (two.decided)
    assert_true (is_same (two, judge_small (policy, numbers, 3)));
  else
    assert_false (two.passed);
}

/* All pass: a pass; all fail: a fail. And an outcome is that of its mark. */
static void
agrees_with_all (const struct adjudicate_policy *policy, const int *numbers)
{
  const size_t count = ADJUDICATE_BOTH_MUST_PASS == policy->rule ? 2 : 3;
  const struct adjudication found = judge_small (policy, numbers, count);
  size_t passing = 0;

  for (size_t i = 0; i < count; i++)
    passing += 100 * found.totals[i] >= policy->pass_percent * found.max;
  if (ADJUDICATE_CRITERION_TOLERANCE != policy->rule)   /* which resolves cells, not totals */
    {
      assert_false (passing == count && ! found.passed);
      assert_false (0 == passing && found.passed);
    }
  assert_int_equal (100 * found.mark >= policy->pass_percent * found.mark_of * found.max, found.passed);
  assert_true (found.mark >= 0 && found.mark <= found.max * found.mark_of);
}

/* A better review never makes it worse. It may under closest_to_third, where a reviewer who passes it by more is further from the
   third, and under criterion_tolerance, where more of one cell may call the third for it. */
static void
grows_with_each_review (const struct adjudicate_policy *policy, const int *numbers)
{
  const size_t count = ADJUDICATE_BOTH_MUST_PASS == policy->rule ? 2 : 3;

  if (ADJUDICATE_CLOSEST_TO_THIRD == policy->rule || ADJUDICATE_CRITERION_TOLERANCE == policy->rule)
    return;
  for (size_t i = 0; i < count; i++)
    for (int step = 1; step <= SMALL_TOP + 1; step += SMALL_TOP)   /* one level more in one cell or in the other */
      {
        int better[] = { numbers[0], numbers[1], numbers[2] };
        int levels[SMALL_CELLS];
        small_levels (numbers[i], levels);
        if (levels[1 == step ? 1 : 0] == SMALL_TOP)
          continue;
        better[i] += step;
        assert_false (judge_small (policy, numbers, count).passed && ! judge_small (policy, better, count).passed);
      }
}

static void
it_does_not_matter_who_sits_first (void **state)
{
  (void) state;
  for_all (is_even_handed);
}

static void
a_third_ends_it_and_undoes_nothing (void **state)
{
  (void) state;
  for_all (comes_to_an_end);
}

static void
an_outcome_is_that_of_its_mark (void **state)
{
  (void) state;
  for_all (agrees_with_all);
}

static void
a_better_review_is_never_worse (void **state)
{
  (void) state;
  for_all (grows_with_each_review);
}

static bool fired_by[ADJUDICATE_RULE_COUNT][ADJUDICATE_FIRED_COUNT];

static void
note_fired (const struct adjudicate_policy *policy, const int *numbers)
{
  fired_by[policy->rule][judge_small (policy, numbers, 2).fired] = true;
  if (ADJUDICATE_BOTH_MUST_PASS != policy->rule)
    fired_by[policy->rule][judge_small (policy, numbers, 3).fired] = true;
}

static void
each_rule_fires_in_its_own_ways_and_no_other (void **state)
{
  static const char *const ways[ADJUDICATE_RULE_COUNT]
    = { " both_pass both_fail one_fails", " straddle near_line both_pass both_fail median_pass median_fail",
        " straddle both_pass both_fail closest_pass closest_fail third_pass third_fail",
        " third_always median_pass median_fail", " cells_apart within_pass within_fail cells_pass cells_fail" };
  (void) state;
  for_all (note_fired);
  for (int rule = 0; rule < ADJUDICATE_RULE_COUNT; rule++)
    {
      char seen[256] = "";
      for (int i = 0; i < ADJUDICATE_FIRED_COUNT; i++)
        if (fired_by[rule][i])
          (void) snprintf (seen + strlen (seen), sizeof seen - strlen (seen), " %s",
                           adjudicate_fired_word ((enum adjudicate_fired) i));
      assert_string_equal (ways[rule], seen);
    }
}

static void
rules_are_known_by_their_words (void **state)
{
  enum adjudicate_rule rule;
  (void) state;
  for (int i = 0; i < ADJUDICATE_RULE_COUNT; i++)
    {
      const char *word = adjudicate_rule_word ((enum adjudicate_rule) i);
      char version[64];
      assert_true (adjudicate_rule_read (text_of (word), &rule));
      assert_int_equal (i, rule);
      (void) snprintf (version, sizeof version, "%s/1", word);
      assert_string_equal (version, adjudicate_rule_version (rule));
    }
  assert_false (adjudicate_rule_read (text_of ("mean"), &rule));
  assert_false (adjudicate_rule_read (text_of (""), &rule));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (both_must_pass_and_nobody_else_is_asked),
    cmocka_unit_test (the_mean_decides_or_the_median_of_three),
    cmocka_unit_test (the_one_closest_to_the_third_decides),
    cmocka_unit_test (the_median_of_three_waits_for_the_third),
    cmocka_unit_test (cells_within_the_tolerance_are_averaged),
    cmocka_unit_test (cells_outside_the_tolerance_take_the_median_of_three),
    cmocka_unit_test (the_line_is_never_rounded),
    cmocka_unit_test (what_is_no_set_of_reviews_is_not_judged),
    cmocka_unit_test (it_does_not_matter_who_sits_first),
    cmocka_unit_test (a_third_ends_it_and_undoes_nothing),
    cmocka_unit_test (an_outcome_is_that_of_its_mark),
    cmocka_unit_test (a_better_review_is_never_worse),
    cmocka_unit_test (each_rule_fires_in_its_own_ways_and_no_other),
    cmocka_unit_test (rules_are_known_by_their_words),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
