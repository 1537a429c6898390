/* Whether the locked reviews of a database are as they were locked: each a chain of seals that the review desk signed, all of
   them known to the audit chain and none of those missing, and what counts the newest. */
#ifndef BM_SEALS_H
#define BM_SEALS_H

#include "pg_conn.h"
#include "review_seal.h"

#include <stdio.h>

extern const struct pg_statements seals_statements;

/* ring: holds the kind review: the reviews themselves are then opened and compared with what was committed to; NULL: they are not.
   One line for each finding goes to out, then one of sums. False: the database did not answer; nothing is said about the rest. */
bool seals_check (struct pg_conn *conn, const struct review_key *key, const struct keyring *ring, FILE *out, size_t *findings)
  BM_MUST_USE BM_NONNULL (1, 2, 4, 5);

#endif
