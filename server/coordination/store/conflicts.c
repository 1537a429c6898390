#include "coordination_reviewers.h"

#include "call.h"

#include <stdlib.h>
#include <string.h>

static void
set_known (json_t *object, const char *member, struct text value)
{
  if (0 != value.length)
    json_object_set_new (object, member, json_stringn (value.at, value.length));
}

static struct bytes
seal_conflict (struct coordination_store *store, const struct coordination_conflict *conflict, struct uid id,
               struct arena *arena)
{
  struct seal_place place = { KEY_IDENTITY, "staff.conflict.sealed", id, 0 };
  json_t *known = json_object ();
  struct bytes sealed;
  char *plain;
  set_known (known, "name", conflict->name);
  set_known (known, "email", conflict->email);
  set_known (known, "employer", conflict->employer);
  plain = json_dumps (known, JSON_COMPACT);
  sealed = seal (store->keyring, place, bytes_of_text (text_of (plain)), arena);
  explicit_bzero (plain, strlen (plain));
  free (plain);
  json_decref (known);
  return sealed;
}

enum coordination_outcome
coordination_add_conflict (struct coordination_store *store, struct coordination_asker asker, struct account_id account,
                           const struct coordination_conflict *conflict)
{
  struct uid id = crypto_uid ();
  struct pg_param params[] = { coordination_token (asker), pg_uid (asker.arena, account.uid), pg_uid (asker.arena, id),
                               pg_bytes (seal_conflict (store, conflict, id, asker.arena)) };
  return coordination_call (store, "add_conflict", params, BM_COUNT (params), NULL);
}

enum coordination_outcome
coordination_withdraw_conflict (struct coordination_store *store, struct coordination_asker asker, struct account_id account,
                                struct uid conflict)
{
  struct pg_param params[]
      = { coordination_token (asker), pg_uid (asker.arena, account.uid), pg_uid (asker.arena, conflict) };
  return coordination_call (store, "withdraw_conflict", params, BM_COUNT (params), NULL);
}
