/* The key itself, for this folder only: whoever holds a ring seals and opens through seal.h. */
#ifndef BM_KEYRING_KEY_H
#define BM_KEYRING_KEY_H

#include "keyring.h"

#define KEY_BYTES 32

/* Borrowed from the ring. A kind that is not held ends the process. */
const uint8_t *keyring_key (const struct keyring *ring, enum key_kind kind) BM_MUST_USE BM_RETURNS_NONNULL
  BM_NONNULL_ALL;

#endif
