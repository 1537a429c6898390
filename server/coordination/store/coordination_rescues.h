/* Emergency files of candidates' devices: this desk takes them in and never opens one. A part of the store's door
   (coordination_store.h says how documents and outcomes are given back). */
#ifndef BM_COORDINATION_RESCUES_H
#define BM_COORDINATION_RESCUES_H

#include "coordination_store.h"
#include "rescue.h"

/* reason: 3 .. 400 code points. The same file again is the same one, and tried once more when it was refused. BAD_FIELD: its
   session is none of this administration. */
enum coordination_outcome coordination_add_rescue (struct coordination_store *, struct coordination_asker,
                                                   struct administration_id, const struct rescue *,
                                                   struct text reason) BM_MUST_USE;
enum coordination_outcome coordination_rescues (struct coordination_store *, struct coordination_asker,
                                                struct administration_id, json_t **doc) BM_MUST_USE;

#endif
