/* Remarks as a coordinator sees and changes them: each with the places marked that could tell who reviewed. Works on a document of
   coordination_feedback. A remark is named on the page by its number in the list, from 0, valid for one version. */
#ifndef BM_COORDINATION_FEEDBACK_PAGE_H
#define BM_COORDINATION_FEEDBACK_PAGE_H

#include "coordination_endpoints.h"
#include "coordination_feedback.h"

/* How many places are marked in the remarks that are not left out. */
size_t feedback_page_findings (const json_t *doc, struct arena *arena) BM_MUST_USE BM_NONNULL_ALL;

/* Makes the document what the page shows: each remark gets "number", "nth", "marked", "segments" [{"text",
   "why"}] and "found" [{"text", "is"}], the document "any", "marked" (in a remark that is not left out) and
   "note" (what reviewers wrote for coordinators, their names taken out; NULL: nothing); who reviews goes out of it. */
void feedback_page_show (json_t *doc, struct arena *arena) BM_NONNULL_ALL;

/* Writes what was typed into the remarks: texts by their numbers (those not named stay), and which are left out. False: a number
   that there is none of. */
bool feedback_page_edit (json_t *doc, struct http_map texts, struct http_list dropped) BM_MUST_USE BM_NONNULL (1);

#endif
