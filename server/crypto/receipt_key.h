/* The public half of the kind receipt, with which anybody checks receipts, and its file "receipt.pub": comments that begin
   with '#' and one line of 64 hex digits. It is no secret, and there is nothing to it but its being the right one. */
#ifndef BM_RECEIPT_KEY_H
#define BM_RECEIPT_KEY_H

#include "buf.h"
#include "keyring.h"

#define RECEIPT_KEY_BYTES 32

struct receipt_key
{
  uint8_t bytes[RECEIPT_KEY_BYTES];
};

/* The ring holds the kind receipt, or the process ends. */
struct receipt_key receipt_key_of (const struct keyring *ring) BM_NONNULL_ALL;

void receipt_key_write (const struct receipt_key *key, struct buf *file) BM_NONNULL_ALL;

/* False: the text is no such file, or its key is no point of the curve that a signature could be checked with. */
bool receipt_key_read (struct text file, struct receipt_key *key) BM_MUST_USE BM_NONNULL_ALL;

#endif
