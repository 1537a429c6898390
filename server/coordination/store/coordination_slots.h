/* Slots and appointments. Part of the desk's door to the database (coordination_store.h); an appointment here is a candidate's, to
   sit a part. Documents are those of schema/functions/coordination/<name>.sql with people opened. */
#ifndef BM_COORDINATION_SLOTS_H
#define BM_COORDINATION_SLOTS_H

#include "coordination_store.h"

struct coordination_new_slots
{
  int32_t part;          /* 1 or 2 */
  struct text starts;    /* "2027-03-14 09:00" in the association's zone */
  int32_t places;        /* 1 .. 500 in each */
  struct text place;     /* 1 .. 200 code points */
  int32_t times;         /* 1 .. 50 slots */
  int32_t every;         /* minutes between them */
};

enum coordination_outcome coordination_slots (struct coordination_store *, struct coordination_asker, struct administration_id,
                                              json_t **doc) BM_MUST_USE;
/* All or none. BAD_FIELD: doc.field and doc.why (add_slots.sql). */
enum coordination_outcome coordination_add_slots (struct coordination_store *, struct coordination_asker,
                                                  struct administration_id, const struct coordination_new_slots *,
                                                  json_t **doc) BM_MUST_USE;
enum coordination_outcome coordination_slot (struct coordination_store *, struct coordination_asker, struct slot_id,
                                             json_t **doc) BM_MUST_USE;
/* OK: doc.id is the administration. BAD_FIELD: doc.field and doc.why. */
enum coordination_outcome coordination_change_slot (struct coordination_store *, struct coordination_asker, struct slot_id,
                                                    int32_t places, struct text place, json_t **doc) BM_MUST_USE;
/* BAD_FIELD: somebody has it. */
enum coordination_outcome coordination_withdraw_slot (struct coordination_store *, struct coordination_asker, struct slot_id,
                                                      json_t **doc) BM_MUST_USE;

/* The appointments of one candidate, and what there is to give. */
enum coordination_outcome coordination_appointments_of (struct coordination_store *, struct coordination_asker,
                                                        struct registration_id, json_t **doc) BM_MUST_USE;
/* Gives or moves. BAD_FIELD: doc.why is "begun", "over", "no_slot", "outside" or "full". */
enum coordination_outcome coordination_give_slot (struct coordination_store *, struct coordination_asker,
                                                  struct registration_id, int32_t part, struct slot_id,
                                                  json_t **doc) BM_MUST_USE;
/* BAD_FIELD: doc.why is "begun" or "over". */
enum coordination_outcome coordination_cancel_appointment (struct coordination_store *, struct coordination_asker,
                                                           struct registration_id, int32_t part, json_t **doc) BM_MUST_USE;

#endif
