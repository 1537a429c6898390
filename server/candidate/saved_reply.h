/* What the sender of an answer is told. */
#ifndef BM_CANDIDATE_SAVED_REPLY_H
#define BM_CANDIDATE_SAVED_REPLY_H

#include "candidate_saves.h"
#include "wing.h"

/* The reply after any outcome of a save; saved is read where the outcome fills it. */
struct http_reply saved_reply (struct http_request *rq, const struct candidate_save *save, enum candidate_outcome outcome,
                               const struct candidate_saved *saved) BM_MUST_USE BM_NONNULL_ALL;

#endif
