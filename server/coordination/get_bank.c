/* Forms and counts: this desk cannot read a question. */
#include "coordination_endpoints.h"

struct http_reply
coordination_get_bank (struct http_request *rq, void *worker)
{
  json_t *doc = NULL;
  enum coordination_outcome outcome
      = coordination_bank (coordination_store_of (worker), coordination_asker_of (rq), &doc);
  return coordination_answer (rq, outcome, doc);
}
