/* Answers on their way into the database, and the candidate's marks beside them. */
#ifndef BM_CANDIDATE_SAVES_H
#define BM_CANDIDATE_SAVES_H

#include "candidate_store.h"

/* One save as it is sent. Exactly one of choice, text, vignettes. */
struct candidate_save
{
  int part;
  struct text ref;           /* "item.7", "prompt.2.p1", "choice" */
  struct uid id;             /* the same id again is the same save */
  struct uid session;        /* that the page belongs to; zero: the login's */
  int64_t epoch;             /* of the login that it was given under; 0: this one's */
  int64_t sequence;          /* 0: the next one */
  enum { CANDIDATE_SAVE_CHOICE, CANDIDATE_SAVE_TEXT, CANDIDATE_SAVE_VIGNETTES } kind;
  char choice;               /* 'A' .. 'D', 0 takes the answer back */
  struct text text;
  const int64_t *vignettes;  /* positions in the form */
  size_t vignette_count;
};

struct candidate_saved
{
  int64_t revision;          /* its sequence; with STALE the highest sequence so far; 0 with CLOSED */
  int64_t left_s;
  struct text receipt;       /* with SAVED, LATE and STORED: crypto/receipt's JSON in the caller's arena; empty: from before
                                receipts were given */
};

/* SAVED; LATE: kept and marked; CLOSED: handed in before; STALE: that sequence belongs to another save; TAKEN; OTHER_SESSION;
   UNKNOWN_REF. SAVED is returned after COMMIT only. */
enum candidate_outcome candidate_store_save (struct candidate_store *store, const struct candidate_call *call,
                                             const struct candidate_save *save, struct candidate_saved *saved)
  BM_MUST_USE BM_NONNULL_ALL;

/* One of many that are written together. */
struct candidate_batched
{
  struct candidate_call call;
  struct candidate_save save;
  bool stored;               /* SAVED, and saved is filled; false: undecided, and candidate_store_save must decide it alone */
  struct candidate_saved saved;
};

/* Writes all that are plain in one durable transaction and signs them together. DONE: after COMMIT; each tells whether it is
   stored. A database that is away is waited for, for as long as BATCH_PATIENCE_US after the first arrived; then AWAY, and nothing
   is known of any of them. */
#define BATCH_PATIENCE_US INT64_C (5000000)
enum candidate_outcome candidate_store_save_batch (struct candidate_store *store, struct candidate_batched *batch, size_t count)
  BM_MUST_USE BM_NONNULL_ALL;

/* What became of a save whose sender never heard: STORED (all but left_s is filled) or ABSENT. */
enum candidate_outcome candidate_store_saved (struct candidate_store *store, const struct candidate_call *call, int part,
                                              struct uid save_id, struct candidate_saved *saved) BM_MUST_USE BM_NONNULL_ALL;

/* Flag and struck options of the question at this position; struck NULL leaves them. DONE, CLOSED or LATE. */
enum candidate_outcome candidate_store_mark (struct candidate_store *store, const struct candidate_call *call, int part,
                                             int64_t position, bool flagged, const char *struck)
  BM_MUST_USE BM_NONNULL (1, 2);

#endif
