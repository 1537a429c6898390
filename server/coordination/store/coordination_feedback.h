/* The part of the store for remarks that candidates are to get. */
#ifndef BM_COORDINATION_FEEDBACK_H
#define BM_COORDINATION_FEEDBACK_H

#include "coordination_store.h"

/* The remarks of an administration by their codes. */
enum coordination_outcome coordination_feedbacks (struct coordination_store *, struct coordination_asker, struct administration_id,
                                                  json_t **doc) BM_MUST_USE;

/* One of them, which is written down. doc.remarks: [{"place", "overall", "text", "dropped"}]; doc.people: all who review, with
   "name" and "email". */
enum coordination_outcome coordination_feedback (struct coordination_store *, struct coordination_asker, struct administration_id,
                                                 struct text code, json_t **doc) BM_MUST_USE;

/* Stores doc.remarks of a document that coordination_feedback gave as the next version, approved or not.
   STALE: somebody changed them meanwhile. LOCKED: a release is confirmed and not yet published. */
enum coordination_outcome coordination_save_feedback (struct coordination_store *, struct coordination_asker,
                                                      struct administration_id, const json_t *doc, bool approve) BM_MUST_USE;

#endif
