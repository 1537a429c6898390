/* layers: core base */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "session.h"

#define SECOND INT64_C (1000000)
#define MINUTE (60 * SECOND)
#define START (INT64_C (1790000000) * SECOND + 123456)
#define GRACE 10

static const struct session_time_entry owed[] = { { SESSION_TIME_BASE, 5400 }, { SESSION_TIME_ESL, 3600 } };
#define DEADLINE (START + 9000 * SECOND)
#define LAST (DEADLINE + GRACE * SECOND)

static struct session
running (void)
{
  struct session session = session_open (owed, BM_COUNT (owed), GRACE);

  assert_int_equal (SESSION_DONE, session_start (&session, START));
  return session;
}

/* The instants say what the state says, and the deadline is the start and what is owed. */
static void
assert_whole (const struct session *session)
{
  bool started = SESSION_OPENED != session->state;

  assert_int_equal (started, SESSION_NEVER != session->started_us);
  assert_int_equal (started, SESSION_NEVER != session->deadline_us);
  assert_int_equal (SESSION_PAUSED == session->state, SESSION_NEVER != session->paused_at_us);
  assert_int_equal (SESSION_CLOSED == session->state, SESSION_NEVER != session->closed_us);
  if (started)
    assert_int_equal (session->deadline_us, session->started_us + session->entitled_s * SECOND);
}

static void
starting_twice_is_starting_once (void **state)
{
  struct session session = session_open (owed, BM_COUNT (owed), GRACE);
  (void) state;
  assert_whole (&session);
  assert_int_equal (9000, session_left (&session, START));
  assert_int_equal (SESSION_IN_TIME, session_judge (&session, INT64_MAX));
  assert_int_equal (SESSION_DONE, session_start (&session, START));
  assert_int_equal (SESSION_ALREADY, session_start (&session, START + MINUTE));
  assert_int_equal (DEADLINE, session.deadline_us);
  assert_whole (&session);
}

static void
what_comes_with_the_last_microsecond_of_the_grace_is_in_time (void **state)
{
  struct session session = running ();
  (void) state;
  assert_int_equal (SESSION_IN_TIME, session_judge (&session, LAST));
  assert_int_equal (SESSION_LATE, session_judge (&session, LAST + 1));
  assert_int_equal (SESSION_NOT_OVER, session_close_overdue (&session, LAST));
  assert_int_equal (SESSION_OVER, session_hand_in (&session, LAST + 1));
  assert_int_equal (SESSION_OVER, session_pause (&session, LAST + 1));
  assert_int_equal (SESSION_OVER, session_extend (&session, LAST + 1, (struct session_time_entry) { SESSION_TIME_INCIDENT, 60 }));
  assert_int_equal (DEADLINE, session.deadline_us);
  assert_int_equal (SESSION_DONE, session_hand_in (&session, LAST));
  assert_int_equal (SESSION_ALREADY, session_hand_in (&session, LAST + MINUTE));
  assert_int_equal (LAST, session.handed_in_us);
  assert_whole (&session);
}

static void
a_session_is_closed_as_of_the_end_of_its_grace (void **state)
{
  struct session session = running ();
  (void) state;
  assert_int_equal (SESSION_DONE, session_close_overdue (&session, LAST + 7 * MINUTE));
  assert_int_equal (SESSION_ALREADY, session_close_overdue (&session, LAST + 8 * MINUTE));
  assert_int_equal (LAST, session.closed_us);
  assert_int_equal (SESSION_OVER, session_hand_in (&session, LAST));
  assert_int_equal (SESSION_NEVER, session.handed_in_us);
  assert_int_equal (SESSION_IN_TIME, session_judge (&session, LAST));
  assert_int_equal (0, session_left (&session, START));
  assert_whole (&session);
}

