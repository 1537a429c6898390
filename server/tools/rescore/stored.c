/* What is stored: opened row by row, copied to scratch batch by batch. Nothing of a review but its levels and total leaves here. */
#include "rescore_inside.h"

#include "seal.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define OPEN_MOST ((size_t) 64 * 1024 * 1024)  /* of one row or form */
#define SHEETS_MOST 20000                      /* in a batch */
#define PACKETS_MOST 500
#define LEVELS_MOST 1000
#define ITEMS_MOST 1000
#define SHEET_LETTERS 1  /* work.sheet.sealed: the first byte of the compact form */

extern const struct pg_statements rescore_source_statements;

struct reader
{
  struct rescore *rescore;
  struct pg_conn *source;
  const struct keyring *ring;
  struct rescore_sums *sums;
  struct arena *open;       /* emptied for each row */
  struct arena *arena;      /* of problems, and of what lasts */
  struct form *forms;       /* owned */
  size_t form_count;
  size_t total;             /* outcomes, for the progress */
};

struct form
{
  struct uid id;
  struct hash keys;         /* digest of its letters */
};

static struct bytes
open_bytes (struct reader *reader, struct seal_place place, struct bytes sealed)
{
  struct bytes plain = { NULL, 0 };

  arena_reset (reader->open);
  if (0 == sealed.length || ! seal_open (reader->ring, place, sealed, reader->open, &plain))
    return (struct bytes) { NULL, 0 };
  return plain;
}

static json_t *
json_of (struct bytes plain)
{
  return 0 == plain.length ? NULL : json_loadb ((const char *) plain.at, plain.length, JSON_REJECT_DUPLICATES, NULL);
}

/* A new reference; NULL: it does not open. */
static json_t *
open_json (struct reader *reader, struct seal_place place, struct bytes sealed)
{
  return json_of (open_bytes (reader, place, sealed));
}

static void
put_number (struct rescore *rescore, enum rescore_table table, const json_t *number)
{
  if (json_is_integer (number))
    rescore_int (rescore, table, json_integer_value (number));
  else
    rescore_null (rescore, table);
}

static void
put_word (struct rescore *rescore, enum rescore_table table, const json_t *word)
{
  if (json_is_string (word))
    rescore_text (rescore, table, text_from (json_string_value (word), json_string_length (word)));
  else
    rescore_null (rescore, table);
}

static void
put_passed (struct rescore *rescore, enum rescore_table table, const json_t *passed)
{
  if (json_is_boolean (passed))
    rescore_bool (rescore, table, rescore_passed (rescore, json_is_true (passed)));
  else
    rescore_null (rescore, table);
}

/* A column that a join may have left empty. */
static void
put_column (struct rescore *rescore, enum rescore_table table, const struct pg_rows *rows, size_t row, const char *column)
{
  if (pg_is_null (rows, row, column))
    rescore_null (rescore, table);
  else
    rescore_int (rescore, table, pg_get_i64 (rows, row, column));
}

/* --- keys ------------------------------------------------------------------------------------------------------------------- */

/* One that does not open is shown to the comparison as a letter that no key has. */
static char
key_letter (struct reader *reader, const struct pg_rows *rows, size_t row)
{
  const struct seal_place place = { KEY_BANK_KEY, "bank_key.item_key.sealed", pg_get_uid (rows, row, "item_id"), 0 };
  json_auto_t *key = open_json (reader, place, pg_get_bytes (rows, row, "sealed"));
  const char *letter = json_string_value (json_object_get (key, "key"));

  return NULL == letter || 1 != strlen (letter) ? '?' : letter[0];
}

static void
end_form (struct reader *reader, struct uid form, const char *letters, size_t count)
{
  reader->forms[reader->form_count++] = (struct form) { form, crypto_digest (bytes_of (letters, count)) };
  rescore_uid (reader->rescore, RESCORE_FORM_KEY, form);
  rescore_text (reader->rescore, RESCORE_FORM_KEY, text_from (letters, count));
  rescore_end_row (reader->rescore, RESCORE_FORM_KEY);
}

static const char *
read_forms (struct reader *reader)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  char letters[ITEMS_MOST];
  size_t count = 0;

  if (PG_DONE != pg_run (reader->source, "rescore_forms", NULL, 0, &rows))
    return "the keys cannot be read";
  reader->forms = calloc (pg_count (rows) + 1, sizeof *reader->forms);
  if (NULL == reader->forms)
    abort ();
  for (size_t i = 0; i < pg_count (rows); i++)
    {
      const struct uid form = pg_get_uid (rows, i, "form_id");
      const bool last = i + 1 == pg_count (rows) || ! uid_equal (form, pg_get_uid (rows, i + 1, "form_id"));
      if (count < ITEMS_MOST)
        letters[count++] = key_letter (reader, rows, i);
      if (last)
        end_form (reader, form, letters, count);
      count = last ? 0 : count;
    }
  return NULL;
}

