#include "rescue.h"

#include "base64url.h"
#include "keyring_key.h"

#include <sodium.h>
#include <string.h>

#define LABEL "blindmark rescue 1"
#define BINDING_BYTES (sizeof LABEL + 16)

_Static_assert (RESCUE_PUBLIC_BYTES == crypto_scalarmult_BYTES && RESCUE_NONCE_BYTES == crypto_aead_aes256gcm_NPUBBYTES
                  && RESCUE_TAG_BYTES == crypto_aead_aes256gcm_ABYTES
                  && crypto_aead_aes256gcm_KEYBYTES == crypto_auth_hmacsha256_BYTES,
                "what the page does in WebCrypto is what libsodium does");

const char *
rescue_read (struct text public_key, struct text nonce, struct text sealed, struct arena *arena, struct rescue *file)
{
  const size_t length = sealed.length / 4 * 3 + sealed.length % 4 * 3 / 4;
  uint8_t *bytes = arena_take (arena, length + 1);

  if (! base64url_read (public_key, file->public_key, sizeof file->public_key))
    return "public";
  if (! base64url_read (nonce, file->nonce, sizeof file->nonce))
    return "nonce";
  if (length < RESCUE_TAG_BYTES || ! base64url_read (sealed, bytes, length))
    return "sealed";
  file->sealed = bytes_of (bytes, length);
  return NULL;
}

/* Label and session: the info of the derivation and the associated data of the seal. */
static void
write_binding (struct uid session, uint8_t binding[BINDING_BYTES])
{
  memcpy (binding, LABEL, sizeof LABEL);
  memcpy (binding + sizeof LABEL, session.bytes, sizeof session.bytes);
}

static void
hmac (const uint8_t *key, size_t key_length, const uint8_t *text, size_t length, uint8_t out[crypto_auth_hmacsha256_BYTES])
{
  crypto_auth_hmacsha256_state state;

  (void) crypto_auth_hmacsha256_init (&state, key, key_length);
  (void) crypto_auth_hmacsha256_update (&state, text, length);
  (void) crypto_auth_hmacsha256_final (&state, out);
  sodium_memzero (&state, sizeof state);
}

/* HKDF (RFC 5869) for one block: extract under the salt, expand by the info and the block's number. */
static void
derive (const uint8_t shared[crypto_scalarmult_BYTES], const uint8_t salt[2 * RESCUE_PUBLIC_BYTES],
        const uint8_t binding[BINDING_BYTES], uint8_t key[crypto_auth_hmacsha256_BYTES])
{
  uint8_t extracted[crypto_auth_hmacsha256_BYTES];
  uint8_t block[BINDING_BYTES + 1];

  hmac (salt, 2 * RESCUE_PUBLIC_BYTES, shared, crypto_scalarmult_BYTES, extracted);
  memcpy (block, binding, BINDING_BYTES);
  block[BINDING_BYTES] = 1;
  hmac (extracted, sizeof extracted, block, sizeof block, key);
  sodium_memzero (extracted, sizeof extracted);
}

/* False: the file's public key is no point that a secret could be shared with. */
static bool
agree (const struct keyring *ring, const struct rescue *file, const uint8_t binding[BINDING_BYTES],
       uint8_t key[crypto_auth_hmacsha256_BYTES])
{
  const uint8_t *secret = keyring_key (ring, KEY_RESCUE);
  uint8_t salt[2 * RESCUE_PUBLIC_BYTES];
  uint8_t shared[crypto_scalarmult_BYTES];
  bool agreed;

  memcpy (salt, file->public_key, RESCUE_PUBLIC_BYTES);
  agreed = 0 == crypto_scalarmult_base (salt + RESCUE_PUBLIC_BYTES, secret)
           && 0 == crypto_scalarmult (shared, secret, file->public_key);
  if (agreed)
    derive (shared, salt, binding, key);
  sodium_memzero (shared, sizeof shared);
  return agreed;
}

enum rescue_opened
rescue_open (const struct keyring *ring, const struct rescue *file, struct arena *arena, struct bytes *plain)
{
  uint8_t binding[BINDING_BYTES];
  uint8_t key[crypto_aead_aes256gcm_KEYBYTES];
  uint8_t *out;
  unsigned long long length = 0;
  bool opened;

  *plain = bytes_of (NULL, 0);
  if (! crypto_aead_aes256gcm_is_available ())
    return RESCUE_NO_AES;
  write_binding (file->session, binding);
  if (file->sealed.length < RESCUE_TAG_BYTES || ! agree (ring, file, binding, key))
    return RESCUE_SHUT;
  out = arena_take (arena, file->sealed.length - RESCUE_TAG_BYTES + 1);
  opened = 0 == crypto_aead_aes256gcm_decrypt (out, &length, NULL, file->sealed.at, file->sealed.length, binding, sizeof binding,
                                               file->nonce, key);
  sodium_memzero (key, sizeof key);
  if (! opened)
    return RESCUE_SHUT;
  out[length] = '\0';
  *plain = bytes_of (out, (size_t) length);
  return RESCUE_OPEN;
}
