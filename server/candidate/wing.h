/* What the endpoints of this wing share. */
#ifndef BM_CANDIDATE_WING_H
#define BM_CANDIDATE_WING_H

#include "candidate_store.h"
#include "http_fields.h"
#include "http_reply.h"

struct candidate_worker
{
  struct arena *arena;            /* for the problem of opening */
  struct candidate_store *store;
  const char *language;
  json_t *words;                  /* client/candidate/<language>/words.json */
  json_t *tutorial;               /* client/candidate/<language>/tutorial.json */
};

static inline struct candidate_store *
wing_store (void *worker)
{
  return ((struct candidate_worker *) worker)->store;
}

/* The caller of this request, for the store. */
struct candidate_call wing_call (struct http_request *rq) BM_NONNULL_ALL;

/* The reply to every outcome but the good ones: its status, and for a browser the page that says what to do next. */
struct http_reply wing_stop (struct http_request *rq, enum candidate_outcome outcome) BM_MUST_USE BM_NONNULL_ALL;

/* The same for an outcome that its own page can show: that page once more, over this document (stolen). */
struct http_reply wing_again (struct http_request *rq, enum candidate_outcome outcome, const char *page,
                              json_t *steal_document) BM_MUST_USE BM_NONNULL_ALL;

/* A value that Jansson could make; the process ends without memory. */
json_t *wing_made (json_t *json) BM_MUST_USE BM_RETURNS_NONNULL;

/* NULL for an empty string: json_pack "s:s*" leaves it out, and a page tests for it. */
const char *wing_filled (const char *string);

/* A page's text for a word: words.json[list][word], or the word itself. */
const char *wing_word (const struct candidate_worker *worker, const char *list, const char *word) BM_NONNULL_ALL;

/* The member "time" of pages: what is left and the line. */
json_t *wing_time (const struct candidate_time *time) BM_MUST_USE BM_NONNULL_ALL;

/* Path of a part's page in the arena: "/parts/2/review"; place 0: leave it out. */
const char *wing_path (struct arena *arena, int64_t part, const char *page, int64_t place) BM_NONNULL_ALL;
/* Path of a question: "/parts/1/items/7" or "/parts/2/vignettes/3". */
const char *wing_question (struct arena *arena, int64_t part, int64_t place) BM_NONNULL_ALL;

#endif
