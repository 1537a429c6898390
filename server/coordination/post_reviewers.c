/* Every empty seat gets a reviewer: two different ones for a packet, one more where a third review is called for. Where
   somebody is lacking, the packets that can have all their reviewers get them, and what is short is told by category and count. */
#include "coordination_reviewers.h"

#include "coordination_endpoints.h"

struct http_reply
coordination_post_reviewers (struct http_request *rq, void *worker)
{
  struct coordination_store *store = coordination_store_of (worker);
  struct administration_id id;
  struct http_reply reply;
  json_t *done = NULL;
  json_t *page = NULL;
  enum coordination_outcome outcome;
  bool some;
  if (! coordination_path_uid (rq, "id", &id.uid, &reply))
    return reply;
  outcome = coordination_allocate (store, coordination_asker_of (rq), id, &done);
  if (COORDINATION_OK == outcome)
    return http_reply_done (rq, done, coordination_path (rq, id.uid, "/reviewers"));
  if (COORDINATION_NOT_READY != outcome
      || COORDINATION_OK != coordination_reviewers (store, coordination_asker_of (rq), id, &page))
    {
      json_decref (done);
      return coordination_problem (rq, outcome);
    }
  some = json_integer_value (json_object_get (done, "seats")) > 0;
  json_object_update (page, done);
  json_decref (done);
  if (NULL == json_object_get (page, "short"))
    return coordination_form_again (rq, ERROR_NOT_READY, NULL, "reviewers_checked", "reviewers", page, NULL);
  return coordination_form_again (rq, ERROR_NOT_READY, NULL, some ? "reviewers_short_for_some" : "reviewers_short",
                                  "reviewers", page, "short");
}
