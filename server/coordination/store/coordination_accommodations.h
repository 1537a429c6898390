/* The part of the store that knows accommodations: what was asked for, what was decided, in clear words. */
#ifndef BM_COORDINATION_ACCOMMODATIONS_H
#define BM_COORDINATION_ACCOMMODATIONS_H

#include "coordination_store.h"

enum coordination_outcome coordination_accommodations (struct coordination_store *, struct coordination_asker,
                                                       struct administration_id, json_t **doc) BM_MUST_USE;
enum coordination_outcome coordination_accommodations_of (struct coordination_store *, struct coordination_asker,
                                                          struct registration_id, json_t **doc) BM_MUST_USE;
/* doc: see accommodation.sql, with "asked", "reason" and "late_reason" where there are such words. */
enum coordination_outcome coordination_accommodation (struct coordination_store *, struct coordination_asker,
                                                      struct accommodation_id, json_t **doc) BM_MUST_USE;
struct coordination_request
{
  struct text kind, received_on; /* "2027-03-14", in the association's zone */
  struct text asked;             /* 1 .. 2000 code points */
};
/* ALREADY: one of this kind is asked for or granted. BAD_FIELD: received_on. */
enum coordination_outcome coordination_file_accommodation (struct coordination_store *, struct coordination_asker,
                                                           struct registration_id, struct coordination_request,
                                                           json_t **doc) BM_MUST_USE;
struct coordination_decision
{
  int64_t version; /* that was looked at */
  bool grant;
  struct text documents;                /* not_needed, needed, seen */
  int64_t part1_minutes, part2_minutes; /* 0 .. 600 */
  struct text opens, closes;            /* as of an administration; for another date only */
  struct text reason, late_reason;      /* 3 .. 400 code points; late_reason may be empty */
};
/* STALE, ALREADY; CLOSED: scoring has begun, so there is no other date any more; LOCKED: it would take away time from a part
   that was opened; BAD_FIELD: doc.field, doc.reason. */
enum coordination_outcome coordination_decide_accommodation (struct coordination_store *, struct coordination_asker,
                                                             struct accommodation_id, const struct coordination_decision *,
                                                             json_t **doc) BM_MUST_USE;

#endif
