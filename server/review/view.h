/* The documents of this desk, made from cleartext structs. Pages and JSON clients get the same. */
#ifndef BM_REVIEW_VIEW_H
#define BM_REVIEW_VIEW_H

#include "ready.h"
#include "review_phrases.h"

#include <jansson.h>

json_t *view_text (struct text text);

/* {"specialist": true}: templates pick the words of a category by it. */
json_t *view_category_is (struct text category);

/* What stands beside a page of a packet. */
struct view_beside
{
  struct review_around around;
  struct review_phrases phrases;
};

/* One page of a packet with its rubric. at: index of the page. */
json_t *view_packet (const struct review_packet *packet, size_t at, const struct view_beside *beside) BM_NONNULL_ALL;

/* The same over what was typed, with what is stored beside it wherever the two differ (stale page). */
json_t *view_stale (const struct review_packet *typed, const struct review_packet *stored, size_t at,
                    const struct view_beside *beside) BM_NONNULL_ALL;

/* {"title", "paragraphs", "prompts"}: each response whole, in segments that are marked or not, with its passages, and whether it
   was masked anew since this page was saved. */
json_t *view_vignette (const struct review_packet *packet, size_t at) BM_NONNULL_ALL;

/* The prints of the responses of a page, "." between them, as its form carries them. */
json_t *view_texts (const struct review_packet *packet, size_t at) BM_NONNULL_ALL;

/* ["prompt.from.to" or "prompt.from.to.criterion"]: the marks of a page as its form carries them. */
json_t *view_marks (const struct review_packet *packet, size_t at) BM_NONNULL_ALL;

/* {"code", "page"}; NULL for nowhere. */
json_t *view_where (const struct review_where *where) BM_NONNULL_ALL;

/* {"part", "parts", "number", "responses", "scored", "stays"}, and {"before", "after", "onward"} where they are. */
json_t *view_around (const struct review_around *around) BM_NONNULL_ALL;

json_t *view_phrase_list (const struct review_phrases *phrases) BM_NONNULL_ALL;

/* {"phrases": [text]} of the packet with this code. */
json_t *view_phrases (struct text code, const struct review_phrases *phrases) BM_NONNULL_ALL;

/* A revision was begun or given up. */
json_t *view_revision (const struct review_packet *packet, int64_t version, bool is_draft) BM_NONNULL_ALL;

/* What is scored, what is missing, the total. */
json_t *view_check (const struct review_packet *packet) BM_NONNULL_ALL;

#endif
