#include "check_inside.h"

#include "seal.h"

#include <stdlib.h>
#include <string.h>

#define ANSWER_MOST ((size_t) 1024 * 1024)

#define US INT64_C (1000000)

/* One session's rows, ordered by ref, epoch and sequence. */
struct history
{
  struct uid session;
  char name[UID_TEXT_ROOM];
  bool was_paused;       /* what its deadline was when a save came is not told by its row */
  bool started;
  int64_t started_us;
  int64_t grace_s;
  const struct pg_rows *rows;
};

struct named
{
  struct check *check;
  const struct history *history;
  size_t row;
  char save[UID_TEXT_ROOM];
};

/* What was sent under this id with this answer; NULL: nothing like it. */
static struct journal_sent *
sending_like (const struct journal *journal, size_t first, size_t count, const struct history *history, size_t row)
{
  const struct text ref = pg_get_text (history->rows, row, "ref");
  const int64_t epoch = pg_get_i64 (history->rows, row, "epoch");
  const int64_t sequence = pg_get_i64 (history->rows, row, "sequence");

  for (size_t i = first; i < first + count; i++)
    {
      struct journal_sent *sent = &journal->sent[i];
      if (uid_equal (sent->session, history->session) && text_is (ref, sent->ref) && (0 == sent->epoch || sent->epoch == epoch)
          && (0 == sent->sequence || sent->sequence == sequence))
        return sent;
    }
  return NULL;
}

static void
judge_answer (const struct named *at, const struct journal_sent *sent)
{
  struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (ANSWER_MOST);   /* a session may have any number of answers */
  struct check *check = at->check;
  const struct bytes column = pg_get_bytes (at->history->rows, at->row, "digest");
  struct bytes plain;
  struct hash digest;

  if (0 != column.length && ! check_is (column, &sent->digest))
    check_found (check, &check->changed, "session %s: save %s has the digest of another answer than was sent", at->history->name,
                 at->save);
  if (NULL == check->task->ring)
    return;
  if (! seal_open (check->task->ring,
                   (struct seal_place) { KEY_ANSWERS, "work.save.sealed", pg_get_uid (at->history->rows, at->row, "save_id"), 0 },
                   pg_get_bytes (at->history->rows, at->row, "sealed"), arena, &plain)
      || ! check_digest (sent->save, plain, &digest))
    check_found (check, &check->changed, "session %s: save %s does not open to an answer", at->history->name, at->save);
  else if (0 != memcmp (digest.bytes, sent->digest.bytes, sizeof digest.bytes))
    check_found (check, &check->changed, "session %s: save %s holds another answer than was sent", at->history->name, at->save);
}

static void
judge_origin (const struct named *at)
{
  struct check *check = at->check;
  const struct journal *journal = check->task->journal;
  size_t first;
  const size_t count = journal_sendings (journal, pg_get_uid (at->history->rows, at->row, "save_id"), &first);
  const struct journal_sent *sent = sending_like (journal, first, count, at->history, at->row);

  if (0 == count)
    check_found (check, &check->unsent, "session %s: save %s is stored, and nobody sent it", at->history->name, at->save);
  else if (NULL == sent)
    check_found (check, &check->changed, "session %s: save %s is not stored as any of its %zu sendings", at->history->name,
                 at->save, count);
  else
    judge_answer (at, sent);
  if (0 == count)
    return;
  if (journal->sent[first].stored)
    check_found (check, &check->duplicated, "session %s: save %s is stored more than once", at->history->name, at->save);
  journal->sent[first].stored = true;
  journal->sent[first].late = pg_get_bool (at->history->rows, at->row, "late");
  journal->sent[first].stored_epoch = pg_get_i64 (at->history->rows, at->row, "epoch");
  journal->sent[first].revision = pg_get_i64 (at->history->rows, at->row, "sequence");
  journal->sent[first].arrived_us = pg_get_time (at->history->rows, at->row, "arrived_at");
}

/* By the ledger as it was when the save came; a session that was paused says no more what its deadline was then. */
static void
judge_late (const struct named *at)
{
  const struct history *history = at->history;
  struct check *check = at->check;
  const int64_t owed_us = (pg_get_i64 (history->rows, at->row, "owed_s") + history->grace_s) * US;
  const bool late = pg_get_bool (history->rows, at->row, "late");
  const bool in_time
    = ! history->started || pg_get_time (history->rows, at->row, "arrived_at") <= history->started_us + owed_us;

  check->late += late;
  if (history->was_paused)
    return;
  if (! late && ! in_time)
    check_found (check, &check->late_accepted, "session %s: save %s came after deadline and grace and is not marked late",
                 history->name, at->save);
  if (late && in_time)
    check_found (check, &check->late_refused, "session %s: save %s came in time and is marked late", history->name, at->save);
}

