#include "endpoints.h"
#include "wing.h"

struct http_reply
post_sign_out (struct http_request *rq, void *worker)
{
  const struct http_field spec[] = { HTTP_FIELD_END };
  struct candidate_call call = wing_call (rq);
  enum candidate_outcome outcome;
  struct http_reply reply;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = candidate_store_sign_out (wing_store (worker), &call);
  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  reply = http_reply_done (rq, NULL, "/");
  reply.cookie = "";
  return reply;
}
