/* The documents of this desk, made from cleartext structs. Pages and JSON clients get the same. */
#ifndef BM_REVIEW_VIEW_H
#define BM_REVIEW_VIEW_H

#include "ready.h"

#include <jansson.h>

json_t *view_text (struct text text);

/* {"specialist": true}: templates pick the words of a category by it. */
json_t *view_category_is (struct text category);

/* One page of a packet with its rubric. at: index of the page. */
json_t *view_packet (const struct review_packet *packet, size_t at) BM_NONNULL_ALL;

/* The same over what was typed, with what is stored beside it wherever the two differ (stale page). */
json_t *view_stale (const struct review_packet *typed, const struct review_packet *stored, size_t at) BM_NONNULL_ALL;

/* A revision was begun or given up. */
json_t *view_revision (const struct review_packet *packet, int64_t version, bool is_draft) BM_NONNULL_ALL;

/* What is scored, what is missing, the total. */
json_t *view_check (const struct review_packet *packet) BM_NONNULL_ALL;

#endif
