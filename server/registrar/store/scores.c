/* Part 1: sheets, keys, scores. */
#include "registrar_inside.h"

#include <string.h>

enum registrar_status
registrar_store_score_work (struct registrar_store *store, const struct registrar_duty *duty, struct pg_rows **list)
{
  return store_list (store, "score_work", duty, list);
}

enum registrar_status
registrar_store_scoring (struct registrar_store *store, const struct pg_rows *list, size_t row, struct arena *arena,
                         struct registrar_scoring *scoring)
{
  const struct seal_place place
    = { KEY_ANSWERS, SHEET_COLUMN, pg_get_uid (list, row, "session_id"), pg_get_i64 (list, row, "version") };
  json_auto_t *sheet = NULL;
  const char *answers;

  arena_reset (store->scratch);
  sheet = store_open (store, place, pg_get_bytes (list, row, "sealed"));
  answers = json_string_value (json_object_get (sheet, "answers"));
  if (NULL == answers)
    return REGISTRAR_BROKEN;
  *scoring = (struct registrar_scoring) { .session = place.row,
                                          .form = pg_get_uid (list, row, "form_id"),
                                          .version = (int) place.version,
                                          .percent = (int) pg_get_i64 (list, row, "percent"),
                                          .answers = text_of (arena_string (arena, text_of (answers))) };
  return REGISTRAR_DONE;
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

enum registrar_status
registrar_store_put_part1 (struct registrar_store *store, struct uid association, const struct registrar_scoring *scoring,
                           const json_t *score, const struct hash *keys, const char *rule)
{
  static const char *const words[] = { "stored", "present" };
  const struct seal_place place = { KEY_RESULT, "result.part1.sealed", scoring->session, scoring->version };
  size_t which;

  arena_reset (store->scratch);
  {
    const struct pg_param params[]
      = { pg_uid (store->scratch, association), pg_uid (store->scratch, scoring->session),
          pg_i32 (store->scratch, scoring->version), pg_bytes (store_seal (store, place, score)),
          pg_bytes (hash_bytes (keys)), pg_text (text_of (rule)) };
    return store_word (store, "put_part1", params, BM_COUNT (params), words, BM_COUNT (words), &which);
  }
}
