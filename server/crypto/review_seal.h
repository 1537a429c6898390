/* Seals of locked reviews. Each revision of a review is committed to and signed by the review desk before anybody else can read
   it, and names the commitment of the revision before: what was locked cannot be exchanged, left out or put in another order
   unseen.

   The bytes that are signed (Ed25519), integers big-endian, the label with its NUL:
     "blindmark review seal 1" allocation 16, u32 revision, commitment 32, previous 32, reason 32
   commitment: BLAKE2b-256 of the review as JSON, which has a random "key" in it and so cannot be guessed from its commitment.
   previous: the commitment of the revision before; zeros for the first. reason: review_seal_reason; zeros for the first. */
#ifndef BM_REVIEW_SEAL_H
#define BM_REVIEW_SEAL_H

#include "review_key.h"

#define REVIEW_SIGNATURE_BYTES 64

struct review_seal
{
  struct uid allocation;
  uint32_t revision;       /* from 1 */
  struct hash commitment;
  struct hash previous;
  struct hash reason;
};

struct review_signature
{
  uint8_t bytes[REVIEW_SIGNATURE_BYTES];
};

/* Digest of a reason, with the random key of its review (its hexadecimal digits) before it: as little to be guessed as the
   review. */
struct hash review_seal_reason (struct text key, struct text reason);

/* The ring holds the kind review_sign, or the process ends. */
void review_seal_sign (const struct keyring *ring, const struct review_seal *seal, struct review_signature *signature)
  BM_NONNULL_ALL;

/* Is the opened review the one that the seal commits to, for the reason that the seal names? key and reason: what it holds under
   these names; an empty key: it holds none, and it is not. */
bool review_seal_fits (const struct review_seal *seal, struct bytes plain, struct text key, struct text reason)
  BM_MUST_USE BM_NONNULL (1);

enum review_seal_verdict
{
  REVIEW_SEAL_GOOD,
  REVIEW_SEAL_UNSIGNED,    /* a first one without signature: locked before reviews were signed */
  REVIEW_SEAL_NOT_NEXT,    /* its revision or what it calls the previous one is not that of the seal before it */
  REVIEW_SEAL_NOT_SIGNED   /* not by this key: a field or the signature is another */
};

/* A seal from what the database holds: parts are commitment, previous and reason; an empty previous or reason
   stands for none. False: a part has another length than it must. */
bool review_seal_read (struct uid allocation, int64_t revision, const struct bytes parts[3], struct review_seal *seal)
  BM_MUST_USE BM_NONNULL (3, 4);

/* Does it follow the seal before it (NULL: it is the first of its allocation)? signature: empty when it has none. */
enum review_seal_verdict review_seal_judge (const struct review_key *key, const struct review_seal *before,
                                            const struct review_seal *seal, struct bytes signature) BM_MUST_USE BM_NONNULL (1, 3);

#endif
