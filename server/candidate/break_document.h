/* A break that was granted: the page that offers it and the page while it lasts. */
#ifndef BM_CANDIDATE_BREAK_DOCUMENT_H
#define BM_CANDIDATE_BREAK_DOCUMENT_H

#include "wing.h"

/* Minutes that are left of the breaks, "10" or "4:30". */
json_t *break_minutes (const struct candidate_session *session) BM_MUST_USE BM_NONNULL_ALL;

/* {"part", "resting", "break_left", "time", "version"} */
json_t *break_document (const struct candidate_session *session) BM_MUST_USE BM_NONNULL_ALL;

#endif
