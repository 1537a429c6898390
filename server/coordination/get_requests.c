/* What one candidate asked for, and the form by which a coordinator enters one more request. */
#include "accommodation_page.h"

struct http_reply
coordination_get_requests (struct http_request *rq, void *worker)
{
  struct registration_id id;
  struct http_reply reply;
  json_t *doc = NULL;
  enum coordination_outcome outcome;
  if (! coordination_path_uid (rq, "id", &id.uid, &reply))
    return reply;
  outcome = coordination_accommodations_of (coordination_store_of (worker), coordination_asker_of (rq), id, &doc);
  if (COORDINATION_OK == outcome)
    accommodation_page_request (NULL, doc, rq->arena);
  return coordination_answer (rq, outcome, doc);
}
