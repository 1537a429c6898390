#include "coordination_endpoints.h"

struct http_reply
coordination_post_sign_out (struct http_request *rq, void *worker)
{
  struct http_reply reply;
  enum coordination_outcome outcome
      = coordination_sign_out (coordination_store_of (worker), coordination_asker_of (rq));
  if (COORDINATION_OK != outcome)
    return coordination_problem (rq, outcome);
  reply = http_reply_done (rq, NULL, "/");
  reply.cookie = "";
  return reply;
}
