#include "defects.h"

#define SECOND_US INT64_C (1000000)

static void
add (struct session *session, int64_t seconds)
{
  session->entitled_s += seconds;
  if (SESSION_NEVER != session->started_us)
    session->deadline_us = session->started_us + session->entitled_s * SECOND_US;
}

static enum session_judgement
judge_before_the_last_microsecond (const struct session *session, int64_t arrived_us)
{
  return session_judge (session, arrived_us + 1);
}

static enum session_judgement
judge_without_grace (const struct session *session, int64_t arrived_us)
{
  return session_judge (session, arrived_us + session->grace_s * SECOND_US);
}

static enum session_judgement
judge_closed_as_late (const struct session *session, int64_t arrived_us)
{
  return SESSION_CLOSED == session->state ? SESSION_LATE : session_judge (session, arrived_us);
}

static enum session_judgement
judge_while_paused (const struct session *session, int64_t arrived_us)
{
  return session_time_judge (arrived_us, session->deadline_us, session->grace_s,
                             SESSION_PAUSED == session->state ? SESSION_RUNNING : session->state);
}

static int64_t
wall_clock (const struct server *server, const struct moment *moment)
{
  (void) server;
  return moment->wall_us;
}

static int64_t
device_clock (const struct server *server, const struct moment *moment)
{
  (void) server;
  return moment->device_us;
}

static int64_t
when_applied (const struct server *server, const struct moment *moment)
{
  return server->anchor_utc_us + (moment->applied_us - server->anchor_boot_us);
}

static void
anchor_anew (struct server *server, const struct moment *moment)
{
  server->anchor_boot_us = moment->boot_us;
  server->anchor_utc_us = moment->wall_us;
}

static void
lose_last_saves (struct server *server, const struct moment *moment)
{
  (void) moment;
  for (size_t who = 0; who < server->count; who++)
    if (server->rows[who].saved > 0)
      server->rows[who].saved--;
}

static void
forget_pauses (struct server *server, const struct moment *moment)
{
  (void) moment;
  for (size_t who = 0; who < server->count; who++)
    if (SESSION_PAUSED == server->rows[who].session.state)
      {
        server->rows[who].session.state = SESSION_RUNNING;
        server->rows[who].session.paused_at_us = SESSION_NEVER;
      }
}

static enum session_outcome
start_again (struct session *session, int64_t at_us)
{
  if (SESSION_RUNNING == session->state)
    session->state = SESSION_OPENED;
  return session_start (session, at_us);
}

static enum session_outcome
pause_again (struct session *session, int64_t at_us)
{
  enum session_outcome outcome = session_pause (session, at_us);

  if (SESSION_ALREADY == outcome)
    session->paused_at_us = at_us;
  return outcome;
}

static enum session_outcome
pause_when_over (struct session *session, int64_t at_us)
{
  (void) at_us;
  return session_pause (session, session->deadline_us < at_us ? session->deadline_us : at_us);
}

static enum session_outcome
pause_twice_for_the_same_time (struct session *session, int64_t at_us)
{
  enum session_outcome outcome = session_pause (session, at_us);

  if (SESSION_DONE == outcome)
    session->paused_at_us = at_us;
  return outcome;
}

/* Resumes with as many seconds as the variant says. */
static enum session_outcome
resume_with (struct session *session, int64_t at_us, struct session_time_entry *entry, int64_t (*seconds) (int64_t))
{
  struct session before = *session;
  enum session_outcome outcome = session_resume (session, at_us, entry);

  if (SESSION_DONE != outcome)
    return outcome;
  session->entitled_s = before.entitled_s;
  entry->seconds = seconds (session->paused_us - before.paused_us);
  add (session, entry->seconds);
  return outcome;
}

static int64_t
whole_seconds (int64_t us)
{
  return us / SECOND_US;
}

static int64_t
begun_seconds (int64_t us)
{
  return (us + SECOND_US - 1) / SECOND_US;
}

static int64_t
no_seconds (int64_t us)
{
  (void) us;
  return 0;
}

static enum session_outcome
resume_rounding_down (struct session *session, int64_t at_us, struct session_time_entry *entry)
{
  return resume_with (session, at_us, entry, whole_seconds);
}

static enum session_outcome
resume_rounding_each_up (struct session *session, int64_t at_us, struct session_time_entry *entry)
{
  return resume_with (session, at_us, entry, begun_seconds);
}

static enum session_outcome
resume_giving_nothing (struct session *session, int64_t at_us, struct session_time_entry *entry)
{
  return resume_with (session, at_us, entry, no_seconds);
}

static enum session_outcome
extend_from_the_wrong_base (struct session *session, int64_t at_us, struct session_time_entry entry)
{
  enum session_outcome outcome = session_extend (session, at_us, entry);

  if (SESSION_DONE == outcome && SESSION_NEVER != session->started_us)
    session->deadline_us = session->started_us + (90 * 60 + entry.seconds) * SECOND_US;
  return outcome;
}

static enum session_outcome
extend_closed (struct session *session, int64_t at_us, struct session_time_entry entry)
{
  (void) at_us;
  if (SESSION_CLOSED == session->state)
    session->state = SESSION_RUNNING;
  add (session, entry.seconds);
  return SESSION_DONE;
}

static enum session_outcome
hand_in_late (struct session *session, int64_t at_us)
{
  enum session_outcome outcome = session_hand_in (session, at_us);

  if (SESSION_OVER == outcome)
    {
      session->state = SESSION_CLOSED;
      session->handed_in_us = session->closed_us = at_us;
      return SESSION_DONE;
    }
  return outcome;
}

static enum session_outcome
close_paused (struct session *session, int64_t at_us)
{
  if (SESSION_PAUSED == session->state)
    session->state = SESSION_RUNNING;
  return session_close_overdue (session, at_us);
}

