/* What a page's clock is set by. */
#ifndef BM_CANDIDATE_CLOCK_DOCUMENT_H
#define BM_CANDIDATE_CLOCK_DOCUMENT_H

#include "wing.h"

/* Ready-made JSON in the arena: how the session stands. */
struct bytes clock_text (struct arena *arena, const struct candidate_session *session) BM_MUST_USE BM_NONNULL_ALL;

/* Ready-made JSON in the arena: it stands as the page knows it. */
struct bytes clock_same (struct arena *arena, int64_t version) BM_MUST_USE BM_NONNULL_ALL;

#endif
