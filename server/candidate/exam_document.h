/* The candidate's exam as one document, for the overview and for the page before a part. */
#ifndef BM_CANDIDATE_EXAM_DOCUMENT_H
#define BM_CANDIDATE_EXAM_DOCUMENT_H

#include "wing.h"

json_t *exam_document (const struct candidate_worker *worker, const struct candidate_overview *overview)
  BM_MUST_USE BM_NONNULL_ALL;
json_t *exam_document_part (const struct candidate_part *part) BM_MUST_USE BM_NONNULL_ALL;

#endif
