/* Sealed columns: XChaCha20-Poly1305 with a random nonce. The associated data names the place (kind, table, column,
   row, version), so a ciphertext that is moved to another row, column or version does not open. The two lookup kinds
   only look up, those that sign or agree and their public halves do neither, the others only seal; the wrong use ends the
   process. */
#ifndef BM_SEAL_H
#define BM_SEAL_H

#include "arena.h"
#include "keyring.h"

struct seal_place
{
  enum key_kind kind;
  const char *column;  /* "identity.person.sealed"; at most 100 bytes */
  struct uid row;
  int64_t version;     /* 0 where the row has none */
};

/* The sealed bytes live in the arena: 1 format byte, 24 nonce, ciphertext, 16 tag. */
struct bytes seal (const struct keyring *ring, struct seal_place place, struct bytes plain, struct arena *arena)
  BM_NONNULL (1, 4);

/* False: not sealed at this place with this key, or changed since; *plain is empty then. The plain bytes live in the
   arena, NUL after the last. */
bool seal_open (const struct keyring *ring, struct seal_place place, struct bytes sealed, struct arena *arena,
                struct bytes *plain) BM_MUST_USE BM_NONNULL (1, 4, 5);

/* Keyed hash of an e-mail address, so that it can be found but not read: of its NFKC, case-folded, trimmed form. */
struct hash seal_lookup (const struct keyring *ring, enum key_kind kind, struct text email) BM_NONNULL (1);

#endif
