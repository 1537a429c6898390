/* Everybody who works for the association, and the form that adds somebody. */
#include "coordination_endpoints.h"

struct http_reply
coordination_get_staff (struct http_request *rq, void *worker)
{
  json_t *doc = NULL;
  enum coordination_outcome outcome
      = coordination_staff (coordination_store_of (worker), coordination_asker_of (rq), &doc);
  return coordination_answer (rq, outcome, doc);
}
