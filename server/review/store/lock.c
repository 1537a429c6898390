/* Locking a review, and revising one that is locked. */
#include "run.h"

#include "seal.h"

#include <stdio.h>

#define NONCE_BYTES 32
#define KEY_ROOM (2 * NONCE_BYTES + 1)

/* Without it, somebody who holds the commitment could try out the few reviews that are likely. */
static void
random_key (char hex[KEY_ROOM])
{
  uint8_t bytes[NONCE_BYTES];

  crypto_random (bytes, sizeof bytes);
  for (size_t i = 0; i < sizeof bytes; i++)
    snprintf (hex + 2 * i, 3, "%02x", bytes[i]);
}

/* What the next revision of this packet's review commits to. */
static struct review_seal
next_seal (const struct review_packet *packet, struct bytes plain, const char *key)
{
  struct review_seal seal = { .allocation = packet->allocation,
                              .revision = packet->revision + 1,
                              .commitment = crypto_digest (plain),
                              .previous = packet->commitment };

  if (1 < seal.revision)
    seal.reason = review_seal_reason (text_of (key), packet->opinion.reason);
  return seal;
}

static struct bytes
sealed_review (const struct review_packet *packet, int total, const char *key, struct arena *arena)
{
  json_t *review = review_opinion_json (packet, arena);

  json_object_set_new (review, "total", json_integer (total));
  json_object_set_new (review, "key", json_string (key));
  return review_dump (review, arena);
}

enum review_outcome
review_store_lock (struct review_store *store, struct hash token, const struct review_packet *packet, int total,
                   struct arena *arena)
{
  static const struct review_word words[] = { { "locked", REVIEW_DONE },
                                              { "stale", REVIEW_STALE },
                                              { "closed", REVIEW_CLOSED },
                                              { "already", REVIEW_LOCKED },
                                              { "paused", REVIEW_PAUSED },
                                              { "practice_first", REVIEW_PRACTICE_FIRST },
                                              { "not_found", REVIEW_NONE } };
  char key[KEY_ROOM];
  struct bytes plain;
  struct review_seal next;
  struct seal_place place;
  struct review_signature signature;

  random_key (key);
  plain = sealed_review (packet, total, key, arena);
  next = next_seal (packet, plain, key);
  place = (struct seal_place) { KEY_REVIEW, REVIEW_SEALED_COLUMN, packet->allocation, next.revision };
  review_seal_sign (store->keyring, &next, &signature);
  {
    const struct pg_param params[] = { pg_bytes (hash_bytes (&token)), pg_text (packet->code),
                                       pg_i32 (arena, (int32_t) packet->version), pg_i32 (arena, (int32_t) next.revision),
                                       pg_bytes (seal (store->keyring, place, plain, arena)),
                                       pg_bytes (hash_bytes (&next.commitment)),
                                       1 == next.revision ? pg_null () : pg_bytes (hash_bytes (&next.reason)),
                                       pg_bytes (bytes_of (signature.bytes, sizeof signature.bytes)) };
    return review_run_for_word (store, "lock", params, BM_COUNT (params), words, BM_COUNT (words));
  }
}

enum review_outcome
review_store_revise (struct review_store *store, struct hash token, const struct review_packet *packet, struct text reason,
                     struct arena *arena)
{
  static const struct review_word words[] = { { "revising", REVIEW_DONE },  { "already", REVIEW_LOCKED },
                                              { "stale", REVIEW_STALE },    { "closed", REVIEW_CLOSED },
                                              { "not_locked", REVIEW_STALE }, { "paused", REVIEW_PAUSED },
                                              { "not_found", REVIEW_NONE } };
  const struct seal_place place = { KEY_REVIEW, REVIEW_DRAFT_COLUMN, packet->allocation, packet->version + 1 };
  struct review_packet draft = *packet;

  draft.opinion.reason = reason;
  {
    const struct bytes plain = review_dump (review_opinion_json (&draft, arena), arena);
    const struct pg_param params[] = { pg_bytes (hash_bytes (&token)), pg_text (packet->code),
                                       pg_i32 (arena, (int32_t) packet->version),
                                       pg_bytes (seal (store->keyring, place, plain, arena)) };
    return review_run_for_word (store, "revise", params, BM_COUNT (params), words, BM_COUNT (words));
  }
}

enum review_outcome
review_store_drop_revision (struct review_store *store, struct hash token, const struct review_packet *packet,
                            struct arena *arena)
{
  static const struct review_word words[] = { { "dropped", REVIEW_DONE },
                                              { "stale", REVIEW_STALE },
                                              { "not_revising", REVIEW_LOCKED },
                                              { "not_found", REVIEW_NONE } };
  const struct pg_param params[] = { pg_bytes (hash_bytes (&token)), pg_text (packet->code),
                                     pg_i32 (arena, (int32_t) packet->version) };

  return review_run_for_word (store, "drop_revision", params, BM_COUNT (params), words, BM_COUNT (words));
}
