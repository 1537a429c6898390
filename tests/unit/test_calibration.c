/* layers: core base */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "calibration.h"

#define CELLS 6

static const struct review_scale scale = { .pages = 2, .criteria = 3, .top_level = 4 };
static const int agreed[CELLS] = { 3, 2, 4, 1, 0, 2 };
static const struct calibration_tolerance usual = { .points = 2, .levels = 1 };

static struct calibration
compared (const int *given, struct calibration_tolerance tolerance)
{
  struct calibration found;

  assert_true (calibration_compare (scale, given, agreed, CELLS, tolerance, &found));
  return found;
}

static void
the_same_levels_are_no_distance (void **state)
{
  const struct calibration found = compared (agreed, (struct calibration_tolerance) { 0, 0 });
  (void) state;
  assert_int_equal (12, found.total);
  assert_int_equal (12, found.agreed);
  assert_int_equal (0, found.points);
  assert_int_equal (0, found.levels);
  assert_false (found.outside);
}

static void
what_is_just_inside_is_inside (void **state)
{
  const int above[CELLS] = { 4, 3, 4, 1, 0, 2 };
  const int below[CELLS] = { 2, 1, 4, 1, 0, 2 };
  (void) state;
  assert_int_equal (2, compared (above, usual).points);
  assert_int_equal (2, compared (below, usual).points);
  assert_int_equal (1, compared (below, usual).levels);
  assert_false (compared (above, usual).outside);
  assert_false (compared (below, usual).outside);
}

static void
one_point_more_is_outside_in_both_directions (void **state)
{
  const int above[CELLS] = { 4, 3, 4, 2, 0, 2 };
  const int below[CELLS] = { 2, 1, 3, 1, 0, 2 };
  (void) state;
  assert_true (compared (above, usual).outside);
  assert_true (compared (below, usual).outside);
  assert_int_equal (3, compared (below, usual).points);
}

/* Levels that are off upwards and downwards cancel in the total, not in what is looked at. */
static void
one_criterion_far_off_is_outside_though_the_totals_are_the_same (void **state)
{
  const int given[CELLS] = { 1, 4, 4, 1, 0, 2 };
  const struct calibration found = compared (given, usual);
  (void) state;
  assert_int_equal (0, found.points);
  assert_int_equal (2, found.levels);
  assert_true (found.outside);
  assert_false (compared (given, (struct calibration_tolerance) { 0, 2 }).outside);
}

static void
what_is_no_whole_review_is_not_compared (void **state)
{
  const int missing[CELLS] = { 3, 2, REVIEW_NO_LEVEL, 1, 0, 2 };
  const int too_high[CELLS] = { 3, 2, 5, 1, 0, 2 };
  struct calibration found;
  (void) state;
  assert_false (calibration_compare (scale, missing, agreed, CELLS, usual, &found));
  assert_false (calibration_compare (scale, agreed, missing, CELLS, usual, &found));
  assert_false (calibration_compare (scale, too_high, agreed, CELLS, usual, &found));
  assert_false (calibration_compare (scale, agreed, agreed, CELLS - 1, usual, &found));
  assert_false (calibration_compare (scale, agreed, agreed, CELLS, (struct calibration_tolerance) { -1, 0 }, &found));
  assert_false (calibration_compare (scale, agreed, agreed, CELLS, (struct calibration_tolerance) { 0, -1 }, &found));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (the_same_levels_are_no_distance),
    cmocka_unit_test (what_is_just_inside_is_inside),
    cmocka_unit_test (one_point_more_is_outside_in_both_directions),
    cmocka_unit_test (one_criterion_far_off_is_outside_though_the_totals_are_the_same),
    cmocka_unit_test (what_is_no_whole_review_is_not_compared),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