static enum session_outcome
close_without_grace (struct session *session, int64_t at_us)
{
  return session_close_overdue (session, at_us + session->grace_s * SECOND_US);
}

static enum session_outcome
close_when_seen (struct session *session, int64_t at_us)
{
  enum session_outcome outcome = session_close_overdue (session, at_us);

  if (SESSION_DONE == outcome)
    session->closed_us = at_us;
  return outcome;
}

static enum session_outcome
reopen_for_nothing (struct session *session, int64_t seconds, struct session_time_entry *entry)
{
  enum session_outcome outcome = session_reopen (session, seconds, entry);

  if (SESSION_NEEDS_TIME != outcome)
    return outcome;
  return session_reopen (session, 1, entry);
}

static enum session_outcome
reopen_running (struct session *session, int64_t seconds, struct session_time_entry *entry)
{
  enum session_outcome outcome = session_reopen (session, seconds, entry);

  if (SESSION_DONE == outcome)
    {
      session->state = SESSION_RUNNING;
      session->paused_at_us = SESSION_NEVER;
    }
  return outcome;
}

static int64_t
left_while_paused (const struct session *session, int64_t now_us)
{
  return session_time_left (now_us, session->deadline_us, session->entitled_s, session->state);
}

static void
note_into_the_first (struct row *row, struct session_time_entry entry)
{
  row->ledger[0].seconds += entry.seconds;
}

static void
note_nothing (struct row *row, struct session_time_entry entry)
{
  (void) row;
  (void) entry;
}

static void
note_pauses_of_no_length (struct row *row, struct session_time_entry entry)
{
  if (row->entries < LEDGER_MOST)
    row->ledger[row->entries++] = entry;
}

static bool
is_never_the_same (const struct save *kept, const struct save *sent)
{
  (void) kept;
  (void) sent;
  return false;
}

static bool
is_same_question (const struct save *kept, const struct save *sent)
{
  return kept->ref == sent->ref && kept->epoch == sent->epoch && kept->sequence == sent->sequence + 1;
}

static bool
came_last (const struct save *one, const struct save *other)
{
  (void) one;
  (void) other;
  return true;
}

static bool
is_higher_whatever_the_login (const struct save *one, const struct save *other)
{
  return one->sequence > other->sequence;
}

static void
late_save_reopens (struct row *row)
{
  if (SESSION_CLOSED == row->session.state)
    {
      row->session.state = SESSION_RUNNING;
      row->session.closed_us = SESSION_NEVER;
    }
}

#define DEFECTS(X)                                                                                                    \
  X (judge, judge_before_the_last_microsecond, "< instead of <= at deadline and grace")                               \
  X (judge, judge_without_grace, "saves in the grace are refused")                                                    \
  X (judge, judge_closed_as_late, "a save in time is refused because its transaction ran after the closing")          \
  X (judge, judge_while_paused, "the deadline counts during a pause")                                                 \
  X (instant, wall_clock, "arrivals are read from the database's wall clock")                                         \
  X (instant, device_clock, "arrivals are believed from the device")                                                  \
  X (instant, when_applied, "a slow database costs time")                                                             \
  X (restart, anchor_anew, "a restarted process makes a new anchor")                                                  \
  X (restart, lose_last_saves, "a save is acknowledged before it is committed")                                       \
  X (restart, forget_pauses, "a restart ends pauses")                                                                 \
  X (start, start_again, "a second start starts again")                                                               \
  X (pause, pause_again, "a second pause takes the place of the first")                                               \
  X (pause, pause_when_over, "a session whose time is over can be paused")                                            \
  X (pause, pause_twice_for_the_same_time, "a pause that is carried out late is given back twice")                    \
  X (resume, resume_rounding_down, "pauses are rounded down")                                                         \
  X (resume, resume_rounding_each_up, "each pause is rounded up by itself")                                           \
  X (resume, resume_giving_nothing, "a pause gives nothing back")                                                     \
  X (extend, extend_from_the_wrong_base, "minutes are added to the base and not to all that is owed")                 \
  X (extend, extend_closed, "minutes open a closed session")                                                          \
  X (hand_in, hand_in_late, "a part is handed in after its time")                                                     \
  X (close_overdue, close_paused, "a paused session is closed")                                                       \
  X (close_overdue, close_without_grace, "the registrar knows no grace")                                              \
  X (close_overdue, close_when_seen, "a session is closed as of when the registrar came")                             \
  X (reopen, reopen_for_nothing, "a session is re-opened without time")                                               \
  X (reopen, reopen_running, "a re-opened session runs at once, and its deadline goes by")                            \
  X (left, left_while_paused, "the page counts down during a pause")                                                  \
  X (note, note_into_the_first, "an entry of the ledger is changed")                                                  \
  X (note, note_nothing, "time is given without an entry")                                                            \
  X (note, note_pauses_of_no_length, "entries of no seconds")                                                         \
  X (is_same, is_never_the_same, "a save that comes twice is two")                                                    \
  X (is_same, is_same_question, "a save that was overtaken is taken for a repeat and lost")                           \
  X (outranks, came_last, "the answer that came last counts")                                                         \
  X (outranks, is_higher_whatever_the_login, "an old device outranks a new one")                                      \
  X (came_late, late_save_reopens, "a late save re-opens its session")

#define X(rule, variant, wrong)                                                                                       \
  static void plant_##variant (struct rules *rules)                                                                   \
  {                                                                                                                   \
    rules->rule = variant;                                                                                            \
  }
DEFECTS (X)
#undef X

const struct defect defects[] = {
#define X(rule, variant, wrong) { #variant, wrong, plant_##variant },
  DEFECTS (X)
#undef X
};
const size_t defect_count = BM_COUNT (defects);
