#include "timeline.h"

#include "receipt.h"
#include "seal.h"
#include "session_time.h"

#include <jansson.h>
#include <string.h>

#define LINE_MOST 400

/* The name in a sealed identity; NULL when it does not open. */
static const char *
name_in (const struct keyring *ring, const char *column, struct uid row, struct bytes sealed, struct arena *arena)
{
  struct bytes plain;
  json_t *identity = NULL;
  const char *name = NULL;

  if (seal_open (ring, (struct seal_place) { KEY_IDENTITY, column, row, 0 }, sealed, arena, &plain))
    identity = json_loadb ((const char *) plain.at, plain.length, JSON_REJECT_DUPLICATES, NULL);
  if (json_is_string (json_object_get (identity, "name")))
    name = arena_string (arena, text_of (json_string_value (json_object_get (identity, "name"))));
  json_decref (identity);
  return name;
}

static const char *
minutes (int64_t seconds, struct arena *arena)
{
  struct buf out BM_CLEANUP (buf_free) = buf_new (LINE_MOST);

  session_time_minutes (seconds, &out);
  return arena_string (arena, buf_view (&out));
}

/* A column as one line: nobody's words can pass for another line of the list. */
static const char *
one_line (const struct pg_rows *rows, size_t row, const char *column, struct arena *arena)
{
  char *line = arena_string (arena, pg_get_text (rows, row, column));

  for (char *at = line; '\0' != *at; at++)
    if ((unsigned char) *at < 0x20 || 0x7F == (unsigned char) *at)
      *at = ' ';
  return line;
}

/* "given 60 min esl (accommodation)", "pause (technical: no power)", "answers saved, late: 2, the last one now" */
static const char *
what (const struct pg_rows *rows, size_t row, struct arena *arena)
{
  const char *event = arena_string (arena, pg_get_text (rows, row, "event"));
  const char *kind = arena_string (arena, pg_get_text (rows, row, "kind"));
  const char *reason = one_line (rows, row, "reason", arena);
  const int64_t number = pg_get_i64 (rows, row, "seconds");

  if (text_is (text_of (event), "given"))
    return arena_printf (arena, "given %s min %s (%s)", minutes (number, arena), kind, reason);
  if (text_is (text_of (event), "irregularity"))
    return arena_printf (arena, "%s (%s)", kind, reason);
  if (text_is (text_of (event), "saved"))
    return arena_printf (arena, "answers saved%s%s: %lld, the last one now", '\0' == kind[0] ? "" : ", ", kind, (long long) number);
  if (text_is (text_of (event), "handed_in"))
    return "handed in";
  if (text_is (text_of (event), "rested"))
    return "a break of the candidate's own began";
  if (text_is (text_of (event), "went_on"))
    return "the break was over";
  if (text_is (text_of (event), "delivered"))
    return "first questions delivered";
  if (text_is (text_of (event), "started"))
    return "clock started";
  return event;
}

/* With the short code that the candidate's page shows, for a telephone call that compares them. */
static const char *
seal_said (const struct pg_rows *rows, size_t row, struct uid session, int part, struct arena *arena)
{
  const struct bytes root = pg_get_bytes (rows, row, "root");
  struct receipt_seal sealed = { .session = session,
                                 .part = (uint8_t) part,
                                 .saves = (uint32_t) pg_get_i64 (rows, row, "seconds"),
                                 .time_us = pg_get_time (rows, row, "at") };
  char code[RECEIPT_CODE_ROOM];

  memcpy (sealed.root.bytes, root.at, root.length < HASH_BYTES ? root.length : HASH_BYTES);
  receipt_code (&sealed, code);
  return arena_printf (arena, "sealed: %u saves, code %s", sealed.saves, code);
}

