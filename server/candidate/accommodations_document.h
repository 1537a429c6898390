/* The documents of a candidate's accommodations: the page of all, and the letter of one decision. */
#ifndef BM_CANDIDATE_ACCOMMODATIONS_DOCUMENT_H
#define BM_CANDIDATE_ACCOMMODATIONS_DOCUMENT_H

#include "candidate_accommodations.h"
#include "wing.h"

#define ACCOMMODATION_KINDS "esl|time|breaks|dictionary|display|date|person"

/* What was typed into the form; empty texts before. */
struct accommodation_entries
{
  struct text kind, asked;
};

json_t *accommodations_document (const struct candidate_accommodations *all, const struct accommodation_entries *entries,
                                 struct arena *arena) BM_MUST_USE BM_NONNULL_ALL;

/* The form again with what is wrong; also where nothing can be stored now. */
struct http_reply accommodations_again (struct http_request *rq, void *worker, const struct accommodation_entries *entries,
                                        enum error error, const char *field, const char *reason) BM_MUST_USE
  BM_NONNULL (1, 2, 3);

/* one: decided. */
json_t *accommodation_letter (const struct candidate_accommodations *all, const struct candidate_accommodation *one) BM_MUST_USE
  BM_NONNULL_ALL;

#endif
