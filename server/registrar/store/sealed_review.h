/* Opens a locked review, and only as it was locked. */
#ifndef BM_REGISTRAR_SEALED_REVIEW_H
#define BM_REGISTRAR_SEALED_REVIEW_H

#include "registrar_inside.h"

/* The rows of packet_reviews that are about one allocation: its seals in order of revision. */
struct review_span
{
  size_t first;
  size_t end;
};

/* The review that counts (new reference) and its commitment. NULL: its seals are no chain that the review desk has signed (a
   review of before there were signatures passes once it is published), or it is not what the newest of them commits to; *why is one
   fixed word. */
json_t *sealed_review_open (struct registrar_store *store, const struct pg_rows *rows, const struct review_span *span,
                            struct hash *commitment, const char **why) BM_MUST_USE BM_NONNULL_ALL;

#endif
