#include "crypto.h"

#include <sodium.h>
#include <sys/prctl.h>
#include <sys/resource.h>

_Static_assert (HASH_BYTES == crypto_generichash_BYTES, "a hash is BLAKE2b-256");

bool
crypto_start (void)
{
  const struct rlimit none = { 0, 0 };

  return sodium_init () >= 0 && 0 == prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) && 0 == setrlimit (RLIMIT_CORE, &none);
}

struct uid
crypto_uid (void)
{
  struct uid uid;

  randombytes_buf (uid.bytes, sizeof uid.bytes);
  uid.bytes[6] = (uint8_t) ((uid.bytes[6] & 0x0F) | 0x40);
  uid.bytes[8] = (uint8_t) ((uid.bytes[8] & 0x3F) | 0x80);
  return uid;
}

void
crypto_random (void *bytes, size_t length)
{
  randombytes_buf (bytes, length);
}

struct hash
crypto_digest (struct bytes bytes)
{
  struct hash hash;

  (void) crypto_generichash (hash.bytes, sizeof hash.bytes, bytes.at, bytes.length, NULL, 0);
  return hash;
}

struct bytes
hash_bytes (const struct hash *hash)
{
  return bytes_of (hash->bytes, sizeof hash->bytes);
}
