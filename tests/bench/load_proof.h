/* Whether a receipt proves what it says. Written from the format alone, apart from the server's own code. */
#ifndef BM_LOAD_PROOF_H
#define BM_LOAD_PROOF_H

#include "load_reply.h"

#define LOAD_DIGEST_TEXT 43    /* base64url of 32 bytes without padding */
#define LOAD_PATH_MOST 32

struct load_span
{
  const char *at;
  size_t length;
};

struct load_receipt
{
  int64_t time_us;
  uint32_t index, count;
  struct load_span path[LOAD_PATH_MOST];
  size_t path_count;
  struct load_span signature;
};

/* SHA-256 of the answer, salted with its save id. */
void load_proof_digest (const struct load_save *save, uint8_t digest[32]) BM_NONNULL_ALL;

void load_proof_text (const uint8_t digest[32], char text[LOAD_DIGEST_TEXT + 1]) BM_NONNULL_ALL;

/* The leaf is in the batch whose root is signed with this key. */
bool load_proof_holds (const uint8_t key[32], const struct load_save *save, const uint8_t digest[32],
                       const struct load_receipt *receipt) BM_MUST_USE BM_NONNULL_ALL;

#endif
