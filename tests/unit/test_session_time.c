/* layers: core base */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "session_time.h"

#define SECOND INT64_C (1000000)
#define DEADLINE (INT64_C (1790000000) * SECOND)

static void
an_answer_counts_up_to_the_last_microsecond_of_the_grace (void **state)
{
  (void) state;
  assert_int_equal (SESSION_IN_TIME, session_time_judge (DEADLINE, DEADLINE, 0, SESSION_RUNNING));
  assert_int_equal (SESSION_LATE, session_time_judge (DEADLINE + 1, DEADLINE, 0, SESSION_RUNNING));
  assert_int_equal (SESSION_IN_TIME, session_time_judge (DEADLINE + 10 * SECOND, DEADLINE, 10, SESSION_RUNNING));
  assert_int_equal (SESSION_LATE, session_time_judge (DEADLINE + 10 * SECOND + 1, DEADLINE, 10, SESSION_RUNNING));
}

static void
a_session_closed_meanwhile_is_judged_by_the_same_instant (void **state)
{
  (void) state;
  assert_int_equal (SESSION_IN_TIME, session_time_judge (DEADLINE + 9 * SECOND, DEADLINE, 10, SESSION_CLOSED));
  assert_int_equal (SESSION_LATE, session_time_judge (DEADLINE + 11 * SECOND, DEADLINE, 10, SESSION_CLOSED));
}

static void
nothing_is_late_before_the_clock_runs (void **state)
{
  (void) state;
  assert_int_equal (SESSION_IN_TIME, session_time_judge (DEADLINE, 0, 0, SESSION_OPENED));
}

static void
nothing_is_late_while_the_clock_stands (void **state)
{
  (void) state;
  assert_int_equal (SESSION_IN_TIME, session_time_judge (DEADLINE + 3600 * SECOND, DEADLINE, 0, SESSION_PAUSED));
  assert_int_equal (60, session_time_left (DEADLINE - 60 * SECOND, DEADLINE, 5400, SESSION_PAUSED));
}

static void
what_is_left_is_never_shown_too_long_nor_below_zero (void **state)
{
  (void) state;
  assert_int_equal (5400, session_time_left (DEADLINE, 0, 5400, SESSION_OPENED));
  assert_int_equal (60, session_time_left (DEADLINE - 60 * SECOND, DEADLINE, 5400, SESSION_RUNNING));
  assert_int_equal (59, session_time_left (DEADLINE - 60 * SECOND + 1, DEADLINE, 5400, SESSION_RUNNING));
  assert_int_equal (0, session_time_left (DEADLINE + 5 * SECOND, DEADLINE, 5400, SESSION_RUNNING));
  assert_int_equal (0, session_time_left (DEADLINE - 60 * SECOND, DEADLINE, 5400, SESSION_CLOSED));
}

static void
line_is (const char *expected, const struct session_time_entry *entries, size_t count)
{
  struct buf line BM_CLEANUP (buf_free) = buf_new (200);

  session_time_line (entries, count, &line);
  assert_string_equal (expected, line.at);
}

static void
the_line_names_each_reason_once (void **state)
{
  const struct session_time_entry entries[] = { { SESSION_TIME_BASE, 5400 },
                                                { SESSION_TIME_INCIDENT, 60 },
                                                { SESSION_TIME_ESL, 3600 },
                                                { SESSION_TIME_INCIDENT, 180 } };
  (void) state;
  line_is ("90 min", entries, 1);
  line_is ("90 + 60 ESL + 4 incident = 154 min", entries, 4);
  line_is ("90 + 1:05 pause = 91:05 min",
           (const struct session_time_entry[]) { { SESSION_TIME_BASE, 5400 }, { SESSION_TIME_PAUSE, 65 } }, 2);
}

static void
a_kind_is_one_of_the_ledgers_words (void **state)
{
  enum session_time_kind kind = SESSION_TIME_BASE;
  (void) state;
  assert_true (session_time_kind_of (text_of ("incident"), &kind));
  assert_int_equal (SESSION_TIME_INCIDENT, kind);
  assert_false (session_time_kind_of (text_of ("Incident"), &kind));
  assert_false (session_time_kind_of (text_of (""), &kind));
}

static void
a_ledger_is_read_as_the_database_adds_it_up (void **state)
{
  static const char *const wrong[] = { "base",    "base:",             "base:0", "base:-5", "base:5400,",
                                       "gift:60", "base:5400,,esl:60", ",",      "base:1x" };
  struct session_time_entry entries[2];
  size_t count = 0;
  (void) state;
  assert_true (session_time_read (text_of ("base:5400,incident:240"), entries, 2, &count));
  assert_int_equal (2, count);
  assert_int_equal (SESSION_TIME_INCIDENT, entries[1].kind);
  assert_int_equal (5640, session_time_sum (entries, count));
  assert_true (session_time_read (text_of (""), entries, 2, &count));
  assert_int_equal (0, count);
  assert_false (session_time_read (text_of ("base:1,esl:2,other:3"), entries, 2, &count));
  for (size_t i = 0; i < BM_COUNT (wrong); i++)
    assert_false (session_time_read (text_of (wrong[i]), entries, 2, &count));
}

static void
clocks_part_by_more_than_a_second_either_way (void **state)
{
  (void) state;
  assert_false (session_time_clocks_part (1000000));
  assert_false (session_time_clocks_part (-1000000));
  assert_true (session_time_clocks_part (1000001));
  assert_true (session_time_clocks_part (-1000001));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (an_answer_counts_up_to_the_last_microsecond_of_the_grace),
    cmocka_unit_test (a_session_closed_meanwhile_is_judged_by_the_same_instant),
    cmocka_unit_test (nothing_is_late_before_the_clock_runs),
    cmocka_unit_test (nothing_is_late_while_the_clock_stands),
    cmocka_unit_test (what_is_left_is_never_shown_too_long_nor_below_zero),
    cmocka_unit_test (the_line_names_each_reason_once),
    cmocka_unit_test (a_kind_is_one_of_the_ledgers_words),
    cmocka_unit_test (a_ledger_is_read_as_the_database_adds_it_up),
    cmocka_unit_test (clocks_part_by_more_than_a_second_either_way),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
