/* Pieces that the pages of a running part share. */
#ifndef BM_CANDIDATE_WORK_DOCUMENT_H
#define BM_CANDIDATE_WORK_DOCUMENT_H

#include "wing.h"

/* Has this question an answer (Part 2: at least one response that is not blank)? */
bool work_is_answered (const struct candidate_work *work, size_t index) BM_MUST_USE BM_NONNULL_ALL;

/* {"answered", "unanswered", "flagged"} */
json_t *work_counts (const struct candidate_work *work) BM_MUST_USE BM_NONNULL_ALL;

/* [{"place", "href", "answered", "seen", "flagged", "current", "counts"}]; place: the one shown, 0 for none. */
json_t *work_navigator (struct arena *arena, const struct candidate_work *work, int64_t place) BM_MUST_USE BM_NONNULL_ALL;

/* What the bar of every page of a part shows: "standing" (not started), "paused", "time", "version" of what the page knows,
   and "break_left" (minutes) while the candidate may take a break. */
void work_bar (const struct candidate_session *session, json_t *page) BM_NONNULL_ALL;

/* What every question page holds beside its question: its bar, part, place, count, previous, next, counts, navigator, save. */
json_t *work_page (struct arena *arena, const struct candidate_work *work, int64_t place) BM_MUST_USE BM_NONNULL_ALL;

/* [{"text", "letter", "chosen", "struck"}] of an item, options in form order. */
json_t *work_options (const struct candidate_item *item, const struct candidate_answer *answer) BM_MUST_USE BM_NONNULL_ALL;

/* The page of a part that takes no more answers: what happened, its seal, and what comes next. */
struct http_reply work_ended (struct http_request *rq, void *worker, const struct candidate_session *session)
  BM_MUST_USE BM_NONNULL_ALL;

/* Does this login see questions now? False: *instead is the page that there is: the part has ended, another device has the
   exam, or the candidate is on a break. */
bool work_shows (struct http_request *rq, void *worker, const struct candidate_session *session, struct http_reply *instead)
  BM_MUST_USE BM_NONNULL_ALL;

/* Where a form's button leads: "next", "previous", "review", "stay", "break", "hand-in" or the number of a place. NULL: none
   of these; the problem names the field "go". */
const char *work_go (struct http_request *rq, const struct candidate_work *work, int64_t place, struct text go)
  BM_MUST_USE BM_NONNULL_ALL;

/* The hook that tells the database when the first page of questions left; NULL once the clock runs. */
http_delivered *work_delivered (const struct candidate_session *session) BM_MUST_USE BM_NONNULL_ALL;

#endif