static bool
same_ref (const struct history *history, size_t row, size_t next)
{
  return next < pg_count (history->rows)
         && text_equal (pg_get_text (history->rows, row, "ref"), pg_get_text (history->rows, next, "ref"));
}

/* Of each ref the last row that may count does, and no other. */
static void
judge_order (const struct named *at)
{
  const struct pg_rows *rows = at->history->rows;
  bool should = pg_get_bool (rows, at->row, "may_count");

  for (size_t next = at->row + 1; should && same_ref (at->history, at->row, next); next++)
    should = ! pg_get_bool (rows, next, "may_count");
  if (should != pg_get_bool (rows, at->row, "counts"))
    check_found (at->check, &at->check->misordered, "session %s: save %s %s", at->history->name, at->save,
                 should ? "is the newest of its question and does not count" : "counts, and is not the newest of its question");
}

static int
by_place (const void *a, const void *b)
{
  const int64_t *one = a;
  const int64_t *other = b;

  if (one[0] != other[0])
    return one[0] < other[0] ? -1 : 1;
  return (one[1] > other[1]) - (one[1] < other[1]);
}

static void
judge_places (struct check *check, const struct history *history)
{
  const size_t count = pg_count (history->rows);
  int64_t (*places)[2] = arena_take (check->arena, (count + 1) * sizeof *places);

  for (size_t i = 0; i < count; i++)
    {
      places[i][0] = pg_get_i64 (history->rows, i, "epoch");
      places[i][1] = pg_get_i64 (history->rows, i, "sequence");
    }
  qsort (places, count, sizeof *places, by_place);
  for (size_t i = 1; i < count; i++)
    if (0 == by_place (places[i - 1], places[i]))
      check_found (check, &check->duplicated, "session %s: the place %lld, %lld of its history is taken twice", history->name,
                   (long long) places[i][0], (long long) places[i][1]);
}

static void
judge_history (struct check *check, const struct history *history)
{
  for (size_t i = 0; i < pg_count (history->rows); i++)
    {
      struct named at = { .check = check, .history = history, .row = i };
      uid_print (pg_get_uid (history->rows, i, "save_id"), at.save);
      judge_origin (&at);
      judge_late (&at);
      judge_order (&at);
      check_leaf (check, history->name, history->rows, i, history->session);
    }
  judge_places (check, history);
  check->stored += pg_count (history->rows);
  check->sessions++;
}

static bool
check_session (struct check *check, const struct pg_rows *sessions, size_t row)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  struct history history = { .session = pg_get_uid (sessions, row, "id"),
                             .was_paused = pg_get_bool (sessions, row, "was_paused"),
                             .started = ! pg_is_null (sessions, row, "started_at"),
                             .started_us = pg_get_time (sessions, row, "started_at"),
                             .grace_s = pg_get_i64 (sessions, row, "grace_s") };
  const struct pg_param params[]
    = { pg_uid (check->arena, pg_get_uid (sessions, row, "association_id")), pg_uid (check->arena, history.session) };
  struct journal_session *named = journal_session (check->task->journal, history.session);

  if (NULL != named)
    named->handed_in = pg_get_bool (sessions, row, "handed_in");
  else if (! check->task->whole)
    return true;
  if (PG_DONE != pg_run (check->conn, "check_saves", params, BM_COUNT (params), &rows))
    return false;
  uid_print (history.session, history.name);
  history.rows = rows;
  judge_history (check, &history);
  return true;
}

static bool
check_orphans (struct check *check)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;

  if (PG_DONE != pg_run (check->conn, "check_orphans", NULL, 0, &rows))
    return false;
  for (size_t i = 0; i < pg_count (rows); i++)
    {
      char session[UID_TEXT_ROOM];
      char save[UID_TEXT_ROOM];
      uid_print (pg_get_uid (rows, i, "session_id"), session);
      uid_print (pg_get_uid (rows, i, "save_id"), save);
      check_found (check, &check->unsent, "session %s: save %s is stored, and there is no such session", session, save);
    }
  return true;
}

bool
check_saves (struct check *check)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  bool good = PG_DONE == pg_run (check->conn, "check_sessions", NULL, 0, &rows);

  for (size_t i = 0; good && i < pg_count (rows); i++)
    {
      good = check_session (check, rows, i);
      arena_reset (check->arena);
    }
  return good && check_orphans (check);
}
