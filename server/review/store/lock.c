#include "run.h"

#include "seal.h"

#include <stdio.h>

#define NONCE_BYTES 32

/* Without it, somebody who holds the commitment could try out the few reviews that are likely. */
static json_t *
random_key (void)
{
  uint8_t bytes[NONCE_BYTES];
  char hex[2 * NONCE_BYTES + 1];

  crypto_random (bytes, sizeof bytes);
  for (size_t i = 0; i < sizeof bytes; i++)
    snprintf (hex + 2 * i, 3, "%02x", bytes[i]);
  return json_string (hex);
}

enum review_outcome
review_store_lock (struct review_store *store, struct hash token, const struct review_packet *packet, int total,
                   struct arena *arena)
{
  static const struct review_word words[] = { { "locked", REVIEW_DONE },
                                              { "stale", REVIEW_STALE },
                                              { "already", REVIEW_LOCKED },
                                              { "not_found", REVIEW_NONE } };
  const struct seal_place place = { KEY_REVIEW, REVIEW_SEALED_COLUMN, packet->allocation, REVIEW_SEALED_VERSION };
  json_t *review = review_opinion_json (packet, arena);
  struct bytes plain;
  struct hash commitment;

  json_object_set_new (review, "total", json_integer (total));
  json_object_set_new (review, "key", random_key ());
  plain = review_dump (review, arena);
  commitment = crypto_digest (plain);
  {
    const struct pg_param params[] = { pg_bytes (hash_bytes (&token)), pg_text (packet->code),
                                       pg_i32 (arena, (int32_t) packet->version),
                                       pg_bytes (seal (store->keyring, place, plain, arena)),
                                       pg_bytes (hash_bytes (&commitment)) };
    return review_run_for_word (store, "lock", params, BM_COUNT (params), words, BM_COUNT (words));
  }
}
