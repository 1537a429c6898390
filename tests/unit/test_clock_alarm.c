/* layers: core base */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "clock_alarm.h"

#define SECOND INT64_C (1000000)
#define BOOT (INT64_C (86400) * SECOND)

static void
clocks_that_agree_to_a_second_raise_nothing (void **state)
{
  struct clock_alarm alarm = { 0 };

  (void) state;
  assert_int_equal (CLOCK_ALARM_NOTHING, clock_alarm_hear (&alarm, 0, BOOT));
  assert_int_equal (CLOCK_ALARM_NOTHING, clock_alarm_hear (&alarm, SECOND, BOOT));
  assert_int_equal (CLOCK_ALARM_NOTHING, clock_alarm_hear (&alarm, -SECOND, BOOT));
}

static void
the_alarm_is_said_when_it_begins_once_a_minute_and_when_it_is_over (void **state)
{
  struct clock_alarm alarm = { 0 };

  (void) state;
  assert_int_equal (CLOCK_ALARM_PARTED, clock_alarm_hear (&alarm, SECOND + 1, BOOT));
  assert_int_equal (CLOCK_ALARM_NOTHING, clock_alarm_hear (&alarm, 5 * SECOND, BOOT + 2 * SECOND));
  assert_int_equal (CLOCK_ALARM_NOTHING, clock_alarm_hear (&alarm, 5 * SECOND, BOOT + 60 * SECOND - 1));
  assert_int_equal (CLOCK_ALARM_PARTED, clock_alarm_hear (&alarm, 5 * SECOND, BOOT + 60 * SECOND));
  assert_int_equal (CLOCK_ALARM_NOTHING, clock_alarm_hear (&alarm, 5 * SECOND, BOOT + 119 * SECOND));
  assert_int_equal (CLOCK_ALARM_OVER, clock_alarm_hear (&alarm, 0, BOOT + 120 * SECOND));
  assert_int_equal (CLOCK_ALARM_NOTHING, clock_alarm_hear (&alarm, 0, BOOT + 122 * SECOND));
}

static void
an_alarm_that_comes_back_at_once_is_said_at_once (void **state)
{
  struct clock_alarm alarm = { 0 };

  (void) state;
  assert_int_equal (CLOCK_ALARM_PARTED, clock_alarm_hear (&alarm, -2 * SECOND, BOOT));
  assert_int_equal (CLOCK_ALARM_OVER, clock_alarm_hear (&alarm, 0, BOOT + 2 * SECOND));
  assert_int_equal (CLOCK_ALARM_PARTED, clock_alarm_hear (&alarm, 2 * SECOND, BOOT + 4 * SECOND));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (clocks_that_agree_to_a_second_raise_nothing),
    cmocka_unit_test (the_alarm_is_said_when_it_begins_once_a_minute_and_when_it_is_over),
    cmocka_unit_test (an_alarm_that_comes_back_at_once_is_said_at_once),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