static int64_t
pause_for (struct session *session, int64_t at_us, int64_t us)
{
  struct session_time_entry entry;

  assert_int_equal (SESSION_DONE, session_pause (session, at_us));
  assert_whole (session);
  assert_int_equal (SESSION_DONE, session_resume (session, at_us + us, &entry));
  assert_int_equal (SESSION_TIME_PAUSE, entry.kind);
  assert_whole (session);
  return entry.seconds;
}

static void
pauses_together_give_back_what_they_took_and_less_than_a_second_more (void **state)
{
  struct session session = running ();
  (void) state;
  assert_int_equal (1, pause_for (&session, START + MINUTE, 400000));
  assert_int_equal (0, pause_for (&session, START + 2 * MINUTE, 600000));
  assert_int_equal (1, pause_for (&session, START + 3 * MINUTE, 1));
  assert_int_equal (0, pause_for (&session, START + 4 * MINUTE, 0));
  assert_int_equal (119, pause_for (&session, START + 5 * MINUTE, 2 * MINUTE - 1));
  assert_int_equal (121 * SECOND, session.paused_us);
  assert_int_equal (DEADLINE + 121 * SECOND, session.deadline_us);
}

static void
the_clock_stands_while_paused_and_nothing_is_late (void **state)
{
  struct session session = running ();
  struct session_time_entry entry;
  (void) state;
  assert_int_equal (SESSION_ALREADY, session_resume (&session, START + 1, &entry));
  assert_int_equal (SESSION_DONE, session_pause (&session, DEADLINE - MINUTE));
  assert_int_equal (SESSION_ALREADY, session_pause (&session, DEADLINE));
  assert_int_equal (60, session_left (&session, LAST + MINUTE));
  assert_int_equal (SESSION_IN_TIME, session_judge (&session, LAST + MINUTE));
  assert_int_equal (SESSION_NOT_OVER, session_close_overdue (&session, LAST + MINUTE));
  assert_int_equal (SESSION_STOPPED, session_hand_in (&session, LAST + MINUTE));
  assert_int_equal (SESSION_DONE,
                    session_extend (&session, LAST + MINUTE, (struct session_time_entry) { SESSION_TIME_INCIDENT, 240 }));
  assert_int_equal (300, session_left (&session, LAST + MINUTE));
  assert_int_equal (SESSION_DONE, session_resume (&session, LAST + MINUTE, &entry));
  assert_int_equal (130, entry.seconds);
  assert_int_equal (300, session_left (&session, LAST + MINUTE));
}

static void
no_stretch_of_time_is_given_back_twice (void **state)
{
  struct session session = running ();
  struct session_time_entry entry;
  (void) state;
  assert_int_equal (60, pause_for (&session, START + MINUTE, MINUTE));
  assert_int_equal (SESSION_DONE, session_pause (&session, START + MINUTE + 30 * SECOND)); /* came before, carried out after */
  assert_int_equal (START + 2 * MINUTE, session.paused_at_us);
  assert_int_equal (SESSION_DONE, session_resume (&session, START + MINUTE + 45 * SECOND, &entry));
  assert_int_equal (0, entry.seconds);
  assert_int_equal (DEADLINE + MINUTE, session.deadline_us);
}

static void
what_was_handed_in_by_mistake_goes_on_where_its_clock_stopped (void **state)
{
  struct session session = running ();
  struct session_time_entry entry;
  (void) state;
  assert_int_equal (SESSION_NOT_OVER, session_reopen (&session, 60, &entry));
  assert_int_equal (SESSION_DONE, session_hand_in (&session, START + 30 * MINUTE));
  assert_int_equal (SESSION_OVER,
                    session_extend (&session, START + 30 * MINUTE, (struct session_time_entry) { SESSION_TIME_OTHER, 60 }));
  assert_int_equal (SESSION_DONE, session_reopen (&session, 0, &entry));
  assert_int_equal (0, entry.seconds);
  assert_whole (&session);
  assert_int_equal (120 * 60, session_left (&session, START + 40 * MINUTE));
  assert_int_equal (SESSION_DONE, session_resume (&session, START + 50 * MINUTE, &entry));
  assert_int_equal (20 * 60, entry.seconds);
  assert_int_equal (120 * 60, session_left (&session, START + 50 * MINUTE));
  assert_int_equal (SESSION_DONE, session_hand_in (&session, START + 51 * MINUTE));
}

