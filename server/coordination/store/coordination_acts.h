/* Acts on the clocks of sessions: each happens at the instant when its request arrived. A part of the store's door
   (coordination_store.h says how documents and outcomes are given back). */
#ifndef BM_COORDINATION_ACTS_H
#define BM_COORDINATION_ACTS_H

#include "coordination_store.h"

/* The board's document, with only the parts that the act (what: as below) fits. */
enum coordination_outcome coordination_clocks (struct coordination_store *, struct coordination_asker,
                                               struct administration_id, struct text what, json_t **doc) BM_MUST_USE;
struct coordination_act
{
  struct uid id;              /* the page's: the same id twice is one act */
  struct text what;           /* pause, resume, minutes, reopen */
  const struct uid *sessions;
  size_t session_count;
  bool everybody;             /* instead of sessions: all that the act fits */
  int32_t seconds;            /* minutes: 60 .. 36000; reopen: 0 .. 36000; else 0 */
  struct text category;       /* environment, examinee, staff, technical, other */
  struct text reason;         /* 3 .. 400 code points */
  bool really;                /* false: a rehearsal that shows what would happen */
};
/* OK: the act as schema/functions/coordination/a_act_of.sql shows it. NOT_READY: it can be done for nobody; *doc says why
   for each, NULL when it fits nobody. CONFLICT: the id is another act's. */
enum coordination_outcome coordination_act (struct coordination_store *, struct coordination_asker, struct administration_id,
                                            const struct coordination_act *, json_t **doc) BM_MUST_USE;
enum coordination_outcome coordination_irregularity (struct coordination_store *, struct coordination_asker, struct uid act,
                                                     json_t **doc) BM_MUST_USE;
enum coordination_outcome coordination_irregularities (struct coordination_store *, struct coordination_asker,
                                                       struct administration_id, json_t **doc) BM_MUST_USE;
/* SAME_PERSON: one of them is the asker's own, and none was approved. */
enum coordination_outcome coordination_approve_acts (struct coordination_store *, struct coordination_asker,
                                                     struct administration_id, const struct uid *acts,
                                                     size_t count) BM_MUST_USE;
/* doc.outages[].act: a fresh id for the act that gives it back. */
enum coordination_outcome coordination_outages (struct coordination_store *, struct coordination_asker,
                                                struct administration_id, json_t **doc) BM_MUST_USE;
struct coordination_outage
{
  struct uid outage, act;
  bool give;
  struct text reason; /* 3 .. 400 code points */
};
/* OK: doc.act is the act that gave it back, null when nothing was given. ALREADY: the other thing was said. NOT_READY:
   nobody is left who could get it. */
enum coordination_outcome coordination_answer_outage (struct coordination_store *, struct coordination_asker,
                                                      struct administration_id, const struct coordination_outage *,
                                                      json_t **doc) BM_MUST_USE;

#endif
