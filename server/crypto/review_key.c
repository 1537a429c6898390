#include "review_key.h"

#include "keyring_key.h"
#include "receipt_key.h"

#include <sodium.h>
#include <string.h>

_Static_assert (REVIEW_KEY_BYTES == KEY_BYTES && REVIEW_KEY_BYTES == RECEIPT_KEY_BYTES, "an Ed25519 public key");

struct review_key
review_key_of (const struct keyring *ring)
{
  struct review_key key;

  memcpy (key.bytes, keyring_key (ring, KEY_REVIEW_PUBLIC), sizeof key.bytes);
  return key;
}

void
review_key_write (const struct review_key *key, struct buf *file)
{
  char hex[REVIEW_KEY_BYTES * 2 + 1];

  buf_string (file, "# Blindmark: the public key of locked reviews (Ed25519). Whoever has it can check them:"
              " blindmark verify seals\n");
  buf_string (file, sodium_bin2hex (hex, sizeof hex, key->bytes, sizeof key->bytes));
  buf_byte (file, '\n');
}

bool
review_key_read (struct text file, struct review_key *key)
{
  struct receipt_key read;
  const bool good = receipt_key_read (file, &read);

  if (good)
    memcpy (key->bytes, read.bytes, sizeof key->bytes);
  return good;
}
