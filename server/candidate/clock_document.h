/* What a page's clock is set by. */
#ifndef BM_CANDIDATE_CLOCK_DOCUMENT_H
#define BM_CANDIDATE_CLOCK_DOCUMENT_H

#include "wing.h"

json_t *clock_document (const struct candidate_session *session) BM_MUST_USE BM_NONNULL_ALL;

#endif
