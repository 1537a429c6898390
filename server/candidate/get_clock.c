#include "clock_document.h"
#include "endpoints.h"

struct http_reply
get_clock (struct http_request *rq, void *worker)
{
  int64_t part = 0;
  const struct http_field spec[] = { HTTP_PATH_I64 ("part", 1, 2, &part), HTTP_FIELD_END };
  struct candidate_call call = wing_call (rq);
  struct candidate_session session;
  enum candidate_outcome outcome;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = candidate_store_session (wing_store (worker), &call, (int) part, &session);
  return CANDIDATE_DONE == outcome ? http_reply_ok (rq, clock_document (&session)) : wing_stop (rq, outcome);
}
