/* What a page's clock is set by. A page that knows the state of some version waits here for the next: it occupies no thread
   meanwhile, and candidate_watch sends it on. */
#include "clock_document.h"
#include "endpoints.h"

#define PATIENCE_US INT64_C (25000000)

struct http_reply
get_clock (struct http_request *rq, void *worker)
{
  int64_t part = 0, since = 0;
  const struct http_field spec[]
    = { HTTP_PATH_I64 ("part", 1, 2, &part), HTTP_QUERY_I64 ("since", 0, INT64_MAX, &since), HTTP_FIELD_END };
  struct candidate_call call = wing_call (rq);
  struct candidate_session session;
  enum candidate_outcome outcome;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = candidate_store_session (wing_store (worker), &call, (int) part, &session);
  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  if (since == session.version && ! rq->park_over)
    return http_reply_park (rq, session.id, PATIENCE_US);
  return http_reply_ok (rq, clock_document (&session));
}
