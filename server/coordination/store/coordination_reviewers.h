/* Reviewers: packets given out, people who stop, and what is known of whom they must not score. Part of coordination_store.h. */
#ifndef BM_COORDINATION_REVIEWERS_H
#define BM_COORDINATION_REVIEWERS_H

#include "coordination_store.h"

enum coordination_outcome coordination_reviewers (struct coordination_store *, struct coordination_asker,
                                                  struct administration_id, json_t **doc) BM_MUST_USE;
/* Fills the empty seats of every packet that can have all of them. OK: {"seats"}, and none is empty. NOT_READY: doc.short lists
   {"category", "seats"} that nobody is left for, and doc.seats says how many the other packets were given; or doc.checking is true
   (who is barred is being worked out, and nothing was given). */
enum coordination_outcome coordination_allocate (struct coordination_store *, struct coordination_asker,
                                                 struct administration_id, json_t **doc) BM_MUST_USE;

/* One reviewer's counts in an administration. */
enum coordination_outcome coordination_reviewer (struct coordination_store *, struct coordination_asker, struct administration_id,
                                                 struct account_id, json_t **doc) BM_MUST_USE;
struct coordination_stop
{
  bool for_good;       /* false: an idle reviewer's packets are taken back, and they may get others */
  struct text reason;  /* 3 .. 400 code points */
};
/* ALREADY: stopped before. NOT_READY: not for good, and not idle past the policy. */
enum coordination_outcome coordination_stop_reviewer (struct coordination_store *, struct coordination_asker,
                                                      struct administration_id, struct account_id,
                                                      struct coordination_stop) BM_MUST_USE;

/* How far off somebody who pauses was, and whether there is another practice packet for them. NOT_FOUND: they never paused. */
enum coordination_outcome coordination_reviewer_pause (struct coordination_store *, struct coordination_asker,
                                                       struct administration_id, struct account_id, json_t **doc) BM_MUST_USE;
/* how: "goes_on" or "practice". reason: 3 .. 400 code points. NOT_FOUND: they do not pause. NOT_READY: no other practice packet. */
enum coordination_outcome coordination_end_pause (struct coordination_store *, struct coordination_asker, struct administration_id,
                                                  struct account_id, struct text how, struct text reason) BM_MUST_USE;

/* Somebody or some place that a reviewer must not score; what is not known is empty. NOT_READY: remarks of an administration are
   read, and its results are not published. */
struct coordination_conflict
{
  struct text name, email, employer;
};
enum coordination_outcome coordination_add_conflict (struct coordination_store *, struct coordination_asker, struct account_id,
                                                     const struct coordination_conflict *) BM_MUST_USE;
enum coordination_outcome coordination_withdraw_conflict (struct coordination_store *, struct coordination_asker,
                                                          struct account_id, struct uid conflict) BM_MUST_USE;

#endif
