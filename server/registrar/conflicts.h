/* Who is barred from what one candidate wrote. */
#ifndef BM_REGISTRAR_CONFLICTS_H
#define BM_REGISTRAR_CONFLICTS_H

#include "registrar_conflicts.h"

/* The accounts of all reviewers who stand too near (core/conflict.h) to the writer; *barred in the arena. Facts as
   registrar_store_conflict_facts has them, person as identity.person.sealed. */
enum registrar_status registrar_barred (const json_t *facts, const json_t *person, struct arena *arena, struct uid **barred,
                                        size_t *count) BM_MUST_USE BM_NONNULL_ALL;

#endif
