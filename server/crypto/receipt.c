#include "receipt.h"

#include "keyring_key.h"
#include "log.h"
#include "token.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define SAVE_LABEL "blindmark save receipt 1"
#define SEAL_LABEL "blindmark seal receipt 1"
#define BATCH_LABEL "blindmark batch 1"
#define ANSWER_LABEL "blindmark answer 1"

_Static_assert (sizeof ((struct receipt_signature *) 0)->bytes == crypto_sign_BYTES, "an Ed25519 signature");

struct record
{
  uint8_t bytes[sizeof SAVE_LABEL + 16 + 1 + RECEIPT_REF_MOST + 4 + 8 + HASH_BYTES + 8];
  size_t length;
};

static void
add (struct record *record, const void *bytes, size_t length)
{
  memcpy (record->bytes + record->length, bytes, length);
  record->length += length;
}

static void
add_number (struct record *record, uint64_t number, size_t width)
{
  for (size_t i = width; i > 0; i--)
    record->bytes[record->length++] = (uint8_t) (number >> (8 * (i - 1)));
}

bool
receipt_ref_is_good (struct text ref)
{
  for (size_t i = 0; i < ref.length; i++)
    if (! ((ref.at[i] >= 'a' && ref.at[i] <= 'z') || (ref.at[i] >= '0' && ref.at[i] <= '9') || '.' == ref.at[i]))
      return false;
  return ref.length >= 1 && ref.length <= RECEIPT_REF_MOST;
}

static struct record
save_record (const struct receipt *receipt)
{
  const struct text ref = text_of (receipt->ref);
  struct record record = { .length = 0 };

  if (! receipt_ref_is_good (ref))
    log_fatal ("receipt_ref", "length=%zu", ref.length);
  add (&record, SAVE_LABEL, sizeof SAVE_LABEL);
  add (&record, receipt->session.bytes, sizeof receipt->session.bytes);
  add_number (&record, ref.length, 1);
  add (&record, ref.at, ref.length);
  add_number (&record, receipt->epoch, 4);
  add_number (&record, receipt->sequence, 8);
  add (&record, receipt->digest.bytes, HASH_BYTES);
  add_number (&record, (uint64_t) receipt->time_us, 8);
  return record;
}

static struct record
seal_record (const struct receipt_seal *seal)
{
  struct record record = { .length = 0 };

  add (&record, SEAL_LABEL, sizeof SEAL_LABEL);
  add (&record, seal->session.bytes, sizeof seal->session.bytes);
  add_number (&record, seal->part, 1);
  add_number (&record, seal->saves, 4);
  add (&record, seal->root.bytes, HASH_BYTES);
  add_number (&record, (uint64_t) seal->time_us, 8);
  return record;
}

static struct record
batch_record (uint32_t count, const struct hash *root)
{
  struct record record = { .length = 0 };

  add (&record, BATCH_LABEL, sizeof BATCH_LABEL);
  add_number (&record, count, 4);
  add (&record, root->bytes, HASH_BYTES);
  return record;
}

static struct hash
digest (struct uid save_id, const char *kind, struct text answer)
{
  crypto_hash_sha256_state state;
  struct hash hash;

  (void) crypto_hash_sha256_init (&state);
  (void) crypto_hash_sha256_update (&state, (const uint8_t *) ANSWER_LABEL, sizeof ANSWER_LABEL);
  (void) crypto_hash_sha256_update (&state, save_id.bytes, sizeof save_id.bytes);
  (void) crypto_hash_sha256_update (&state, (const uint8_t *) kind, strlen (kind));
  (void) crypto_hash_sha256_update (&state, (const uint8_t *) answer.at, answer.length);
  (void) crypto_hash_sha256_final (&state, hash.bytes);
  sodium_memzero (&state, sizeof state);
  return hash;
}

struct hash
receipt_digest_choice (struct uid save_id, char letter)
{
  return digest (save_id, "c:", text_from (&letter, '\0' != letter));
}

