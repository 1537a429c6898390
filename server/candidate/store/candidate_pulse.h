/* What the desk itself asks the database for, no person involved: its heartbeat, which sessions changed, and the versions of
   sessions. In every call token_hash is not read. */
#ifndef BM_CANDIDATE_PULSE_H
#define BM_CANDIDATE_PULSE_H

#include "candidate_store.h"

/* For a thread that must never be busy for long: no call takes much more than this. */
void candidate_store_hurry (struct candidate_store *store, int64_t most_us) BM_NONNULL_ALL;

struct candidate_beat
{
  int64_t gone_s;    /* how long no desk has given a sign of life, when that was an outage; 0: it was none */
  int64_t skew_us;   /* by how much the boot-time clock is ahead of the database's */
};

/* The desk is alive at call->arrived_boot_us. */
enum candidate_outcome candidate_store_beat (struct candidate_store *store, const struct candidate_call *call,
                                             struct candidate_beat *beat) BM_MUST_USE BM_NONNULL_ALL;

struct candidate_version
{
  struct uid session;
  int64_t version;   /* of candidate_session */
};

/* The versions of these sessions, in no order; *found in the call's arena. */
enum candidate_outcome candidate_store_versions (struct candidate_store *store, const struct candidate_call *call,
                                                 const struct uid *sessions, size_t count, struct candidate_version **found,
                                                 size_t *found_count) BM_MUST_USE BM_NONNULL (1, 2, 5, 6);

struct candidate_changes
{
  const char *seen;     /* what this look saw, for the next one */
  int64_t floor;        /* for candidate_store_forget_changes, some minutes later */
  int64_t link;         /* another one than at the last look: that one's seen may mean nothing here */
  struct uid *sessions;
  size_t count;
};

/* The sessions whose change was committed since the look that gave `seen` (NULL: none, a first look), however long before it was
   made; in the call's arena. */
enum candidate_outcome candidate_store_changes (struct candidate_store *store, const struct candidate_call *call, const char *seen,
                                                struct candidate_changes *changes) BM_MUST_USE BM_NONNULL (1, 2, 4);

/* Deletes what every desk has been told: changes from before a look with this floor, which must be minutes old. */
enum candidate_outcome candidate_store_forget_changes (struct candidate_store *store, const struct candidate_call *call,
                                                       int64_t floor) BM_MUST_USE BM_NONNULL_ALL;

#endif