static bool
has_keys (const struct reader *reader, struct uid form, struct bytes digest)
{
  for (size_t i = 0; i < reader->form_count; i++)
    if (uid_equal (form, reader->forms[i].id))
      return sizeof reader->forms[i].keys.bytes == digest.length
             && 0 == memcmp (reader->forms[i].keys.bytes, digest.at, digest.length);
  return false;
}

/* --- Part 1 ----------------------------------------------------------------------------------------------------------------- */

/* Letters in form order; "?" when they do not open. */
static void
put_answers (struct reader *reader, struct seal_place place, struct bytes sealed)
{
  const struct bytes plain = open_bytes (reader, place, sealed);
  struct rescore *rescore = reader->rescore;

  if (plain.length > 0 && SHEET_LETTERS == plain.at[0])
    rescore_text (rescore, RESCORE_SHEET, text_from ((const char *) plain.at + 1, plain.length - 1));
  else
    {
      json_auto_t *sheet = json_of (plain);
      const char *answers = json_string_value (json_object_get (sheet, "answers"));
      rescore_text (rescore, RESCORE_SHEET, text_of (NULL == answers ? "?" : answers));
    }
}

static void
put_sheet (struct reader *reader, const struct pg_rows *rows, size_t row)
{
  const struct uid session = pg_get_uid (rows, row, "session_id");
  const int64_t version = pg_get_i64 (rows, row, "sheet_version");
  const struct seal_place place = { KEY_ANSWERS, "work.sheet.sealed", session, version };

  if (pg_is_null (rows, row, "sheet"))
    return;
  rescore_uid (reader->rescore, RESCORE_SHEET, session);
  rescore_int (reader->rescore, RESCORE_SHEET, version);
  rescore_uid (reader->rescore, RESCORE_SHEET, pg_get_uid (rows, row, "form_id"));
  put_answers (reader, place, pg_get_bytes (rows, row, "sheet"));
  rescore_int (reader->rescore, RESCORE_SHEET, pg_get_i64 (rows, row, "pass_percent"));
  rescore_end_row (reader->rescore, RESCORE_SHEET);
}

static void
put_score (struct reader *reader, const struct pg_rows *rows, size_t row)
{
  const struct uid session = pg_get_uid (rows, row, "session_id");
  const int64_t version = pg_get_i64 (rows, row, "sheet_version");
  const struct seal_place place = { KEY_RESULT, "result.part1.sealed", session, version };
  json_auto_t *score = open_json (reader, place, pg_get_bytes (rows, row, "score"));
  struct rescore *rescore = reader->rescore;

  rescore_uid (rescore, RESCORE_SCORE, session);
  rescore_int (rescore, RESCORE_SCORE, version);
  put_number (rescore, RESCORE_SCORE, json_object_get (score, "score"));
  put_number (rescore, RESCORE_SCORE, json_object_get (score, "max"));
  put_passed (rescore, RESCORE_SCORE, json_object_get (score, "passed"));
  rescore_text (rescore, RESCORE_SCORE, pg_get_text (rows, row, "rule"));
  rescore_bool (rescore, RESCORE_SCORE,
                has_keys (reader, pg_get_uid (rows, row, "form_id"), pg_get_bytes (rows, row, "key_digest")));
  rescore_end_row (rescore, RESCORE_SCORE);
}

static const char *
judge_sheets (struct reader *reader)
{
  struct uid association = { { 0 } };
  struct uid session = { { 0 } };
  int64_t version = 0;

  for (;;)
    {
      struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
      const char *problem;
      arena_reset (reader->open);
      {
        const struct pg_param params[] = { pg_uid (reader->open, association), pg_uid (reader->open, session),
                                           pg_i32 (reader->open, (int32_t) version), pg_i64 (reader->open, SHEETS_MOST) };
        if (PG_DONE != pg_run (reader->source, "rescore_sheets", params, BM_COUNT (params), &rows))
          return "the sheets cannot be read";
      }
      if (0 == pg_count (rows))
        return NULL;
      for (size_t i = 0; i < pg_count (rows); i++)
        {
          put_sheet (reader, rows, i);
          put_score (reader, rows, i);
        }
      reader->sums->outcomes += pg_count (rows);
      problem = rescore_judge (reader->rescore, "judge_sheets", "session", reader->sums, reader->arena);
      if (NULL != problem)
        return problem;
      rescore_tell (reader->rescore, reader->sums->outcomes, reader->total);
      association = pg_get_uid (rows, pg_count (rows) - 1, "association_id");
      session = pg_get_uid (rows, pg_count (rows) - 1, "session_id");
      version = pg_get_i64 (rows, pg_count (rows) - 1, "sheet_version");
    }
}

