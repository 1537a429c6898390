/* Closed sessions and their sheets. */
#include "registrar_inside.h"

#include <string.h>

enum registrar_status
registrar_store_unfolded (struct registrar_store *store, bool whole, struct pg_rows **list)
{
  arena_reset (store->scratch);
  {
    const struct pg_param params[] = { pg_i32 (store->scratch, REGISTRAR_SESSIONS_MOST), pg_bool (store->scratch, whole) };
    return store_run (store, "unfolded", params, BM_COUNT (params), list);
  }
}

struct registrar_session
registrar_store_session (const struct pg_rows *list, size_t row)
{
  return (struct registrar_session) { .association = pg_get_uid (list, row, "association_id"),
                                      .id = pg_get_uid (list, row, "session_id"),
                                      .part = (int) pg_get_i64 (list, row, "part"),
                                      .form = pg_get_uid (list, row, "form_id"),
                                      .items = (int) pg_get_i64 (list, row, "items"),
                                      .version = (int) pg_get_i64 (list, row, "version"),
                                      .saves = pg_get_i64 (list, row, "saves") };
}

enum registrar_status
registrar_store_saves (struct registrar_store *store, const struct registrar_session *session, const struct text *refs,
                       size_t count, json_t **saves)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  json_auto_t *all = json_object ();
  enum registrar_status status;

  arena_reset (store->scratch);
  {
    const struct pg_param params[] = { pg_uid (store->scratch, session->association), pg_uid (store->scratch, session->id),
                                       pg_text_array (store->scratch, refs, count) };
    status = store_run (store, "counted_saves", params, BM_COUNT (params), &rows);
  }
  for (size_t i = 0; REGISTRAR_DONE == status && i < pg_count (rows); i++)
    {
      const struct seal_place place = { KEY_ANSWERS, "work.save.sealed", pg_get_uid (rows, i, "save_id"), 0 };
      json_t *content;
      arena_reset (store->scratch);   /* one answer at a time is open in it */
      content = store_open (store, place, pg_get_bytes (rows, i, "sealed"));
      if (NULL == content)
        return REGISTRAR_BROKEN;
      json_object_set_new (all, arena_string (store->scratch, pg_get_text (rows, i, "ref")), content);
    }
  if (REGISTRAR_DONE == status)
    *saves = json_incref (all);
  return status;
}

/* In the scratch, which the caller has emptied before it sealed. */
static enum registrar_status
put_sealed (struct registrar_store *store, const struct registrar_session *session, struct bytes sealed)
{
  static const char *const words[] = { "stored", "present" };
  const struct pg_param params[]
    = { pg_uid (store->scratch, session->association), pg_uid (store->scratch, session->id),
        pg_i32 (store->scratch, session->version), pg_i64 (store->scratch, session->saves), pg_bytes (sealed) };
  size_t which;

  return store_word (store, "put_sheet", params, BM_COUNT (params), words, BM_COUNT (words), &which);
}

static struct seal_place
sheet_place (const struct registrar_session *session)
{
  return (struct seal_place) { KEY_ANSWERS, SHEET_COLUMN, session->id, session->version };
}

enum registrar_status
registrar_store_put_sheet (struct registrar_store *store, const struct registrar_session *session, const json_t *sheet)
{
  arena_reset (store->scratch);
  return put_sealed (store, session, store_seal (store, sheet_place (session), sheet));
}

/* Letters and not JSON: scoring opens 100,000 of them within a second, and parsing would be most of it. */
enum registrar_status
registrar_store_put_answers (struct registrar_store *store, const struct registrar_session *session, struct text answers)
{
  uint8_t *plain;

  arena_reset (store->scratch);
  plain = arena_take (store->scratch, answers.length + 1);
  plain[0] = SHEET_LETTERS;
  memcpy (plain + 1, answers.at, answers.length);
  return put_sealed (store, session,
                     seal (store->keyring, sheet_place (session), bytes_of (plain, answers.length + 1), store->scratch));
}

/* The vignette as the form uses it. */
static bool
add_vignette (struct registrar_store *store, const struct pg_rows *rows, size_t row, json_t *all)
{
  const struct seal_place place = { KEY_BANK, "bank.vignette.sealed", pg_get_uid (rows, row, "vignette_id"), 0 };
  json_t *vignette = store_open (store, place, pg_get_bytes (rows, row, "sealed"));

  if (NULL == vignette)
    return false;
  json_object_set_new (vignette, "position", json_integer (pg_get_i64 (rows, row, "position")));
  json_object_set_new (vignette, "choose", json_integer (pg_get_i64 (rows, row, "choose")));
  json_object_set_new (vignette, "set",
                       json_string (arena_string (store->scratch, pg_get_text (rows, row, "choice_set"))));
  return 0 == json_array_append_new (all, vignette);
}

enum registrar_status
registrar_store_vignettes (struct registrar_store *store, struct uid association, struct uid form, json_t **vignettes)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  json_auto_t *all = json_array ();
  enum registrar_status status;

  arena_reset (store->scratch);
  {
    const struct pg_param params[] = { pg_uid (store->scratch, association), pg_uid (store->scratch, form) };
    status = store_run (store, "form_vignettes", params, BM_COUNT (params), &rows);
  }
  for (size_t i = 0; REGISTRAR_DONE == status && i < pg_count (rows); i++)
    if (! add_vignette (store, rows, i, all))
      return REGISTRAR_BROKEN;
  if (REGISTRAR_DONE == status)
    *vignettes = json_incref (all);
  return status;
}
