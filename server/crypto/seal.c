#include "seal.h"

#include "keyring_key.h"
#include "log.h"
#include "normal.h"

#include <sodium.h>
#include <string.h>

#define FORMAT 1
#define NONCE_BYTES crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_BYTES crypto_aead_xchacha20poly1305_ietf_ABYTES
#define DOMAIN "blindmark.seal.v1"
#define WORD_MOST 100

_Static_assert (KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES && 24 == NONCE_BYTES && 16 == TAG_BYTES,
                "the sizes that the headers promise");

/* The associated data of a place: domain, then kind and column with a length byte before each, row, version (big-
   endian). Nothing in it is of open length, so no two places share it. */
struct associated
{
  uint8_t bytes[sizeof DOMAIN - 1 + 2 * (1 + WORD_MOST) + sizeof (struct uid) + 8];
  size_t length;
};

static void
add (struct associated *data, const void *bytes, size_t length)
{
  memcpy (data->bytes + data->length, bytes, length);
  data->length += length;
}

static void
add_word (struct associated *data, const char *word)
{
  size_t length = strlen (word);
  uint8_t prefix = (uint8_t) length;

  if (length > WORD_MOST)
    log_fatal ("seal_place", "length=%zu", length);
  add (data, &prefix, 1);
  add (data, word, length);
}

static struct associated
associate (struct seal_place place)
{
  struct associated data = { .length = 0 };
  uint8_t version[8];

  for (size_t i = 0; i < sizeof version; i++)
    version[i] = (uint8_t) ((uint64_t) place.version >> (56 - 8 * i));
  add (&data, DOMAIN, sizeof DOMAIN - 1);
  add_word (&data, key_kind_word (place.kind));
  add_word (&data, place.column);
  add (&data, place.row.bytes, sizeof place.row.bytes);
  add (&data, version, sizeof version);
  return data;
}

/* One key serves one algorithm: a lookup key never seals, a sealing key never looks up, and keys that sign or agree do
   neither. */
static const uint8_t *
key_for (const struct keyring *ring, enum key_kind kind, bool lookup)
{
  const bool looks_up = KEY_CANDIDATE_LOOKUP == kind || KEY_STAFF_LOOKUP == kind;
  const bool other = KEY_RECEIPT == kind || KEY_RESCUE == kind || KEY_RESCUE_PUBLIC == kind || KEY_REVIEW_SIGN == kind
                     || KEY_REVIEW_PUBLIC == kind;

  if (other || lookup != looks_up)
    log_fatal ("key_misused", "kind=%s", key_kind_word (kind));
  return keyring_key (ring, kind);
}

struct bytes
seal (const struct keyring *ring, struct seal_place place, struct bytes plain, struct arena *arena)
{
  const uint8_t *key = key_for (ring, place.kind, false);
  struct associated data = associate (place);
  size_t length = 1 + NONCE_BYTES + plain.length + TAG_BYTES;
  uint8_t *sealed = arena_take (arena, length);
  uint8_t *nonce = sealed + 1;

  sealed[0] = FORMAT;
  randombytes_buf (nonce, NONCE_BYTES);
  (void) crypto_aead_xchacha20poly1305_ietf_encrypt (nonce + NONCE_BYTES, NULL, plain.at, plain.length, data.bytes,
                                                     data.length, NULL, nonce, key);
  return bytes_of (sealed, length);
}

bool
seal_open (const struct keyring *ring, struct seal_place place, struct bytes sealed, struct arena *arena,
           struct bytes *plain)
{
  const uint8_t *key = key_for (ring, place.kind, false);
  struct associated data = associate (place);
  const uint8_t *nonce = sealed.at + 1;
  size_t length;
  uint8_t *opened;

  *plain = bytes_of (NULL, 0);
  if (sealed.length < 1 + NONCE_BYTES + TAG_BYTES || FORMAT != sealed.at[0])
    return false;
  length = sealed.length - 1 - NONCE_BYTES;
  opened = arena_take (arena, length - TAG_BYTES + 1);
  if (0 != crypto_aead_xchacha20poly1305_ietf_decrypt (opened, NULL, NULL, nonce + NONCE_BYTES, length, data.bytes,
                                                       data.length, nonce, key))
    return false;
  *plain = bytes_of (opened, length - TAG_BYTES);
  return true;
}

struct hash
seal_lookup (const struct keyring *ring, enum key_kind kind, struct text email)
{
  const uint8_t *key = key_for (ring, kind, true);
  struct buf normal BM_CLEANUP (buf_free) = normal_text (email, true);
  struct text trimmed = text_trim (buf_view (&normal));
  struct hash hash;

  (void) crypto_generichash (hash.bytes, sizeof hash.bytes, (const uint8_t *) trimmed.at, trimmed.length, key,
                             KEY_BYTES);
  return hash;
}
