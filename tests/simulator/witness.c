/* The witness's log, and what follows from it. Its arithmetic is not core's: it never keeps a deadline or a sum, and makes
   them anew from the whole log each time. */
#include "witness.h"

#include <string.h>

#define SECOND_US INT64_C (1000000)
#define UNACKNOWLEDGED_US (10 * SECOND_US)

void
witness_begin (struct witness *witness, enum invariant only)
{
  witness->count = 0;
  witness->only = only;
  witness->broken = false;
  for (int i = 0; i < INVARIANT_COUNT; i++)
    witness->checks[i] = 0;
}

void
witness_open (struct witness *witness, int64_t owed_s, int64_t grace_us, const struct row *row)
{
  struct witnessed *log = &witness->of[witness->count++];

  log->owed_s = owed_s;
  log->grace_us = grace_us;
  log->delivered_us = log->started_us = log->stopped_us = log->ended_us = SESSION_NEVER;
  log->by_hand = false;
  log->stop_count = log->saved = 0;
  log->seen = (struct row) { .session = row->session, .entries = row->entries };
  memcpy (log->seen.ledger, row->ledger, row->entries * sizeof *row->ledger);
}

/* Where a stop really begins: not before the clock went at all, nor before the end of the stop before it. A session that was
   closed by time stands since its deadline, even if it had been paused within the grace before. */
static int64_t
began (const struct witnessed *log, size_t index, int64_t from_us, bool by_time)
{
  int64_t went_us = 0 == index ? log->started_us : log->stops[index - 1].to_us;

  return by_time || from_us > went_us ? from_us : went_us;
}

int64_t
witness_stood (const struct witnessed *log)
{
  int64_t sum = 0;

  for (size_t i = 0; i < log->stop_count; i++)
    {
      int64_t from_us = began (log, i, log->stops[i].from_us, log->stops[i].by_time);
      if (log->stops[i].to_us > from_us)
        sum += log->stops[i].to_us - from_us;
    }
  return sum;
}

int64_t
witness_stands_since (const struct witnessed *log)
{
  return SESSION_NEVER == log->stopped_us ? SESSION_NEVER
                                          : began (log, log->stop_count, log->stopped_us, log->stopped_by_time);
}

/* Pauses are given back in whole seconds, the last one begun counted whole. */
static int64_t
deadline_of (const struct witnessed *log)
{
  int64_t stood = witness_stood (log);

  if (SESSION_NEVER == log->started_us)
    return SESSION_NEVER;
  if (0 != stood % SECOND_US)
    stood += SECOND_US - stood % SECOND_US;
  return log->started_us + log->owed_s * SECOND_US + stood;
}

static enum session_state
state_of (const struct witnessed *log)
{
  if (SESSION_NEVER == log->started_us)
    return SESSION_OPENED;
  if (SESSION_NEVER != log->ended_us)
    return SESSION_CLOSED;
  return SESSION_NEVER == log->stopped_us ? SESSION_RUNNING : SESSION_PAUSED;
}

int64_t
witness_deadline (const struct witness *witness, size_t who)
{
  return deadline_of (&witness->of[who]);
}

enum session_state
witness_state (const struct witness *witness, size_t who)
{
  return state_of (&witness->of[who]);
}

static bool
is_over (const struct witnessed *log, int64_t at_us)
{
  return SESSION_NEVER != log->started_us && SESSION_NEVER == log->stopped_us && at_us > deadline_of (log) + log->grace_us;
}

/* The clock of a page that was never acknowledged ran from when it had left. */
static void
start_unacknowledged (struct witnessed *log, int64_t at_us)
{
  if (SESSION_NEVER == log->started_us && SESSION_NEVER != log->delivered_us
      && at_us - log->delivered_us > UNACKNOWLEDGED_US)
    log->started_us = log->delivered_us;
}

static void
start_by_touch (struct witnessed *log, int64_t at_us)
{
  if (SESSION_NEVER == log->started_us)
    log->started_us = SESSION_NEVER != log->delivered_us && log->delivered_us < at_us ? log->delivered_us : at_us;
}

void
witness_deliver (struct witness *witness, size_t who, int64_t at_us)
{
  struct witnessed *log = &witness->of[who];

  start_unacknowledged (log, at_us);
  if (SESSION_NEVER == log->started_us && SESSION_NEVER == log->delivered_us)
    log->delivered_us = at_us;
}

