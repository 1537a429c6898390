#include "run.h"

#include "seal.h"

#include <string.h>

enum review_outcome
review_store_login (struct review_store *store, struct hash token, struct review_login *login)
{
  static const char *const names[] = { "held", "none" };
  const struct pg_param params[] = { pg_bytes (hash_bytes (&token)) };
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const enum review_outcome outcome = review_run (store, "login", params, BM_COUNT (params), &rows);
  struct text names_json;

  if (REVIEW_DONE != outcome)
    return outcome;
  if (1 == pg_outcome (rows, names, BM_COUNT (names)))
    return REVIEW_NONE;
  names_json = pg_get_text (rows, 0, "associations");
  *login = (struct review_login) { .account = pg_get_uid (rows, 0, "account"),
                                   .association = pg_get_uid (rows, 0, "association"),
                                   .rights = (uint32_t) pg_get_i64 (rows, 0, "rights"),
                                   .associations = json_loadb (names_json.at, names_json.length, 0, NULL) };
  return NULL == login->associations ? REVIEW_FAILED : REVIEW_DONE;
}

enum review_outcome
review_store_try (struct review_store *store, struct text email, struct arena *arena, struct review_try *tried)
{
  static const char *const names[] = { "booked", "too_many" };
  const struct hash hash = seal_lookup (store->keyring, KEY_STAFF_LOOKUP, email);
  const struct pg_param params[] = { pg_bytes (hash_bytes (&hash)) };
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const enum review_outcome outcome = review_run (store, "try_sign_in", params, BM_COUNT (params), &rows);

  if (REVIEW_DONE != outcome)
    return outcome;
  if (1 == pg_outcome (rows, names, BM_COUNT (names)))
    return REVIEW_TOO_MANY;
  tried->email = hash;
  tried->tried_us = pg_get_time (rows, 0, "tried_at");
  tried->password
    = pg_is_null (rows, 0, "password") ? NULL : arena_string (arena, pg_get_text (rows, 0, "password"));
  return REVIEW_DONE;
}

enum review_outcome
review_store_sign_in (struct review_store *store, const struct review_try *tried, struct hash token,
                      struct arena *arena)
{
  static const struct review_word words[] = { { "signed_in", REVIEW_DONE }, { "refused", REVIEW_REFUSED } };
  const struct pg_param params[] = { pg_bytes (hash_bytes (&token)), pg_bytes (hash_bytes (&tried->email)),
                                     pg_text (text_of (tried->password)), pg_time (arena, tried->tried_us) };

  return review_run_for_word (store, "sign_in", params, BM_COUNT (params), words, BM_COUNT (words));
}

enum review_outcome
review_store_sign_out (struct review_store *store, struct hash token)
{
  static const struct review_word words[] = { { "signed_out", REVIEW_DONE }, { "none", REVIEW_NONE } };
  const struct pg_param params[] = { pg_bytes (hash_bytes (&token)) };

  return review_run_for_word (store, "sign_out", params, BM_COUNT (params), words, BM_COUNT (words));
}

enum review_outcome
review_store_use_code (struct review_store *store, struct hash code, const char *password)
{
  static const struct review_word words[] = { { "set", REVIEW_DONE }, { "refused", REVIEW_REFUSED } };
  const struct pg_param params[] = { pg_bytes (hash_bytes (&code)), pg_text (text_of (password)) };

  return review_run_for_word (store, "use_code", params, BM_COUNT (params), words, BM_COUNT (words));
}
