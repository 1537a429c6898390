/* Private to rescore/: rows on their way to scratch, and what comes back. */
#ifndef BM_RESCORE_INSIDE_H
#define BM_RESCORE_INSIDE_H

#include "pg_tools.h"
#include "rescore.h"

/* As in tables/sql/tables.sql. */
enum rescore_table
{
  RESCORE_FORM_KEY,   /* stays; all others are emptied after each judgement */
  RESCORE_SHEET,
  RESCORE_SCORE,
  RESCORE_PACKET,
  RESCORE_REVIEW,
  RESCORE_DECISION,
  RESCORE_TABLES
};

#define RESCORE_ROWS_MOST ((size_t) 256 * 1024 * 1024)  /* bytes of one table in one batch */

struct rescore
{
  const char *conninfo;           /* borrowed */
  struct pg_conn *control;        /* makes and drops databases */
  struct pg_conn *scratch;
  const char *name;               /* of the scratch database; NULL while there is none */
  FILE *out;
  size_t spoil;                   /* outcomes still to be turned round */
  struct buf rows[RESCORE_TABLES];
  int64_t told_us;                /* when progress was last told */
};

/* A row is written cell by cell, in the order of the table's columns. */
void rescore_text (struct rescore *rescore, enum rescore_table table, struct text text) BM_NONNULL (1);
void rescore_uid (struct rescore *rescore, enum rescore_table table, struct uid uid) BM_NONNULL (1);
void rescore_int (struct rescore *rescore, enum rescore_table table, int64_t number) BM_NONNULL (1);
void rescore_bool (struct rescore *rescore, enum rescore_table table, bool yes) BM_NONNULL (1);
void rescore_ints (struct rescore *rescore, enum rescore_table table, const int *numbers, size_t count) BM_NONNULL (1);
void rescore_null (struct rescore *rescore, enum rescore_table table) BM_NONNULL (1);
void rescore_end_row (struct rescore *rescore, enum rescore_table table) BM_NONNULL (1);

/* Whether an outcome passes, as it is copied: turned round while there is something to spoil. */
bool rescore_passed (struct rescore *rescore, bool passed) BM_NONNULL_ALL;

/* Copies all rows, runs judge_sheets or judge_packets, tells each difference after "session " or "packet ", and empties the tables.
   NULL: done; else why not (in the arena). */
const char *rescore_judge (struct rescore *rescore, const char *statement, const char *what, struct rescore_sums *sums,
                           struct arena *arena) BM_MUST_USE BM_NONNULL_ALL;

/* Every few seconds, on standard error. */
void rescore_tell (struct rescore *rescore, size_t done, size_t total) BM_NONNULL_ALL;

/* A sentence, NULL: nobody has told it to stop. */
const char *rescore_stopped (void);

#endif
