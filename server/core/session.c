#include "session.h"

#define SECOND_US INT64_C (1000000)

static int64_t
seconds_begun (int64_t us)
{
  return (us + SECOND_US - 1) / SECOND_US;
}

static int64_t
later (int64_t one_us, int64_t other_us)
{
  return one_us > other_us ? one_us : other_us;
}

static bool
is_late (const struct session *session, int64_t at_us)
{
  return SESSION_LATE == session_judge (session, at_us);
}

/* The only way in which time is added, so that the deadline cannot part from the entitlement. */
static void
add (struct session *session, int64_t seconds)
{
  session->entitled_s += seconds;
  if (SESSION_NEVER != session->started_us)
    session->deadline_us = session->started_us + session->entitled_s * SECOND_US;
}

struct session
session_open (const struct session_time_entry *entries, size_t count, int32_t grace_s)
{
  return (struct session) { .state = SESSION_OPENED,
                            .started_us = SESSION_NEVER,
                            .deadline_us = SESSION_NEVER,
                            .paused_at_us = SESSION_NEVER,
                            .going_since_us = SESSION_NEVER,
                            .handed_in_us = SESSION_NEVER,
                            .closed_us = SESSION_NEVER,
                            .entitled_s = session_time_sum (entries, count),
                            .grace_s = grace_s };
}

enum session_judgement
session_judge (const struct session *session, int64_t arrived_us)
{
  return session_time_judge (arrived_us, session->deadline_us, session->grace_s, session->state);
}

int64_t
session_left (const struct session *session, int64_t now_us)
{
  return session_time_left (SESSION_PAUSED == session->state ? session->paused_at_us : now_us, session->deadline_us,
                            session->entitled_s, session->state);
}

enum session_outcome
session_start (struct session *session, int64_t at_us)
{
  if (SESSION_OPENED != session->state)
    return SESSION_ALREADY;
  session->state = SESSION_RUNNING;
  session->started_us = session->going_since_us = at_us;
  add (session, 0);
  return SESSION_DONE;
}

enum session_outcome
session_pause (struct session *session, int64_t at_us)
{
  switch (session->state)
    {
    case SESSION_OPENED:
      return SESSION_NOT_STARTED;
    case SESSION_PAUSED:
      return SESSION_ALREADY;
    case SESSION_CLOSED:
      return SESSION_OVER;
    case SESSION_RUNNING:
      break;
    }
  if (is_late (session, at_us))
    return SESSION_OVER;
  session->state = SESSION_PAUSED;
  session->paused_at_us = later (at_us, session->going_since_us);
  return SESSION_DONE;
}

enum session_outcome
session_resume (struct session *session, int64_t at_us, struct session_time_entry *entry)
{
  int64_t given_s = seconds_begun (session->paused_us);

  *entry = (struct session_time_entry) { .kind = SESSION_TIME_PAUSE };
  switch (session->state)
    {
    case SESSION_OPENED:
      return SESSION_NOT_STARTED;
    case SESSION_RUNNING:
      return SESSION_ALREADY;
    case SESSION_CLOSED:
      return SESSION_OVER;
    case SESSION_PAUSED:
      break;
    }
  session->going_since_us = later (at_us, session->paused_at_us);
  session->paused_us += session->going_since_us - session->paused_at_us;
  session->state = SESSION_RUNNING;
  session->paused_at_us = SESSION_NEVER;
  entry->seconds = seconds_begun (session->paused_us) - given_s;
  add (session, entry->seconds);
  return SESSION_DONE;
}

enum session_outcome
session_extend (struct session *session, int64_t at_us, struct session_time_entry entry)
{
  if (SESSION_CLOSED == session->state || is_late (session, at_us))
    return SESSION_OVER;
  add (session, entry.seconds);
  return SESSION_DONE;
}

enum session_outcome
session_hand_in (struct session *session, int64_t at_us)
{
  switch (session->state)
    {
    case SESSION_OPENED:
      return SESSION_NOT_STARTED;
    case SESSION_PAUSED:
      return SESSION_STOPPED;
    case SESSION_CLOSED:
      return SESSION_NEVER == session->handed_in_us ? SESSION_OVER : SESSION_ALREADY;
    case SESSION_RUNNING:
      break;
    }
  if (is_late (session, at_us))
    return SESSION_OVER;
  session->state = SESSION_CLOSED;
  session->handed_in_us = session->closed_us = at_us;
  return SESSION_DONE;
}

enum session_outcome
session_close_overdue (struct session *session, int64_t at_us)
{
  if (SESSION_CLOSED == session->state)
    return SESSION_ALREADY;
  if (! is_late (session, at_us))
    return SESSION_NOT_OVER;
  session->state = SESSION_CLOSED;
  session->closed_us = session->deadline_us + session->grace_s * SECOND_US;
  return SESSION_DONE;
}

/* Since when the clock of a session that was closed has stood. */
static int64_t
stopped_us (const struct session *session)
{
  int64_t handed_in_us = later (session->handed_in_us, session->going_since_us);

  return SESSION_NEVER != session->handed_in_us && handed_in_us < session->deadline_us ? handed_in_us
                                                                                       : session->deadline_us;
}

enum session_outcome
session_reopen (struct session *session, int64_t seconds, struct session_time_entry *entry)
{
  *entry = (struct session_time_entry) { .kind = SESSION_TIME_INCIDENT };
  if (SESSION_CLOSED != session->state)
    return SESSION_NOT_OVER;
  if (stopped_us (session) == session->deadline_us && seconds <= 0)
    return SESSION_NEEDS_TIME;
  session->state = SESSION_PAUSED;
  session->paused_at_us = stopped_us (session);
  session->handed_in_us = session->closed_us = SESSION_NEVER;
  entry->seconds = seconds;
  add (session, seconds);
  return SESSION_DONE;
}
