/* Every outcome once more, by a second implementation: opened values are copied into a scratch database, set-based SQL scores them
   there, and what it finds is held against what C has decided. */
#ifndef BM_RESCORE_H
#define BM_RESCORE_H

#include "arena.h"
#include "keyring.h"

#include <stdio.h>

/* A database of the same server, made for one run; conninfo is of whoever may read everything and make databases: the operator.
   One that an earlier run left behind (it was killed) goes first. */
struct rescore;

/* NULL: *problem (in the arena) says why. spoil: how many outcomes are turned round on their way to scratch; the comparison has to
   find these. Differences are told on out, progress on standard error. */
struct rescore *rescore_open (const char *conninfo, size_t spoil, FILE *out, struct arena *arena, const char **problem)
  BM_MUST_USE BM_NONNULL_ALL;

/* Drops the scratch database. NULL: gone; else its name and why it stays, in the arena. */
const char *rescore_close (struct rescore *rescore, struct arena *arena) BM_MUST_USE BM_NONNULL_ALL;

/* After a signal: the run ends at its next step. */
void rescore_stop (void);

struct rescore_sums
{
  size_t outcomes;
  size_t differences;
};

/* Every Part 1 and Part 2 outcome of the database. ring holds the kinds answers, bank_key, review and result.
   NULL: done; else why it ended early, in the arena. */
const char *rescore_all (struct rescore *rescore, const struct keyring *ring, struct rescore_sums *sums, struct arena *arena)
  BM_MUST_USE BM_NONNULL_ALL;

/* So many cases that the seed decides: Part 1 sheets and sets of Part 2 reviews over all rules, scored by core. Says how often each
   way of each rule has fired. */
const char *rescore_random (struct rescore *rescore, size_t cases, uint64_t seed, struct rescore_sums *sums, struct arena *arena)
  BM_MUST_USE BM_NONNULL_ALL;

#endif