/* --- Part 2 ----------------------------------------------------------------------------------------------------------------- */

static int
compare_names (const void *a, const void *b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The cells' names in order, and their levels in the same order: so the cells of two reviews lie side by side. */
static void
put_levels (struct rescore *rescore, json_t *levels)
{
  const char *names[LEVELS_MOST];
  int numbers[LEVELS_MOST];
  struct buf all BM_CLEANUP (buf_free) = buf_new ((size_t) 256 * 1024);
  const char *name;
  json_t *level;
  size_t count = 0;

  json_object_foreach (levels, name, level)
    if (count < LEVELS_MOST)
      names[count++] = name;
  qsort (names, count, sizeof *names, compare_names);
  for (size_t i = 0; i < count; i++)
    {
      level = json_object_get (levels, names[i]);
      numbers[i] = json_is_integer (level) ? (int) json_integer_value (level) : -1;
      buf_string (&all, names[i]);
      buf_byte (&all, ' ');
    }
  rescore_text (rescore, RESCORE_REVIEW, buf_view (&all));
  rescore_ints (rescore, RESCORE_REVIEW, numbers, count);
}

static void
put_review (struct reader *reader, const struct pg_rows *rows, size_t row)
{
  const struct seal_place place = { KEY_REVIEW, "review.allocation.sealed", pg_get_uid (rows, row, "id"),
                                    pg_get_i64 (rows, row, "revision") };
  const struct bytes commitment = pg_get_bytes (rows, row, "commitment");
  const struct bytes plain = open_bytes (reader, place, pg_get_bytes (rows, row, "sealed"));
  const struct hash digest = crypto_digest (plain);
  json_auto_t *review = json_of (plain);
  struct rescore *rescore = reader->rescore;

  rescore_uid (rescore, RESCORE_REVIEW, pg_get_uid (rows, row, "packet_id"));
  rescore_int (rescore, RESCORE_REVIEW, pg_get_i64 (rows, row, "seat"));
  put_levels (rescore, json_object_get (review, "levels"));
  put_number (rescore, RESCORE_REVIEW, json_object_get (review, "total"));
  rescore_bool (rescore, RESCORE_REVIEW,
                NULL != review && sizeof digest.bytes == commitment.length
                  && 0 == memcmp (digest.bytes, commitment.at, commitment.length));
  rescore_end_row (rescore, RESCORE_REVIEW);
}

static const char *
read_reviews (struct reader *reader, const struct pg_rows *packets)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  struct uid ids[PACKETS_MOST];

  for (size_t i = 0; i < pg_count (packets); i++)
    ids[i] = pg_get_uid (packets, i, "packet_id");
  arena_reset (reader->open);
  {
    const struct pg_param params[] = { pg_uid_array (reader->open, ids, pg_count (packets)) };
    if (PG_DONE != pg_run (reader->source, "rescore_reviews", params, BM_COUNT (params), &rows))
      return "the reviews cannot be read";
  }
  for (size_t i = 0; i < pg_count (rows); i++)
    put_review (reader, rows, i);
  return NULL;
}

static void
put_packet (struct reader *reader, const struct pg_rows *rows, size_t row)
{
  static const char *const numbers[]
    = { "pages", "criteria", "top_level", "pass_percent", "near_line_points", "level_tolerance" };
  struct rescore *rescore = reader->rescore;

  rescore_uid (rescore, RESCORE_PACKET, pg_get_uid (rows, row, "packet_id"));
  rescore_bool (rescore, RESCORE_PACKET, pg_get_bool (rows, row, "decided"));
  rescore_text (rescore, RESCORE_PACKET, pg_get_text (rows, row, "rule"));
  for (size_t i = 0; i < BM_COUNT (numbers); i++)
    put_column (rescore, RESCORE_PACKET, rows, row, numbers[i]);
  rescore_end_row (rescore, RESCORE_PACKET);
}

static void
put_totals (struct rescore *rescore, const json_t *totals)
{
  int numbers[4] = { 0 };
  size_t count = json_array_size (totals);

  count = count > BM_COUNT (numbers) ? BM_COUNT (numbers) : count;
  for (size_t i = 0; i < count; i++)
    numbers[i] = (int) json_integer_value (json_array_get (totals, i));
  rescore_ints (rescore, RESCORE_DECISION, numbers, count);
}

