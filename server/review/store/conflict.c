#include "run.h"
#include "review_standing_aside.h"

#include "seal.h"

static void
set_known (json_t *object, const char *member, struct text value)
{
  if (0 != value.length)
    json_object_set_new (object, member, json_stringn (value.at, value.length));
}

enum review_outcome
review_store_declare (struct review_store *store, struct hash token, const struct review_conflict *conflict, struct arena *arena)
{
  static const struct review_word words[]
    = { { "declared", REVIEW_DONE }, { "too_many", REVIEW_REFUSED }, { "none", REVIEW_NONE } };
  const struct seal_place place = { KEY_REVIEW, REVIEW_CONFLICT_COLUMN, crypto_uid (), 0 };
  json_t *declared = json_object ();

  set_known (declared, "relation", conflict->relation);
  set_known (declared, "name", conflict->name);
  set_known (declared, "email", conflict->email);
  set_known (declared, "employer", conflict->employer);
  {
    const struct pg_param params[] = { pg_bytes (hash_bytes (&token)), pg_uid (arena, place.row),
                                       pg_bytes (seal (store->keyring, place, review_dump (declared, arena), arena)) };
    return review_run_for_word (store, "declare", params, BM_COUNT (params), words, BM_COUNT (words));
  }
}

enum review_outcome
review_store_declared (struct review_store *store, struct hash token, struct arena *arena, json_t **list)
{
  const struct pg_param params[] = { pg_bytes (hash_bytes (&token)) };
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const enum review_outcome outcome = review_run (store, "declared", params, BM_COUNT (params), &rows);
  json_auto_t *all = json_array ();

  if (REVIEW_DONE != outcome)
    return outcome;
  for (size_t i = 0; i < pg_count (rows); i++)
    {
      const struct seal_place place = { KEY_REVIEW, REVIEW_CONFLICT_COLUMN, pg_get_uid (rows, i, "id"), 0 };
      struct bytes plain;
      if (! seal_open (store->keyring, place, pg_get_bytes (rows, i, "sealed"), arena, &plain)
          || 0 != json_array_append_new (all, json_loadb ((const char *) plain.at, plain.length, 0, NULL)))
        return REVIEW_FAILED;
    }
  *list = json_incref (all);
  return REVIEW_DONE;
}
