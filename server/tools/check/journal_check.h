/* Judges a database by what its clients wrote down (journal.h), and its audit chains by themselves. */
#ifndef BM_JOURNAL_CHECK_H
#define BM_JOURNAL_CHECK_H

#include "journal.h"
#include "keyring.h"
#include "pg_conn.h"
#include "receipt_key.h"

#include <stdio.h>

extern const struct pg_statements check_statements;

struct check_task
{
  struct journal *journal;
  const struct keyring *ring;  /* holds the kind answers: digests are then made from the opened answers; NULL: not opened */
  const struct receipt_key *key;  /* receipts and batches are verified with it; NULL: they are not */
  bool whole;                  /* sessions that no journal names are judged too: what they hold, nobody sent */
  FILE *out;                   /* one line for each finding, then one of sums */
};

/* False: the database did not answer, nothing is said about the rest. *findings: how many lines were findings. */
bool check_run (struct pg_conn *conn, const struct check_task *task, size_t *findings) BM_MUST_USE BM_NONNULL_ALL;

#endif
