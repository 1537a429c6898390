#include "server.h"

#define UNACKNOWLEDGED_US INT64_C (10000000)  /* a page that is not acknowledged for so long started the clock when it left */

static int64_t
instant_on_the_boot_clock (const struct server *server, const struct moment *moment)
{
  return server->anchor_utc_us + (moment->boot_us - server->anchor_boot_us);
}

static void
note_entry (struct row *row, struct session_time_entry entry)
{
  if (entry.seconds > 0 && row->entries < LEDGER_MOST)
    row->ledger[row->entries++] = entry;
}

static bool
has_the_same_id (const struct save *kept, const struct save *sent)
{
  return kept->id == sent->id;
}

static bool
is_newer (const struct save *one, const struct save *other)
{
  return one->epoch > other->epoch || (one->epoch == other->epoch && one->sequence > other->sequence);
}

static void
leave_as_it_is (struct row *row)
{
  (void) row;
}

/* All that counts is in the database, and the anchor is found there again. */
static void
lose_nothing (struct server *server, const struct moment *moment)
{
  (void) server;
  (void) moment;
}

const struct rules server_rules = { .instant = instant_on_the_boot_clock,
                                    .judge = session_judge,
                                    .left = session_left,
                                    .start = session_start,
                                    .pause = session_pause,
                                    .resume = session_resume,
                                    .extend = session_extend,
                                    .hand_in = session_hand_in,
                                    .close_overdue = session_close_overdue,
                                    .reopen = session_reopen,
                                    .note = note_entry,
                                    .is_same = has_the_same_id,
                                    .outranks = is_newer,
                                    .came_late = leave_as_it_is,
                                    .restart = lose_nothing };

void
server_begin (struct server *server, const struct rules *rules, int64_t boot_us, int64_t wall_us)
{
  server->rules = rules;
  server->anchor_boot_us = boot_us;
  server->anchor_utc_us = wall_us;
  server->count = 0;
}

size_t
server_open (struct server *server, const struct session_time_entry *entries, size_t count, int32_t grace_s)
{
  size_t who = server->count++;
  struct row *row = &server->rows[who];

  row->session = session_open (entries, count, grace_s);
  row->delivered_us = SESSION_NEVER;
  row->epoch = 0;
  row->entries = row->saved = 0;
  for (size_t i = 0; i < count; i++)
    note_entry (row, entries[i]);
  return who;
}

int
server_sign_in (struct server *server, size_t who)
{
  return ++server->rows[who].epoch;
}

void
server_restart (struct server *server, const struct moment *moment)
{
  server->rules->restart (server, moment);
}

static bool
was_not_acknowledged (const struct row *row, int64_t at_us)
{
  return SESSION_OPENED == row->session.state && SESSION_NEVER != row->delivered_us
         && row->delivered_us < at_us - UNACKNOWLEDGED_US;
}

/* candidate_api.settle: touch: this is more than the first page of questions, so it starts a clock that stands. */
static int64_t
settle (struct server *server, struct row *row, const struct moment *moment, bool touch)
{
  int64_t at_us = server->rules->instant (server, moment);

  if (was_not_acknowledged (row, at_us))
    (void) server->rules->start (&row->session, row->delivered_us);
  else if (touch && SESSION_OPENED == row->session.state)
    {
      bool delivered_before = SESSION_NEVER != row->delivered_us && row->delivered_us < at_us;
      (void) server->rules->start (&row->session, delivered_before ? row->delivered_us : at_us);
    }
  return at_us;
}

void
server_deliver (struct server *server, size_t who, const struct moment *moment)
{
  struct row *row = &server->rows[who];
  int64_t at_us = settle (server, row, moment, false);

  if (SESSION_OPENED == row->session.state && SESSION_NEVER == row->delivered_us)
    row->delivered_us = at_us;
}

void
server_acknowledge (struct server *server, size_t who, const struct moment *moment)
{
  struct row *row = &server->rows[who];
  int64_t at_us = settle (server, row, moment, false);

  (void) server->rules->start (&row->session, at_us);
}