static bool
print_events (struct pg_conn *conn, const struct keyring *ring, const struct pg_rows *sessions, size_t at, FILE *out,
              struct arena *arena)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct uid session = pg_get_uid (sessions, at, "session_id");
  const int part = (int) pg_get_i64 (sessions, at, "part");
  const struct pg_param params[] = { pg_uid (arena, pg_get_uid (sessions, at, "association_id")), pg_uid (arena, session) };

  if (PG_DONE != pg_run (conn, "timeline_events", params, BM_COUNT (params), &rows))
    return false;
  for (size_t i = 0; i < pg_count (rows); i++)
    {
      const char *author = NULL;
      if (! pg_is_null (rows, i, "author"))
        author = name_in (ring, "staff.account.sealed", pg_get_uid (rows, i, "author_id"), pg_get_bytes (rows, i, "author"), arena);
      fprintf (out, "  %s  %s%s%s\n", arena_string (arena, pg_get_text (rows, i, "at_text")),
               pg_is_null (rows, i, "root") ? what (rows, i, arena) : seal_said (rows, i, session, part, arena),
               NULL == author ? "" : ", by ", NULL == author ? "" : author);
    }
  return true;
}

/* deadline = start + entitlement, and entitlement = sum of the ledger; a clock that stands yet has no deadline. */
static bool
adds_up (const struct pg_rows *rows, size_t row, const struct session_time_entry *entries, size_t count)
{
  const int64_t entitled = pg_get_i64 (rows, row, "entitled_s");
  bool started = ! pg_is_null (rows, row, "started_at");

  return entitled == session_time_sum (entries, count) && entitled == pg_get_i64 (rows, row, "ledger_s")
         && (! started
             || pg_get_time (rows, row, "deadline") == pg_get_time (rows, row, "started_at") + entitled * INT64_C (1000000));
}

static enum timeline_told
print_session (struct pg_conn *conn, const struct keyring *ring, const struct pg_rows *rows, size_t row, FILE *out,
               struct arena *arena)
{
  struct session_time_entry entries[SESSION_TIME_KIND_COUNT];
  struct buf line BM_CLEANUP (buf_free) = buf_new (LINE_MOST);
  const char *name = name_in (ring, "identity.person.sealed", pg_get_uid (rows, row, "person_id"),
                              pg_get_bytes (rows, row, "sealed"), arena);
  size_t count;
  bool good;

  if (NULL == name || ! session_time_read (pg_get_text (rows, row, "ledger"), entries, BM_COUNT (entries), &count))
    return TIMELINE_DAMAGED;
  session_time_line (entries, count, &line);
  good = adds_up (rows, row, entries, count);
  fprintf (out, "%s, Part %lld, %s: %s\n", name, (long long) pg_get_i64 (rows, row, "part"),
           one_line (rows, row, "title", arena), line.at);
  if (! print_events (conn, ring, rows, row, out, arena))
    return TIMELINE_AWAY;
  fprintf (out, "  %s; %s. Times are those of %s.\n\n", arena_string (arena, pg_get_text (rows, row, "state")),
           good ? "the ledger adds up" : "THE LEDGER DOES NOT ADD UP", arena_string (arena, pg_get_text (rows, row, "zone")));
  return good ? TIMELINE_ADDS_UP : TIMELINE_DOES_NOT;
}

enum timeline_told
timeline_print (struct pg_conn *conn, const struct keyring *ring, struct text association, const struct uid *administration,
                FILE *out, struct arena *arena)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct pg_param params[]
    = { pg_text (association), NULL == administration ? pg_null () : pg_uid (arena, *administration) };
  enum timeline_told told = TIMELINE_ADDS_UP;

  if (PG_DONE != pg_run (conn, "timeline", params, BM_COUNT (params), &rows))
    return TIMELINE_AWAY;
  for (size_t i = 0; i < pg_count (rows) && (TIMELINE_ADDS_UP == told || TIMELINE_DOES_NOT == told); i++)
    {
      enum timeline_told one = TIMELINE_UNKNOWN;
      if (text_is (pg_get_text (rows, i, "outcome"), "done"))
        one = print_session (conn, ring, rows, i, out, arena);
      if (TIMELINE_ADDS_UP != one)
        told = one;
    }
  return told;
}
