#include "review_seal.h"

#include "keyring_key.h"

#include <sodium.h>
#include <string.h>

#define LABEL "blindmark review seal 1"

_Static_assert (REVIEW_SIGNATURE_BYTES == crypto_sign_BYTES, "an Ed25519 signature");

struct record
{
  uint8_t bytes[sizeof LABEL + 16 + 4 + 3 * HASH_BYTES];
};

static struct record
record_of (const struct review_seal *seal)
{
  struct record record;
  uint8_t *at = record.bytes;

  memcpy (at, LABEL, sizeof LABEL);
  at += sizeof LABEL;
  memcpy (at, seal->allocation.bytes, sizeof seal->allocation.bytes);
  at += sizeof seal->allocation.bytes;
  for (int shift = 24; shift >= 0; shift -= 8)
    *at++ = (uint8_t) (seal->revision >> shift);
  memcpy (at, seal->commitment.bytes, HASH_BYTES);
  memcpy (at + HASH_BYTES, seal->previous.bytes, HASH_BYTES);
  memcpy (at + 2 * HASH_BYTES, seal->reason.bytes, HASH_BYTES);
  return record;
}

struct hash
review_seal_reason (struct text key, struct text reason)
{
  crypto_generichash_state state;
  struct hash hash;

  (void) crypto_generichash_init (&state, NULL, 0, HASH_BYTES);
  (void) crypto_generichash_update (&state, (const uint8_t *) key.at, key.length);
  (void) crypto_generichash_update (&state, (const uint8_t *) reason.at, reason.length);
  (void) crypto_generichash_final (&state, hash.bytes, HASH_BYTES);
  return hash;
}

bool
review_seal_fits (const struct review_seal *seal, struct bytes plain, struct text key, struct text reason)
{
  const struct hash commitment = crypto_digest (plain);
  const struct hash digest = review_seal_reason (key, reason);

  if (0 == key.length || 0 != memcmp (&commitment, &seal->commitment, sizeof commitment))
    return false;
  return 1 == seal->revision || 0 == memcmp (&digest, &seal->reason, sizeof digest);
}

void
review_seal_sign (const struct keyring *ring, const struct review_seal *seal, struct review_signature *signature)
{
  const struct record record = record_of (seal);
  uint8_t public[crypto_sign_PUBLICKEYBYTES];
  uint8_t secret[crypto_sign_SECRETKEYBYTES];

  (void) crypto_sign_seed_keypair (public, secret, keyring_key (ring, KEY_REVIEW_SIGN));
  (void) crypto_sign_detached (signature->bytes, NULL, record.bytes, sizeof record.bytes, secret);
  sodium_memzero (secret, sizeof secret);
}

static bool
is_next (const struct review_seal *before, const struct review_seal *seal)
{
  static const struct hash none = { { 0 } };
  const struct hash *previous = NULL == before ? &none : &before->commitment;

  if (NULL == before && 0 != memcmp (seal->reason.bytes, none.bytes, HASH_BYTES))
    return false;
  return seal->revision == (NULL == before ? 1 : before->revision + 1)
         && 0 == memcmp (seal->previous.bytes, previous->bytes, HASH_BYTES);
}

static bool
read_hash (struct bytes bytes, bool may_lack, struct hash *hash)
{
  *hash = (struct hash) { { 0 } };
  if (HASH_BYTES == bytes.length)
    memcpy (hash->bytes, bytes.at, HASH_BYTES);
  return HASH_BYTES == bytes.length || (may_lack && 0 == bytes.length);
}

bool
review_seal_read (struct uid allocation, int64_t revision, const struct bytes parts[3], struct review_seal *seal)
{
  *seal = (struct review_seal) { .allocation = allocation, .revision = (uint32_t) revision };
  return 1 <= revision && revision <= INT32_MAX && read_hash (parts[0], false, &seal->commitment)
         && read_hash (parts[1], 1 == revision, &seal->previous) && read_hash (parts[2], 1 == revision, &seal->reason);
}

enum review_seal_verdict
review_seal_judge (const struct review_key *key, const struct review_seal *before, const struct review_seal *seal,
                   struct bytes signature)
{
  const struct record record = record_of (seal);

  if (! is_next (before, seal))
    return REVIEW_SEAL_NOT_NEXT;
  if (0 == signature.length)
    return NULL == before ? REVIEW_SEAL_UNSIGNED : REVIEW_SEAL_NOT_SIGNED;
  return REVIEW_SIGNATURE_BYTES == signature.length
             && 0 == crypto_sign_verify_detached (signature.at, record.bytes, sizeof record.bytes, key->bytes)
           ? REVIEW_SEAL_GOOD
           : REVIEW_SEAL_NOT_SIGNED;
}
