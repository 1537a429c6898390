/* Part 1: sheets, keys, scores. */
#include "registrar_inside.h"

#include "log.h"
#include "registrar_scores.h"

#include <stdio.h>
#include <string.h>

enum registrar_status
registrar_store_score_forms (struct registrar_store *store, const struct registrar_duty *duty, struct pg_rows **list)
{
  return store_list (store, "score_forms", duty, list);
}

struct registrar_form
registrar_store_score_form (const struct pg_rows *list, size_t row)
{
  return (struct registrar_form) { .id = pg_get_uid (list, row, "form_id"),
                                   .percent = (int) pg_get_i64 (list, row, "percent"),
                                   .sheets = (size_t) pg_get_i64 (list, row, "sheets") };
}

struct registrar_store *
registrar_store_second (const struct registrar_store *store, struct arena *arena)
{
  const char *problem = "";
  struct registrar_store *second = registrar_store_open (store->setup, arena, &problem);

  if (NULL == second)
    log_event (LOG_LEVEL_WARNING, "no_second_connection", "problem=\"%s\"", problem);
  return second;
}

enum registrar_status
registrar_store_score_work (struct registrar_store *store, const struct registrar_duty *duty, struct uid form,
                            struct registrar_range range, struct pg_rows **list)
{
  arena_reset (store->scratch);
  {
    const struct pg_param params[]
      = { pg_uid (store->scratch, duty->association), pg_uid (store->scratch, duty->administration),
          pg_uid (store->scratch, form), pg_uid (store->scratch, range.after), pg_uid (store->scratch, range.upto),
          pg_i32 (store->scratch, REGISTRAR_SHEETS_MOST) };
    return store_run (store, "score_work", params, BM_COUNT (params), list);
  }
}

struct uid
registrar_store_sheet_session (const struct pg_rows *list, size_t row)
{
  return pg_get_uid (list, row, "session_id");
}

/* A sheet from before there was a compact form. */
static struct text
old_answers (struct registrar_store *store, struct bytes plain)
{
  json_auto_t *sheet = json_loadb ((const char *) plain.at, plain.length, JSON_REJECT_DUPLICATES, NULL);
  const char *answers = json_string_value (json_object_get (sheet, "answers"));

  return text_of (NULL == answers ? NULL : arena_string (store->scratch, text_of (answers)));
}

enum registrar_status
registrar_store_sheet (struct registrar_store *store, const struct pg_rows *list, size_t row, struct registrar_sheet *sheet)
{
  const struct seal_place place
    = { KEY_ANSWERS, SHEET_COLUMN, pg_get_uid (list, row, "session_id"), pg_get_i64 (list, row, "version") };
  struct bytes plain;

  *sheet = (struct registrar_sheet) { .session = place.row, .version = (int) place.version };
  if (! seal_open (store->keyring, place, pg_get_bytes (list, row, "sealed"), store->scratch, &plain))
    {
      log_event (LOG_LEVEL_ERROR, "does_not_open", "column=%s", place.column);
      return REGISTRAR_BROKEN;
    }
  if (plain.length > 0 && SHEET_LETTERS == plain.at[0])
    sheet->answers = text_from ((const char *) plain.at + 1, plain.length - 1);
  else
    sheet->answers = old_answers (store, plain);
  return 0 == sheet->answers.length ? REGISTRAR_BROKEN : REGISTRAR_DONE;
}

enum registrar_status
registrar_store_keys (struct registrar_store *store, struct uid association, struct uid form, struct arena *arena,
                      struct text *keys, struct hash *digest)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  enum registrar_status status;
  char *letters;

  arena_reset (store->scratch);
  {
    const struct pg_param params[] = { pg_uid (store->scratch, association), pg_uid (store->scratch, form) };
    status = store_run (store, "form_keys", params, BM_COUNT (params), &rows);
  }
  if (REGISTRAR_DONE != status)
    return status;
  letters = arena_take (arena, pg_count (rows) + 1);
  for (size_t i = 0; i < pg_count (rows); i++)
    {
      const struct seal_place place = { KEY_BANK_KEY, "bank_key.item_key.sealed", pg_get_uid (rows, i, "item_id"), 0 };
      json_auto_t *key = store_open (store, place, pg_get_bytes (rows, i, "sealed"));
      const char *letter = json_string_value (json_object_get (key, "key"));
      if (NULL == letter || 1 != strlen (letter))
        return REGISTRAR_BROKEN;
      letters[i] = letter[0];
    }
  *keys = text_from (letters, pg_count (rows));
  *digest = crypto_digest (bytes_of_text (*keys));
  return REGISTRAR_DONE;
}

/* What JSON of the three with sorted keys is, without making 100,000 objects of it. */
static struct bytes
sealed_score (struct registrar_store *store, const struct registrar_scored *scored)
{
  const struct seal_place place = { KEY_RESULT, "result.part1.sealed", scored->session, scored->version };
  char plain[80];
  const int length = snprintf (plain, sizeof plain, "{\"max\":%d,\"passed\":%s,\"score\":%d}", scored->max,
                               scored->passed ? "true" : "false", scored->score);
  const struct bytes sealed = seal (store->keyring, place, bytes_of (plain, (size_t) length), store->scratch);

  explicit_bzero (plain, sizeof plain);
  return sealed;
}

enum registrar_status
registrar_store_put_part1 (struct registrar_store *store, const struct registrar_duty *duty, const struct registrar_scored *scored,
                           size_t count, const struct hash *keys, const char *rule)
{
  static const char *const words[] = { "stored", "present" };
  struct uid *sessions;
  int32_t *versions;
  struct bytes *sealed;
  size_t which;

  arena_reset (store->scratch);
  sessions = arena_take (store->scratch, count * sizeof *sessions);
  versions = arena_take (store->scratch, count * sizeof *versions);
  sealed = arena_take (store->scratch, count * sizeof *sealed);
  for (size_t i = 0; i < count; i++)
    {
      sessions[i] = scored[i].session;
      versions[i] = scored[i].version;
      sealed[i] = sealed_score (store, &scored[i]);
    }
  {
    const struct pg_param params[]
      = { pg_uid (store->scratch, duty->association), pg_uid (store->scratch, duty->administration),
          pg_uid_array (store->scratch, sessions, count), pg_i32_array (store->scratch, versions, count),
          pg_bytes_array (store->scratch, sealed, count), pg_bytes (hash_bytes (keys)), pg_text (text_of (rule)) };
    return store_word (store, "put_part1", params, BM_COUNT (params), words, BM_COUNT (words), &which);
  }
}
