/* The data keys a process is given, one for each kind of secret (design: three desks, three doors).
   File format: one line a key, "<kind> <64 hex digits>", '#' comments; the file is refused unless it is a regular file
   that nobody but its owner can read. Kinds that a file does not name are not held: sealing or opening with them is a
   programming error and ends the process. receipt and review_sign are Ed25519 seeds and rescue is an X25519 secret; review_public
   and rescue_public are the public halves of two of them (a file with both halves is refused unless they fit each other); all
   others are symmetric keys. Keys live in
   locked memory; where the kernel does not lock it (RLIMIT_MEMLOCK under some 40 KiB), loading fails rather than leave
   keys to the swap. */
#ifndef BM_KEYRING_H
#define BM_KEYRING_H

#include "buf.h"
#include "crypto.h"

/* X(name, word): the word stands in key files and in the associated data. */
#define KEY_KINDS(X)                                                                                                  \
  X (KEY_IDENTITY, "identity")                                                                                        \
  X (KEY_BANK, "bank")                                                                                                \
  X (KEY_BANK_KEY, "bank_key")                                                                                        \
  X (KEY_ANSWERS, "answers")                                                                                          \
  X (KEY_INTAKE, "intake")                                                                                            \
  X (KEY_PACKET, "packet")                                                                                            \
  X (KEY_REVIEW, "review")                                                                                            \
  X (KEY_RESULT, "result")                                                                                            \
  X (KEY_CANDIDATE_LOOKUP, "candidate_lookup")                                                                        \
  X (KEY_STAFF_LOOKUP, "staff_lookup")                                                                                \
  X (KEY_RECEIPT, "receipt")                                                                                          \
  X (KEY_RESCUE, "rescue")                                                                                            \
  X (KEY_RESCUE_PUBLIC, "rescue_public")                                                                              \
  X (KEY_REVIEW_SIGN, "review_sign")                                                                                  \
  X (KEY_REVIEW_PUBLIC, "review_public")

enum key_kind
{
#define X(name, word) name,
  KEY_KINDS (X)
#undef X
  KEY_KIND_COUNT
};

struct keyring;

/* NULL on failure, with one sentence in *problem (static or owned by the arena of nobody: copy it if it must last). */
struct keyring *keyring_load (const char *path, const char **problem) BM_MUST_USE BM_NONNULL_ALL;
void keyring_free (struct keyring *ring);
bool keyring_holds (const struct keyring *ring, enum key_kind kind) BM_MUST_USE BM_NONNULL_ALL;
const char *key_kind_word (enum key_kind kind);

/* For `blindmark init`: fresh keys for all kinds; a copy of an older ring with fresh keys for the kinds that it lacks (NULL: it
   holds a public half without its secret, and none can be made for that); and the file text for one process that is given
   only these kinds. */
struct keyring *keyring_generate (void) BM_MUST_USE BM_RETURNS_NONNULL;
struct keyring *keyring_complete (const struct keyring *older) BM_MUST_USE BM_NONNULL_ALL;
void keyring_write (const struct keyring *ring, const enum key_kind *kinds, size_t count, struct buf *file)
  BM_NONNULL_ALL;

#endif
