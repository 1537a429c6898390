/* One request with the form of its decision; its letter. */
#include "accommodation_page.h"

static struct http_reply
answer (struct http_request *rq, void *worker, bool letter)
{
  struct accommodation_id id;
  struct http_reply reply;
  json_t *doc = NULL;
  enum coordination_outcome outcome;
  if (! coordination_path_uid (rq, "id", &id.uid, &reply))
    return reply;
  outcome = coordination_accommodation (coordination_store_of (worker), coordination_asker_of (rq), id, &doc);
  if (COORDINATION_OK != outcome)
    return coordination_answer (rq, outcome, doc);
  if (letter && ! json_is_true (json_object_get (doc, "decided")))
    {
      json_decref (doc);
      return http_reply_problem (rq, ERROR_NOT_READY, NULL, "not_decided");
    }
  accommodation_page_decision (NULL, doc, rq->arena);
  return http_reply_ok (rq, doc);
}

struct http_reply
coordination_get_accommodation (struct http_request *rq, void *worker)
{
  return answer (rq, worker, false);
}

struct http_reply
coordination_get_accommodation_letter (struct http_request *rq, void *worker)
{
  return answer (rq, worker, true);
}
