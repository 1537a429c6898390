#include "store.h"

enum candidate_outcome
candidate_store_sign_in (struct candidate_store *store, const struct candidate_call *call, const struct hash *code)
{
  const struct pg_param params[] = { store_token (call), pg_bytes (hash_bytes (code)) };

  return store_do (store, "sign_in", params, BM_COUNT (params));
}

enum candidate_outcome
candidate_store_sign_out (struct candidate_store *store, const struct candidate_call *call)
{
  const struct pg_param params[] = { store_token (call) };

  return store_do (store, "sign_out", params, BM_COUNT (params));
}

enum candidate_outcome
candidate_store_who (struct candidate_store *store, const struct candidate_call *call, struct candidate_person *person)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct pg_param params[] = { store_token (call) };
  enum candidate_outcome outcome = store_run (store, "who", params, BM_COUNT (params), &rows);
  const char *name;
  json_t *identity;

  if (CANDIDATE_DONE != outcome)
    return outcome;
  if (! store_open_json (store,
                         (struct seal_place) { KEY_IDENTITY, "identity.person.sealed", pg_get_uid (rows, 0, "person_id"), 0 },
                         pg_get_bytes (rows, 0, "sealed"), call->arena, &identity))
    return CANDIDATE_BROKEN;
  name = json_string_value (json_object_get (identity, "name"));
  *person = (struct candidate_person) { .registration = pg_get_uid (rows, 0, "registration_id"),
                                        .association = pg_get_uid (rows, 0, "association_id"),
                                        .name = arena_string (call->arena, text_of (name)),
                                        .association_name = store_text (call->arena, rows, 0, "association_name") };
  json_decref (identity);
  return CANDIDATE_DONE;
}
