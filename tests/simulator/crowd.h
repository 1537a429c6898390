/* Many days, shared among processes. */
#ifndef BM_SIMULATOR_CROWD_H
#define BM_SIMULATOR_CROWD_H

#include "world.h"

#define CROWD_JOBS_MOST 64

struct crowd_order
{
  uint64_t first;
  uint64_t seeds;
  uint64_t jobs;
  struct rules rules;
  const char *planted;  /* the defect in the rules, or NULL */
  enum invariant only;  /* INVARIANT_COUNT, or the one that is to break */
};

/* Plays and reports on standard output; progress goes to standard error every ten seconds. Ctrl-C ends it with what was done
   so far and says with which seed to go on. 0: all days were played and hold; 1 otherwise. */
int crowd_play (const struct crowd_order *order) BM_NONNULL_ALL;

#endif
