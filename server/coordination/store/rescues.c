#include "coordination_rescues.h"

#include "call.h"
#include "crypto.h"

#include <string.h>

/* Of all that is in the file, so that another spelling of its JSON is no other file. */
static struct hash
digest_of (const struct rescue *file, struct arena *arena)
{
  const size_t head = sizeof file->session.bytes + RESCUE_PUBLIC_BYTES + RESCUE_NONCE_BYTES;
  uint8_t *all = arena_take (arena, head + file->sealed.length);
  uint8_t *at = all;

  memcpy (at, file->session.bytes, sizeof file->session.bytes);
  at += sizeof file->session.bytes;
  memcpy (at, file->public_key, RESCUE_PUBLIC_BYTES);
  at += RESCUE_PUBLIC_BYTES;
  memcpy (at, file->nonce, RESCUE_NONCE_BYTES);
  memcpy (all + head, file->sealed.at, file->sealed.length);
  return crypto_digest (bytes_of (all, head + file->sealed.length));
}

enum coordination_outcome
coordination_add_rescue (struct coordination_store *store, struct coordination_asker asker, struct administration_id id,
                         const struct rescue *file, struct text reason)
{
  struct arena *arena = asker.arena;
  const struct hash digest = digest_of (file, arena);
  const struct pg_param params[] = { coordination_token (asker),
                                     pg_uid (arena, id.uid),
                                     pg_uid (arena, crypto_uid ()),
                                     pg_uid (arena, file->session),
                                     pg_bytes (bytes_of (file->public_key, RESCUE_PUBLIC_BYTES)),
                                     pg_bytes (bytes_of (file->nonce, RESCUE_NONCE_BYTES)),
                                     pg_bytes (file->sealed),
                                     pg_bytes (hash_bytes (&digest)),
                                     pg_text (reason),
                                     coordination_arrival (store, asker) };

  return coordination_call (store, "add_rescue", params, BM_COUNT (params), NULL);
}

enum coordination_outcome
coordination_rescues (struct coordination_store *store, struct coordination_asker asker, struct administration_id id,
                      json_t **doc)
{
  const struct pg_param params[] = { coordination_token (asker), pg_uid (asker.arena, id.uid) };
  const enum coordination_outcome outcome = coordination_call (store, "rescues", params, BM_COUNT (params), doc);
  json_t *files = json_object_get (*doc, "files");
  json_t *one;
  size_t i;

  json_array_foreach (files, i, one)
    if (! coordination_open_person (store, one, asker.arena)
        || ! coordination_open_person (store, json_object_get (one, "by"), asker.arena))
      return coordination_broken ("rescues", doc);
  return outcome;
}