static void
what_was_closed_by_time_goes_on_only_with_time (void **state)
{
  struct session session = running ();
  struct session_time_entry entry;
  (void) state;
  assert_int_equal (SESSION_DONE, session_close_overdue (&session, LAST + 1));
  assert_int_equal (SESSION_NEEDS_TIME, session_reopen (&session, 0, &entry));
  assert_int_equal (SESSION_CLOSED, session.state);
  assert_int_equal (SESSION_DONE, session_reopen (&session, 300, &entry));
  assert_int_equal (SESSION_TIME_INCIDENT, entry.kind);
  assert_int_equal (300, entry.seconds);
  assert_whole (&session);
  assert_int_equal (DEADLINE, session.paused_at_us);
  assert_int_equal (300, session_left (&session, DEADLINE + 60 * MINUTE));
  assert_int_equal (SESSION_DONE, session_resume (&session, DEADLINE + 60 * MINUTE, &entry));
  assert_int_equal (3600, entry.seconds);
  assert_int_equal (300, session_left (&session, DEADLINE + 60 * MINUTE));
}

static void
what_was_handed_in_within_the_grace_has_no_time_left_either (void **state)
{
  struct session session = running ();
  struct session_time_entry entry;
  (void) state;
  assert_int_equal (SESSION_DONE, session_hand_in (&session, DEADLINE));
  assert_int_equal (SESSION_NEEDS_TIME, session_reopen (&session, 0, &entry));
  session = running ();
  assert_int_equal (SESSION_DONE, session_hand_in (&session, LAST));
  assert_int_equal (SESSION_DONE, session_reopen (&session, 60, &entry));
  assert_int_equal (DEADLINE, session.paused_at_us);
  assert_int_equal (60, session_left (&session, LAST));
}

static void
a_clock_that_has_not_started_is_neither_paused_nor_handed_in (void **state)
{
  struct session session = session_open (owed, 1, GRACE);
  struct session_time_entry entry;
  (void) state;
  assert_int_equal (SESSION_NOT_STARTED, session_pause (&session, START));
  assert_int_equal (SESSION_NOT_STARTED, session_resume (&session, START, &entry));
  assert_int_equal (SESSION_NOT_STARTED, session_hand_in (&session, START));
  assert_int_equal (SESSION_NOT_OVER, session_close_overdue (&session, START));
  assert_int_equal (SESSION_DONE, session_extend (&session, START, owed[1]));
  assert_int_equal (9000, session_left (&session, START));
  assert_int_equal (SESSION_DONE, session_start (&session, START));
  assert_int_equal (DEADLINE, session.deadline_us);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (starting_twice_is_starting_once),
    cmocka_unit_test (what_comes_with_the_last_microsecond_of_the_grace_is_in_time),
    cmocka_unit_test (a_session_is_closed_as_of_the_end_of_its_grace),
    cmocka_unit_test (pauses_together_give_back_what_they_took_and_less_than_a_second_more),
    cmocka_unit_test (the_clock_stands_while_paused_and_nothing_is_late),
    cmocka_unit_test (no_stretch_of_time_is_given_back_twice),
    cmocka_unit_test (what_was_handed_in_by_mistake_goes_on_where_its_clock_stopped),
    cmocka_unit_test (what_was_closed_by_time_goes_on_only_with_time),
    cmocka_unit_test (what_was_handed_in_within_the_grace_has_no_time_left_either),
    cmocka_unit_test (a_clock_that_has_not_started_is_neither_paused_nor_handed_in),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
