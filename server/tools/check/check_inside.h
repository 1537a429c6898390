/* Private to check/: what is counted, and how a finding is told. */
#ifndef BM_CHECK_INSIDE_H
#define BM_CHECK_INSIDE_H

#include "journal_check.h"

struct check
{
  const struct check_task *task;
  struct pg_conn *conn;
  struct arena *arena;   /* of the session or chain at hand */
  struct uid *named;     /* batches, each once for each row; owned */
  size_t named_count;
  size_t named_room;
  size_t sessions;
  size_t sent;           /* save ids */
  size_t acknowledged;   /* save ids */
  size_t stored;         /* rows */
  size_t lost;           /* acknowledged, and no row */
  size_t refused;        /* told that they cannot be taken, and they could */
  size_t changed;        /* a row that is not what was sent, or says otherwise than was acknowledged */
  size_t duplicated;     /* rows beyond the first of a save id, or of a place in the history */
  size_t unsent;         /* rows that nobody sent */
  size_t late;           /* rows marked so */
  size_t late_accepted;  /* after deadline and grace, and not marked late */
  size_t late_refused;   /* marked late, and in time */
  size_t misordered;     /* counts and should not, or the reverse */
  size_t receipts;       /* that clients were given */
  size_t batches;
  size_t unproven;       /* receipts, rows and batches that do not prove what they should */
  size_t events;         /* of audit chains */
  size_t broken;         /* places where a chain does not hold */
  size_t findings;
};

/* The line names the association or session first, so that findings can be sorted. */
void check_found (struct check *check, size_t *count, const char *format, ...) BM_PRINTF (3, 4) BM_NONNULL (1, 2, 3);

bool check_is (struct bytes stored, const struct hash *hash) BM_MUST_USE BM_NONNULL_ALL;

/* False: the database did not answer. */
bool check_saves (struct check *check) BM_MUST_USE BM_NONNULL_ALL;
bool check_chains (struct check *check) BM_MUST_USE BM_NONNULL_ALL;
bool check_batches (struct check *check) BM_MUST_USE BM_NONNULL_ALL;   /* after check_saves: those that it named */

/* A row's place in its batch; check_batches then looks at the batch. */
void check_leaf (struct check *check, const char *session, const struct pg_rows *rows, size_t row, struct uid of)
  BM_NONNULL_ALL;

/* What a client was given for a save that is stored. */
void check_receipt (struct check *check, const char *save, const struct journal_sent *sent, const struct journal_told *told)
  BM_NONNULL_ALL;

/* After check_saves: what was acknowledged and did not come up there. */
void check_told (struct check *check) BM_NONNULL_ALL;

/* The digest of an answer as it is stored; false: it is none. */
bool check_digest (struct uid save, struct bytes stored, struct hash *digest) BM_MUST_USE BM_NONNULL_ALL;

#endif
