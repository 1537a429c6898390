#include "call.h"

#include <string.h>

enum coordination_outcome
coordination_login_of (struct coordination_store *store, struct coordination_asker asker, json_t **doc)
{
  return coordination_read (store, asker, "login_of", NULL, doc);
}

static struct pg_param
lookup (struct coordination_store *store, struct arena *arena, struct text email)
{
  struct hash hash = seal_lookup (store->keyring, KEY_STAFF_LOOKUP, email);
  return pg_bytes (arena_bytes (arena, hash_bytes (&hash)));
}

enum coordination_outcome
coordination_sign_in_begin (struct coordination_store *store, struct arena *arena, struct text email,
                            const char **stored)
{
  struct pg_param params[] = { lookup (store, arena, email) };
  json_t *doc = NULL;
  enum coordination_outcome outcome = coordination_call (store, "sign_in_begin", params, 1, &doc);
  const char *password = json_string_value (json_object_get (doc, "password"));
  *stored = NULL == password ? NULL : arena_string (arena, text_of (password));
  json_decref (doc);
  return outcome;
}

enum coordination_outcome
coordination_sign_in_finish (struct coordination_store *store, struct arena *arena, struct text email,
                             const char *stored, struct hash token)
{
  struct pg_param params[]
      = { lookup (store, arena, email), pg_text (text_of (stored)), pg_bytes (hash_bytes (&token)) };
  return coordination_call (store, "sign_in_finish", params, BM_COUNT (params), NULL);
}

enum coordination_outcome
coordination_use_code (struct coordination_store *store, struct hash code, const char *password, struct hash token)
{
  struct pg_param params[]
      = { pg_bytes (hash_bytes (&code)), pg_text (text_of (password)), pg_bytes (hash_bytes (&token)) };
  return coordination_call (store, "use_code", params, BM_COUNT (params), NULL);
}

enum coordination_outcome
coordination_sign_out (struct coordination_store *store, struct coordination_asker asker)
{
  struct pg_param params[] = { coordination_token (asker) };
  return coordination_call (store, "sign_out", params, 1, NULL);
}

enum coordination_outcome
coordination_switch_association (struct coordination_store *store, struct coordination_asker asker,
                                 struct association_id association)
{
  struct pg_param params[] = { coordination_token (asker), pg_uid (asker.arena, association.uid) };
  return coordination_call (store, "switch_association", params, BM_COUNT (params), NULL);
}
