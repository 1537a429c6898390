/* Emergency files: what a candidate's device still held when nothing else helped, sealed in the page (WebCrypto) so that only a
   process that holds the kind rescue can open it, and bound to one session.

   shared = X25519 (a key pair of the page's own, the public key rescue_public); key = HKDF-SHA256 of shared with the salt
   (the page's public key, ours) and the info (label, session), 32 bytes; sealed = AES-256-GCM under that key and the file's
   nonce, with the associated data (label, session), its tag of 16 bytes last. The label is "blindmark rescue 1" with its NUL.

   Whoever has the public key can make such a file: that it opens says for which session it was made, not who made it or when. */
#ifndef BM_RESCUE_H
#define BM_RESCUE_H

#include "arena.h"
#include "keyring.h"

#define RESCUE_PUBLIC_BYTES 32
#define RESCUE_NONCE_BYTES 12
#define RESCUE_TAG_BYTES 16

struct rescue
{
  struct uid session;
  uint8_t public_key[RESCUE_PUBLIC_BYTES];  /* the page's */
  uint8_t nonce[RESCUE_NONCE_BYTES];
  struct bytes sealed;                      /* RESCUE_TAG_BYTES and more, or it does not open */
};

enum rescue_opened
{
  RESCUE_OPEN,
  RESCUE_SHUT,    /* for another key or another session, or changed since; which of them cannot be told */
  RESCUE_NO_AES   /* this machine's processor lacks the AES instructions that the only safe code for it here needs */
};

/* From the file's own texts, base64url without padding; what is sealed lives in the arena. NULL: all are well formed; otherwise
   the name of the first that is not: "public", "nonce", "sealed". */
const char *rescue_read (struct text public_key, struct text nonce, struct text sealed, struct arena *arena,
                         struct rescue *file) BM_MUST_USE BM_NONNULL (4, 5);

/* The ring holds the kind rescue. OPEN: *plain is in the arena, NUL after its last byte; else it is empty. */
enum rescue_opened rescue_open (const struct keyring *ring, const struct rescue *file, struct arena *arena,
                                struct bytes *plain) BM_MUST_USE BM_NONNULL_ALL;

#endif
