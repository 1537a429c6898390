/* layers: core base */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "review_score.h"

static const struct review_scale two_by_four = { .pages = 2, .criteria = 4, .top_level = 4 };

static void
a_whole_review_is_the_sum_of_its_levels (void **state)
{
  const int levels[] = { 4, 3, 2, 1, 0, 4, 4, 3 };
  struct review_score score;
  (void) state;
  assert_true (review_score (two_by_four, levels, 8, &score));
  assert_int_equal (21, score.total);
  assert_int_equal (32, score.max);
  assert_int_equal (8, score.scored);
  assert_int_equal (0, score.missing);
}

static void
level_zero_is_a_score_and_no_level_is_none (void **state)
{
  const int levels[] = { 0, 0, 0, REVIEW_NO_LEVEL, 0, 0, 0, REVIEW_NO_LEVEL };
  struct review_score score;
  (void) state;
  assert_true (review_score (two_by_four, levels, 8, &score));
  assert_int_equal (6, score.scored);
  assert_int_equal (2, score.missing);
  assert_int_equal (0, score.total);
}

static void
a_level_outside_the_rubric_is_refused (void **state)
{
  int levels[] = { 4, 4, 4, 4, 4, 4, 4, 4 };
  struct review_score score;
  (void) state;
  assert_true (review_score (two_by_four, levels, 8, &score));
  levels[7] = 5;
  assert_false (review_score (two_by_four, levels, 8, &score));
  levels[7] = -2;
  assert_false (review_score (two_by_four, levels, 8, &score));
}

static void
a_review_of_another_shape_is_refused (void **state)
{
  const int levels[9] = { 0 };
  struct review_score score;
  (void) state;
  assert_false (review_score (two_by_four, levels, 7, &score));
  assert_false (review_score (two_by_four, levels, 9, &score));
  assert_false (review_score ((struct review_scale) { 0, 4, 4 }, levels, 0, &score));
  assert_false (review_score ((struct review_scale) { 21, 1, 4 }, levels, 9, &score));
  assert_false (review_score ((struct review_scale) { 1, 21, 4 }, levels, 9, &score));
  assert_false (review_score ((struct review_scale) { 2, 4, 0 }, levels, 8, &score));
  assert_false (review_score ((struct review_scale) { 2, 4, 11 }, levels, 8, &score));
}

static void
the_largest_scale_adds_up (void **state)
{
  const struct review_scale largest = { REVIEW_PAGES_MOST, REVIEW_CRITERIA_MOST, REVIEW_LEVEL_MOST };
  int levels[REVIEW_PAGES_MOST * REVIEW_CRITERIA_MOST];
  struct review_score score;
  (void) state;
  for (size_t i = 0; i < BM_COUNT (levels); i++)
    levels[i] = REVIEW_LEVEL_MOST;
  assert_int_equal (400, review_scale_cells (largest));
  assert_true (review_score (largest, levels, BM_COUNT (levels), &score));
  assert_int_equal (4000, score.total);
  assert_int_equal (score.max, score.total);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_whole_review_is_the_sum_of_its_levels),
    cmocka_unit_test (level_zero_is_a_score_and_no_level_is_none),
    cmocka_unit_test (a_level_outside_the_rubric_is_refused),
    cmocka_unit_test (a_review_of_another_shape_is_refused),
    cmocka_unit_test (the_largest_scale_adds_up),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
