/* A candidate's appointments as documents: the page to pick, and the short member of the exam page. */
#ifndef BM_CANDIDATE_APPOINTMENTS_DOCUMENT_H
#define BM_CANDIDATE_APPOINTMENTS_DOCUMENT_H

#include "candidate_appointments.h"
#include "wing.h"

/* The page: each part's appointment and the slots to pick from, by day; main: the first part that needs one, whose button is the
   page's first. */
json_t *appointments_document (struct arena *arena, const struct candidate_appointments *found,
                               const struct candidate_slot *slots, size_t count) BM_MUST_USE BM_NONNULL (1, 2);

/* For the exam page: {"parts", "next": the nearest that is to come, "pick": a part lacks one}; NULL: no part has slots or an
   appointment. */
json_t *appointments_brief (const struct candidate_appointments *found) BM_MUST_USE BM_NONNULL_ALL;

/* The page again, with the sentence of an outcome that is about slots; any other outcome stops as everywhere. */
struct http_reply appointments_again (struct http_request *rq, void *worker, enum candidate_outcome refused)
  BM_MUST_USE BM_NONNULL_ALL;

#endif
