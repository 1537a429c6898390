/* The vignettes of a part as pages show them. */
#ifndef BM_CANDIDATE_VIGNETTE_DOCUMENT_H
#define BM_CANDIDATE_VIGNETTE_DOCUMENT_H

#include "work_document.h"

/* Enough of a hash of a response to see whether a form changed it: 16 hex digits and NUL. */
#define VIGNETTE_MARK_ROOM 17
void vignette_mark (struct text response, char mark[VIGNETTE_MARK_ROOM]) BM_NONNULL_ALL;

/* The members "vignette", "flagged", "required" and, for a member of a choice set that leaves a choice, "marked" and "set" of a
   vignette's page. */
void vignette_question (struct arena *arena, const struct candidate_work *work, size_t index, json_t *page) BM_NONNULL_ALL;

/* {"title", "role", "paragraphs",
    "prompts": [{"id", "number", "text", "response", "mark", "words", "ref", "epoch", "sequence"}]} */
json_t *vignette_body (struct arena *arena, const struct candidate_vignette *vignette, const struct candidate_answer *answer,
                       int position) BM_MUST_USE BM_NONNULL_ALL;

/* [{"place", "href", "title", "answered", "counts", "marked", "flagged", "required", "choose", "of", "words"}] */
json_t *vignette_list (struct arena *arena, const struct candidate_work *work) BM_MUST_USE BM_NONNULL_ALL;

/* Does everybody have to answer this one: are all of its choice set asked for? */
bool vignette_is_required (const struct candidate_work *work, size_t index) BM_MUST_USE BM_NONNULL_ALL;

/* The vignette's choice set: {"choose", "of", "members": [{"place", "last"}], "has_counting", "counting": [{"place", "last"}],
   "position", "positions": of all that are marked, with the "epoch" and "sequence" of the save that says so} */
json_t *vignette_set (struct arena *arena, const struct candidate_work *work, size_t index) BM_MUST_USE BM_NONNULL_ALL;

#endif
