/* The clock stands until the candidate goes on, or the breaks that were granted are used up. */
#include "endpoints.h"
#include "wing.h"

struct http_reply
post_break (struct http_request *rq, void *worker)
{
  int64_t part = 0;
  const struct http_field spec[] = { HTTP_PATH_I64 ("part", 1, 2, &part), HTTP_FIELD_END };
  struct candidate_call call = wing_call (rq);
  enum candidate_outcome outcome;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = candidate_store_take_break (wing_store (worker), &call, (int) part);
  return CANDIDATE_DONE == outcome ? http_reply_done (rq, NULL, wing_path (rq->arena, part, "break", 0)) : wing_stop (rq, outcome);
}