static int64_t
highest_sequence (const struct row *row, int epoch)
{
  int64_t highest = 0;

  for (size_t i = 0; i < row->saved; i++)
    if (row->saves[i].epoch == epoch && row->saves[i].sequence > highest)
      highest = row->saves[i].sequence;
  return highest;
}

static const struct save *
kept_already (const struct server *server, const struct row *row, const struct save *save)
{
  for (size_t i = 0; i < row->saved; i++)
    if (server->rules->is_same (&row->saves[i], save))
      return &row->saves[i];
  return NULL;
}

static bool
is_taken (const struct row *row, int epoch, int64_t sequence)
{
  for (size_t i = 0; i < row->saved; i++)
    if (row->saves[i].epoch == epoch && row->saves[i].sequence == sequence)
      return true;
  return false;
}

struct saved
server_save (struct server *server, size_t who, const struct save *save, const struct moment *moment)
{
  struct row *row = &server->rows[who];
  int64_t at_us = settle (server, row, moment, true);
  const struct save *before = kept_already (server, row, save);
  struct save kept = *save;

  if (NULL != before)
    return (struct saved) { before->late ? SAVED_LATE : SAVED_DONE, before->sequence };
  if (SESSION_NEVER != row->session.handed_in_us)
    return (struct saved) { SAVED_CLOSED, 0 };
  if (0 == kept.sequence)
    kept.sequence = highest_sequence (row, kept.epoch) + 1;
  if (is_taken (row, kept.epoch, kept.sequence) || SAVES_MOST == row->saved)
    return (struct saved) { SAVED_STALE, highest_sequence (row, kept.epoch) };
  kept.late = SESSION_LATE == server->rules->judge (&row->session, at_us);
  row->saves[row->saved++] = kept;
  if (kept.late)
    server->rules->came_late (row);
  return (struct saved) { kept.late ? SAVED_LATE : SAVED_DONE, kept.sequence };
}

enum session_outcome
server_hand_in (struct server *server, size_t who, const struct moment *moment)
{
  struct row *row = &server->rows[who];
  int64_t at_us = settle (server, row, moment, true);

  return server->rules->hand_in (&row->session, at_us);
}

enum session_outcome
server_pause (struct server *server, size_t who, const struct moment *moment)
{
  return server->rules->pause (&server->rows[who].session, server->rules->instant (server, moment));
}

enum session_outcome
server_resume (struct server *server, size_t who, const struct moment *moment)
{
  struct row *row = &server->rows[who];
  struct session_time_entry entry;
  enum session_outcome outcome = server->rules->resume (&row->session, server->rules->instant (server, moment), &entry);

  if (SESSION_DONE == outcome)
    server->rules->note (row, entry);
  return outcome;
}

enum session_outcome
server_extend (struct server *server, size_t who, struct session_time_entry entry, const struct moment *moment)
{
  struct row *row = &server->rows[who];
  enum session_outcome outcome = server->rules->extend (&row->session, server->rules->instant (server, moment), entry);

  if (SESSION_DONE == outcome)
    server->rules->note (row, entry);
  return outcome;
}

enum session_outcome
server_reopen (struct server *server, size_t who, int64_t seconds)
{
  struct row *row = &server->rows[who];
  struct session_time_entry entry;
  enum session_outcome outcome = server->rules->reopen (&row->session, seconds, &entry);

  if (SESSION_DONE == outcome)
    server->rules->note (row, entry);
  return outcome;
}

void
server_overdue (struct server *server, size_t who, const struct moment *moment)
{
  struct row *row = &server->rows[who];
  int64_t at_us = settle (server, row, moment, false);

  (void) server->rules->close_overdue (&row->session, at_us);
}

int64_t
server_left (const struct server *server, size_t who, const struct moment *moment)
{
  return server->rules->left (&server->rows[who].session, server->rules->instant (server, moment));
}

const struct save *
server_answer (const struct server *server, size_t who, int ref)
{
  const struct row *row = &server->rows[who];
  const struct save *best = NULL;

  for (size_t i = 0; i < row->saved; i++)
    if (row->saves[i].ref == ref && ! row->saves[i].late
        && (NULL == best || server->rules->outranks (&row->saves[i], best)))
      best = &row->saves[i];
  return best;
}
