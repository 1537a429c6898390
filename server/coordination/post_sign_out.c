#include "coordination_endpoints.h"

struct http_reply
coordination_post_sign_out (struct http_request *rq, void *worker)
{
  const struct http_field spec[] = { HTTP_FIELD_END };
  struct http_reply reply;
  enum coordination_outcome outcome;
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = coordination_sign_out (coordination_store_of (worker), coordination_asker_of (rq));
  if (COORDINATION_OK != outcome)
    return coordination_problem (rq, outcome);
  reply = http_reply_done (rq, NULL, "/");
  reply.cookie = "";
  return reply;
}
