/* The public half of the kind review_sign, with which the registrar and whoever audits check the seals of reviews, and its file
   "review.pub", which has the form of "receipt.pub". */
#ifndef BM_REVIEW_KEY_H
#define BM_REVIEW_KEY_H

#include "buf.h"
#include "keyring.h"

#define REVIEW_KEY_BYTES 32

struct review_key
{
  uint8_t bytes[REVIEW_KEY_BYTES];
};

/* The ring holds the kind review_public, or the process ends. */
struct review_key review_key_of (const struct keyring *ring) BM_NONNULL_ALL;

void review_key_write (const struct review_key *key, struct buf *file) BM_NONNULL_ALL;

/* False: the text is no such file, or its key is no point of the curve that a signature could be checked with. */
bool review_key_read (struct text file, struct review_key *key) BM_MUST_USE BM_NONNULL_ALL;

#endif
