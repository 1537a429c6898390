#include "receipt_key.h"

#include "keyring_key.h"

#include <sodium.h>
#include <string.h>

_Static_assert (RECEIPT_KEY_BYTES == crypto_sign_PUBLICKEYBYTES, "an Ed25519 public key");

struct receipt_key
receipt_key_of (const struct keyring *ring)
{
  struct receipt_key key;
  uint8_t secret[crypto_sign_SECRETKEYBYTES];

  (void) crypto_sign_seed_keypair (key.bytes, secret, keyring_key (ring, KEY_RECEIPT));
  sodium_memzero (secret, sizeof secret);
  return key;
}

void
receipt_key_write (const struct receipt_key *key, struct buf *file)
{
  char hex[RECEIPT_KEY_BYTES * 2 + 1];

  buf_string (file, "# Blindmark: the public key of receipts (Ed25519). Whoever has it can check them: blindmark verify receipt\n");
  buf_string (file, sodium_bin2hex (hex, sizeof hex, key->bytes, sizeof key->bytes));
  buf_byte (file, '\n');
}

static bool
read_hex (struct text line, struct receipt_key *key)
{
  size_t length = 0;

  return RECEIPT_KEY_BYTES * 2 == line.length
         && 0 == sodium_hex2bin (key->bytes, sizeof key->bytes, line.at, line.length, NULL, &length, NULL)
         && RECEIPT_KEY_BYTES == length;
}

/* As crypto_sign_verify_detached would judge it: on the curve, in the main subgroup, written in the one way. */
static bool
is_point (const struct receipt_key *key)
{
  return 1 == crypto_core_ed25519_is_valid_point (key->bytes);
}

bool
receipt_key_read (struct text file, struct receipt_key *key)
{
  size_t found = 0;

  while (file.length > 0)
    {
      const char *newline = memchr (file.at, '\n', file.length);
      size_t length = NULL == newline ? file.length : (size_t) (newline - file.at);
      struct text line = text_trim (text_from (file.at, length));
      if (line.length > 0 && '#' != line.at[0] && (0 != found++ || ! read_hex (line, key)))
        return false;
      length += NULL != newline;
      file = text_from (file.at + length, file.length - length);
    }
  return 1 == found && is_point (key);
}