/* The newest one counts. */
static void
put_decision (struct reader *reader, const struct pg_rows *rows, size_t row)
{
  const struct seal_place place = { KEY_RESULT, "result.part2.sealed", pg_get_uid (rows, row, "packet_id"),
                                    pg_is_null (rows, row, "decision") ? 0 : pg_get_i64 (rows, row, "decision_version") };
  json_auto_t *decision = open_json (reader, place, pg_get_bytes (rows, row, "decision"));
  const json_t *mark = json_object_get (decision, "mark");
  const json_t *policy = json_object_get (decision, "policy");
  struct rescore *rescore = reader->rescore;

  if (pg_is_null (rows, row, "decision"))
    return;
  rescore_uid (rescore, RESCORE_DECISION, place.row);
  rescore_text (rescore, RESCORE_DECISION, pg_get_text (rows, row, "version"));
  put_word (rescore, RESCORE_DECISION, json_object_get (decision, "rule"));
  put_word (rescore, RESCORE_DECISION, json_object_get (decision, "fired"));
  put_passed (rescore, RESCORE_DECISION, json_object_get (decision, "passed"));
  put_totals (rescore, json_object_get (decision, "totals"));
  put_number (rescore, RESCORE_DECISION, json_object_get (decision, "max"));
  put_number (rescore, RESCORE_DECISION, json_object_get (decision, "cells"));
  put_number (rescore, RESCORE_DECISION, json_object_get (decision, "cells_apart"));
  put_number (rescore, RESCORE_DECISION, json_object_get (mark, "sum"));
  put_number (rescore, RESCORE_DECISION, json_object_get (mark, "of"));
  put_number (rescore, RESCORE_DECISION, json_object_get (policy, "pass_percent"));
  put_number (rescore, RESCORE_DECISION, json_object_get (policy, "near_line_points"));
  put_number (rescore, RESCORE_DECISION, json_object_get (policy, "level_tolerance"));
  rescore_end_row (rescore, RESCORE_DECISION);
}

static const char *
judge_batch (struct reader *reader, const struct pg_rows *rows)
{
  const char *problem = read_reviews (reader, rows);

  if (NULL != problem)
    return problem;
  for (size_t i = 0; i < pg_count (rows); i++)
    {
      put_packet (reader, rows, i);
      put_decision (reader, rows, i);
    }
  reader->sums->outcomes += pg_count (rows);
  return rescore_judge (reader->rescore, "judge_packets", "packet", reader->sums, reader->arena);
}

static const char *
judge_packets (struct reader *reader)
{
  struct uid association = { { 0 } };
  struct uid packet = { { 0 } };

  for (;;)
    {
      struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
      const char *problem;
      arena_reset (reader->open);
      {
        const struct pg_param params[]
          = { pg_uid (reader->open, association), pg_uid (reader->open, packet), pg_i64 (reader->open, PACKETS_MOST) };
        if (PG_DONE != pg_run (reader->source, "rescore_packets", params, BM_COUNT (params), &rows))
          return "the packets cannot be read";
      }
      if (0 == pg_count (rows))
        return NULL;
      problem = judge_batch (reader, rows);
      if (NULL != problem)
        return problem;
      rescore_tell (reader->rescore, reader->sums->outcomes, reader->total);
      association = pg_get_uid (rows, pg_count (rows) - 1, "association_id");
      packet = pg_get_uid (rows, pg_count (rows) - 1, "packet_id");
    }
}

static const char *
count_outcomes (struct reader *reader)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;

  if (PG_DONE != pg_run (reader->source, "rescore_counts", NULL, 0, &rows) || 1 != pg_count (rows))
    return "the database does not answer";
  reader->total = (size_t) (pg_get_i64 (rows, 0, "sheets") + pg_get_i64 (rows, 0, "packets"));
  return NULL;
}

static const char *
judge_all (struct reader *reader)
{
  const char *problem = count_outcomes (reader);

  if (NULL == problem)
    problem = read_forms (reader);
  if (NULL == problem)
    problem = judge_sheets (reader);
  return NULL == problem ? judge_packets (reader) : problem;
}

const char *
rescore_all (struct rescore *rescore, const struct keyring *ring, struct rescore_sums *sums, struct arena *arena)
{
  struct arena *open BM_CLEANUP (arena_cleanup) = arena_new (OPEN_MOST);
  struct reader reader = { .rescore = rescore, .ring = ring, .sums = sums, .open = open, .arena = arena };
  const char *problem = NULL;

  reader.source = pg_connect (rescore->conninfo, rescore_source_statements, arena, &problem);
  if (NULL == reader.source)
    return problem;
  problem = judge_all (&reader);
  pg_close (reader.source);
  free (reader.forms);
  return problem;
}
