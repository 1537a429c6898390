/* Files of receipts, read strictly: one receipt or seal, an array of them, or {"receipts": […], "seal": {…} or null}. */
#ifndef BM_RECEIPT_FILE_H
#define BM_RECEIPT_FILE_H

#include "receipt.h"

#define RECEIPT_FILE_ROWS_MOST 100000

struct receipt_row
{
  const char *name;         /* "row 2" as the file counts, from 1; "the seal" */
  const char *problem;      /* why it is not good; NULL so far */
  const char *remark;       /* what else is to be said of a good one; NULL: nothing */
  bool is_seal;
  struct receipt save;      /* unless is_seal */
  uint32_t index;
  uint32_t count;
  struct hash_path path;
  struct receipt_seal seal; /* if is_seal */
  struct receipt_signature signature;
};

struct receipt_file
{
  struct receipt_row *rows;
  size_t count;
};

/* NULL, or why the file as a whole is none (in the arena). What is wrong with one row stands in the row. */
const char *receipt_file_read (struct text content, struct arena *arena, struct receipt_file *file) BM_MUST_USE
  BM_NONNULL (2, 3);

/* Fills in problems and remarks: signatures, rows that contradict each other, and whether a seal follows from the saves of its
   session, if all of them are there. Returns how many rows are not good. */
size_t receipt_file_check (const struct receipt_file *file, const struct receipt_key *key, struct arena *arena) BM_NONNULL_ALL;

#endif
