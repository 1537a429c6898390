/* libsodium, started once; randomness and fast hashes. All functions of this folder are total: they cannot be half
   done. */
#ifndef BM_CRYPTO_H
#define BM_CRYPTO_H

#include "attrs.h"
#include "text.h"
#include "uid.h"

#define HASH_BYTES 32

struct hash
{
  uint8_t bytes[HASH_BYTES];
};

/* Before any thread and any other call here. Also forbids core dumps and ptrace of this process (so /proc/self/fd and
   the like belong to root from here on). False: say so and stop. */
bool crypto_start (void) BM_MUST_USE;

struct uid crypto_uid (void);                                 /* random, version 4 */
void crypto_random (void *bytes, size_t length) BM_NONNULL_ALL;
struct hash crypto_digest (struct bytes bytes);               /* BLAKE2b-256; libsodium has a crypto_hash of its own */
struct bytes hash_bytes (const struct hash *hash) BM_NONNULL_ALL;   /* borrowed view */

#endif
