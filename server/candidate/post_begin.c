/* The page says that it shows its first questions: the clock starts, once, and the page is told what is left. */
#include "clock_document.h"
#include "endpoints.h"

struct http_reply
post_begin (struct http_request *rq, void *worker)
{
  int64_t part = 0;
  const struct http_field spec[] = { HTTP_PATH_I64 ("part", 1, 2, &part), HTTP_FIELD_END };
  struct candidate_call call = wing_call (rq);
  struct candidate_session session;
  enum candidate_outcome outcome;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = candidate_store_begin (wing_store (worker), &call, (int) part);
  if (CANDIDATE_DONE == outcome)
    outcome = candidate_store_session (wing_store (worker), &call, (int) part, &session);
  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  if (rq->wants_html)
    return http_reply_done (rq, NULL, wing_question (rq->arena, part, 1));
  return http_reply_text (rq, clock_text (rq->arena, &session));
}