struct hash
receipt_digest_text (struct uid save_id, struct text text)
{
  return digest (save_id, "t:", text);
}

struct hash
receipt_digest_vignettes (struct uid save_id, const int64_t *positions, size_t count)
{
  struct buf list BM_CLEANUP (buf_free) = buf_new (count * 21 + 1);

  for (size_t i = 0; i < count; i++)
    buf_printf (&list, "%s%lld", 0 == i ? "" : ",", (long long) positions[i]);
  return digest (save_id, "v:", buf_view (&list));
}

struct hash
receipt_leaf (const struct receipt *receipt)
{
  const struct record record = save_record (receipt);
  return hash_tree_leaf (bytes_of (record.bytes, record.length));
}

struct hash
receipt_seal_leaf (const struct receipt_seal *seal)
{
  const struct record record = seal_record (seal);
  return hash_tree_leaf (bytes_of (record.bytes, record.length));
}

/* The secret is made from the seed each time: 12 us a batch, and no second copy of it in memory. */
static void
sign (const struct keyring *ring, uint32_t count, const struct hash *root, struct receipt_signature *signature)
{
  const struct record record = batch_record (count, root);
  uint8_t public[crypto_sign_PUBLICKEYBYTES];
  uint8_t secret[crypto_sign_SECRETKEYBYTES];

  (void) crypto_sign_seed_keypair (public, secret, keyring_key (ring, KEY_RECEIPT));
  (void) crypto_sign_detached (signature->bytes, NULL, record.bytes, record.length, secret);
  sodium_memzero (secret, sizeof secret);
}

static enum receipt_verdict
judge (const struct receipt_key *key, uint32_t count, const struct hash *root, const struct receipt_signature *signature)
{
  const struct record record = batch_record (count, root);

  return 0 == crypto_sign_verify_detached (signature->bytes, record.bytes, record.length, key->bytes) ? RECEIPT_GOOD
                                                                                                      : RECEIPT_NOT_SIGNED;
}

void
receipt_batch_sign (const struct keyring *ring, const struct hash *leaves, uint32_t count, struct arena *arena,
                    struct receipt_batch *batch)
{
  if (0 == count)
    log_fatal ("receipt_batch", "count=%u", count);
  hash_tree_build (leaves, count, arena, &batch->tree);
  sign (ring, count, &batch->tree.root, &batch->signature);
}

void
receipt_seal_sign (const struct keyring *ring, const struct receipt_seal *seal, struct receipt_signature *signature)
{
  const struct hash root = receipt_seal_leaf (seal);
  sign (ring, 1, &root, signature);
}

enum receipt_verdict
receipt_verify (const struct receipt_key *key, const struct receipt *receipt, uint32_t index, uint32_t count,
                const struct hash_path *path, const struct receipt_signature *signature)
{
  struct hash root;

  if (! hash_tree_climb (receipt_leaf (receipt), index, count, path, &root))
    return RECEIPT_NO_PATH;
  return judge (key, count, &root, signature);
}

enum receipt_verdict
receipt_seal_verify (const struct receipt_key *key, const struct receipt_seal *seal, const struct receipt_signature *signature)
{
  const struct hash root = receipt_seal_leaf (seal);
  return judge (key, 1, &root, signature);
}

void
receipt_code (const struct receipt_seal *seal, char code[RECEIPT_CODE_ROOM])
{
  const struct record record = seal_record (seal);
  struct hash hash;
  uint64_t bits = 0;
  size_t at = 0;

  (void) crypto_hash_sha256 (hash.bytes, record.bytes, record.length);
  for (size_t i = 0; i < sizeof bits; i++)
    bits = bits << 8 | hash.bytes[i];
  for (size_t i = 0; i < 12; i++, bits <<= 5)
    {
      if (0 != i && 0 == i % 4)
        code[at++] = '-';
      code[at++] = code_symbols[bits >> 59];
    }
  code[at] = '\0';
}
