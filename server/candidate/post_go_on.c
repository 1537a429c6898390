/* The candidate's break ends, and they go on where an answer is missing. */
#include "endpoints.h"
#include "wing.h"

struct http_reply
post_go_on (struct http_request *rq, void *worker)
{
  int64_t part = 0;
  const struct http_field spec[] = { HTTP_PATH_I64 ("part", 1, 2, &part), HTTP_FIELD_END };
  struct candidate_call call = wing_call (rq);
  enum candidate_outcome outcome;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = candidate_store_end_break (wing_store (worker), &call, (int) part);
  return CANDIDATE_DONE == outcome ? http_reply_done (rq, NULL, wing_path (rq->arena, part, "open", 0)) : wing_stop (rq, outcome);
}
