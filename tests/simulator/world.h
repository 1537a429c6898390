/* A made-up exam day: candidates at devices whose clocks are wrong, a network that loses, repeats, reorders and delays,
   coordinators who act at the same time, a registrar who comes late, a server that goes away, a database that is slow and whose
   wall clock jumps. One seed is one day, the same every time. */
#ifndef BM_SIMULATOR_WORLD_H
#define BM_SIMULATOR_WORLD_H

#include "server.h"
#include "witness.h"

#include <stdio.h>

#define OPERATIONS(X)                                                                                                 \
  X (DELIVERED, "delivered")                                                                                          \
  X (ACKNOWLEDGED, "acknowledged")                                                                                    \
  X (SAVED, "saved")                                                                                                  \
  X (SAVED_LATE_KEPT, "late")                                                                                         \
  X (REPEATED, "repeated")                                                                                            \
  X (HANDED_IN, "handed_in")                                                                                          \
  X (PAUSED, "paused")                                                                                                \
  X (RESUMED, "resumed")                                                                                              \
  X (EXTENDED, "extended")                                                                                            \
  X (REOPENED, "reopened")                                                                                            \
  X (CLOSED_BY_TIME, "closed_by_time")                                                                                \
  X (REFUSED, "refused")                                                                                              \
  X (LOOKED, "looked_after")                                                                                          \
  X (LOST, "lost")                                                                                                    \
  X (OUTAGES, "outages")                                                                                              \
  X (RESTARTS, "restarts")                                                                                            \
  X (JUMPS, "jumps")

enum operation
{
#define X(name, word) OPERATION_##name,
  OPERATIONS (X)
#undef X
  OPERATION_COUNT
};

const char *operation_word (enum operation operation);

struct world;

struct world *world_new (void);
void world_free (struct world *world);

/* Plays one day under these rules, until its end or until an invariant breaks. only: INVARIANT_COUNT, or the one that is to
   break. trace: where to tell each event, or NULL. */
void world_play (struct world *world, uint64_t seed, const struct rules *rules, enum invariant only, FILE *trace)
  BM_NONNULL (1, 3);

/* Of the day that was played last. */
const struct witness *world_witness (const struct world *world) BM_NONNULL_ALL;
uint64_t world_operations (const struct world *world, enum operation operation) BM_NONNULL_ALL;

#endif
