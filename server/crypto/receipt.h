/* Receipts: what the desk gives for a save that is on the disk, and what anybody can check with receipt.pub alone.
   Each save is a leaf of the hash tree of its batch, whose root and number of leaves are signed once (Ed25519). At hand-in one
   seal covers all saves of a part.

   The bytes, integers big-endian, every label with its NUL:
     leaf of a save   "blindmark save receipt 1" session 16, u8 length of ref, ref, u32 epoch, u64 sequence, digest 32, i64 time
     leaf of a seal   "blindmark seal receipt 1" session 16, u8 part, u32 saves, root 32, i64 time
     what is signed   "blindmark batch 1" u32 number of leaves, root 32 (a seal is a batch of its own)
     digest           SHA-256 of "blindmark answer 1" save id 16, answer: "c:" and the letter, if any; "t:" and the text as
                      stored; "v:" and the positions with commas. The random save id keeps a printed receipt from telling
                      the answer.
   The wire: compact JSON, binary as base64url without padding, see receipt_print.c. */
#ifndef BM_RECEIPT_H
#define BM_RECEIPT_H

#include "hash_tree.h"
#include "receipt_key.h"

#define RECEIPT_REF_MOST 20
#define RECEIPT_CODE_ROOM 15   /* "XXXX-XXXX-XXXX" and NUL */

struct receipt
{
  struct uid session;
  const char *ref;      /* "item.7"; 1 to 20 of a-z, 0-9 and '.', anything else ends the process */
  uint32_t epoch;
  uint64_t sequence;
  struct hash digest;
  int64_t time_us;      /* when the save arrived; microseconds of Unix time */
};

struct receipt_seal
{
  struct uid session;
  uint8_t part;
  uint32_t saves;
  struct hash root;     /* of the tree over the leaves of all saves of the session, in order of (epoch, sequence) */
  int64_t time_us;
};

struct receipt_signature
{
  uint8_t bytes[64];
};

struct receipt_batch
{
  struct hash_tree tree;
  struct receipt_signature signature;
};

/* letter 0: the answer was taken back. Positions are written in the order that they come in. */
struct hash receipt_digest_choice (struct uid save_id, char letter);
struct hash receipt_digest_text (struct uid save_id, struct text text);
struct hash receipt_digest_vignettes (struct uid save_id, const int64_t *positions, size_t count);

bool receipt_ref_is_good (struct text ref) BM_MUST_USE;

struct hash receipt_leaf (const struct receipt *receipt) BM_NONNULL_ALL;
struct hash receipt_seal_leaf (const struct receipt_seal *seal) BM_NONNULL_ALL;

/* The ring holds the kind receipt. The leaves are kept by reference and must live as long as the batch; 1 or more. */
void receipt_batch_sign (const struct keyring *ring, const struct hash *leaves, uint32_t count, struct arena *arena,
                         struct receipt_batch *batch) BM_NONNULL_ALL;
void receipt_seal_sign (const struct keyring *ring, const struct receipt_seal *seal, struct receipt_signature *signature)
  BM_NONNULL_ALL;

enum receipt_verdict
{
  RECEIPT_GOOD,
  RECEIPT_NO_PATH,     /* no batch of this count has such a path at this index */
  RECEIPT_NOT_SIGNED   /* the root that it leads to was not signed with this key: a field, the path or the signature is another */
};

/* Total: any content may be given, but for a ref that is not good. */
enum receipt_verdict receipt_verify (const struct receipt_key *key, const struct receipt *receipt, uint32_t index, uint32_t count,
                                     const struct hash_path *path, const struct receipt_signature *signature)
  BM_MUST_USE BM_NONNULL_ALL;
enum receipt_verdict receipt_seal_verify (const struct receipt_key *key, const struct receipt_seal *seal,
                                          const struct receipt_signature *signature) BM_MUST_USE BM_NONNULL_ALL;

/* 60 bits of the seal in Crockford's base 32, to be read aloud and compared: not a secret, and not a check by itself. */
void receipt_code (const struct receipt_seal *seal, char code[RECEIPT_CODE_ROOM]) BM_NONNULL_ALL;

/* The JSON of the wire, added to the buffer; no allocation but the buffer's own. A save is the batch's leaf number `index`. */
void receipt_print (const struct receipt *receipt, const struct receipt_batch *batch, uint32_t index, struct buf *json)
  BM_NONNULL_ALL;
void receipt_seal_print (const struct receipt_seal *seal, const struct receipt_signature *signature, struct buf *json)
  BM_NONNULL_ALL;

#endif