void
witness_acknowledge (struct witness *witness, size_t who, int64_t at_us)
{
  struct witnessed *log = &witness->of[who];

  start_unacknowledged (log, at_us);
  if (SESSION_NEVER == log->started_us)
    log->started_us = at_us;
}

struct saved
witness_save (struct witness *witness, size_t who, const struct save *save, int64_t at_us)
{
  struct witnessed *log = &witness->of[who];
  int64_t next = 1;
  struct save *kept;

  start_by_touch (log, at_us);
  for (size_t i = 0; i < log->saved; i++)
    {
      if (log->saves[i].id == save->id)
        return (struct saved) { log->saves[i].late ? SAVED_LATE : SAVED_DONE, log->saves[i].sequence };
      if (log->saves[i].epoch == save->epoch && log->saves[i].sequence >= next)
        next = log->saves[i].sequence + 1;
    }
  if (log->by_hand)
    return (struct saved) { SAVED_CLOSED, 0 };
  kept = &log->saves[log->saved++];
  *kept = *save;
  kept->late = is_over (log, at_us);
  if (0 == kept->sequence)
    kept->sequence = next;
  return (struct saved) { kept->late ? SAVED_LATE : SAVED_DONE, kept->sequence };
}

enum session_outcome
witness_hand_in (struct witness *witness, size_t who, int64_t at_us)
{
  struct witnessed *log = &witness->of[who];

  start_by_touch (log, at_us);
  if (SESSION_NEVER != log->ended_us)
    return log->by_hand ? SESSION_ALREADY : SESSION_OVER;
  if (SESSION_NEVER != log->stopped_us)
    return SESSION_STOPPED;
  if (is_over (log, at_us))
    return SESSION_OVER;
  log->ended_us = at_us;
  log->by_hand = true;
  return SESSION_DONE;
}

enum session_outcome
witness_pause (struct witness *witness, size_t who, int64_t at_us)
{
  struct witnessed *log = &witness->of[who];

  if (SESSION_NEVER == log->started_us)
    return SESSION_NOT_STARTED;
  if (SESSION_NEVER != log->ended_us)
    return SESSION_OVER;
  if (SESSION_NEVER != log->stopped_us)
    return SESSION_ALREADY;
  if (is_over (log, at_us))
    return SESSION_OVER;
  log->stopped_us = at_us;
  log->stopped_by_time = false;
  return SESSION_DONE;
}

enum session_outcome
witness_resume (struct witness *witness, size_t who, int64_t at_us)
{
  struct witnessed *log = &witness->of[who];
  int64_t since_us;

  if (SESSION_NEVER == log->started_us)
    return SESSION_NOT_STARTED;
  if (SESSION_NEVER != log->ended_us)
    return SESSION_OVER;
  if (SESSION_NEVER == log->stopped_us)
    return SESSION_ALREADY;
  since_us = witness_stands_since (log);
  log->stops[log->stop_count++]
    = (struct stop) { log->stopped_us, at_us > since_us ? at_us : since_us, log->stopped_by_time };
  log->stopped_us = SESSION_NEVER;
  return SESSION_DONE;
}

enum session_outcome
witness_extend (struct witness *witness, size_t who, int64_t seconds, int64_t at_us)
{
  struct witnessed *log = &witness->of[who];

  if (SESSION_NEVER != log->ended_us || is_over (log, at_us))
    return SESSION_OVER;
  log->owed_s += seconds;
  return SESSION_DONE;
}

enum session_outcome
witness_reopen (struct witness *witness, size_t who, int64_t seconds)
{
  struct witnessed *log = &witness->of[who];
  int64_t deadline_us = deadline_of (log);
  int64_t stopped_us = deadline_us;

  if (SESSION_NEVER == log->ended_us)
    return SESSION_NOT_OVER;
  if (log->by_hand)
    stopped_us = began (log, log->stop_count, log->ended_us, false);
  if (stopped_us >= deadline_us && seconds < 1)
    return SESSION_NEEDS_TIME;
  log->stopped_by_time = stopped_us >= deadline_us;
  log->stopped_us = log->stopped_by_time ? deadline_us : stopped_us;
  log->ended_us = SESSION_NEVER;
  log->by_hand = false;
  log->owed_s += seconds;
  return SESSION_DONE;
}

void
witness_overdue (struct witness *witness, size_t who, int64_t at_us)
{
  struct witnessed *log = &witness->of[who];

  start_unacknowledged (log, at_us);
  if (SESSION_NEVER == log->ended_us && is_over (log, at_us))
    log->ended_us = deadline_of (log) + log->grace_us;
}
