/* One published letter, to print. */
#include "outcome_page.h"

struct http_reply
coordination_get_letter (struct http_request *rq, void *worker)
{
  struct registration_id id;
  struct http_reply reply;
  json_t *doc = NULL;
  enum coordination_outcome outcome;
  if (! coordination_path_uid (rq, "id", &id.uid, &reply))
    return reply;
  outcome = coordination_letter (coordination_store_of (worker), coordination_asker_of (rq), id, &doc);
  if (COORDINATION_OK == outcome)
    outcome_page_mark (json_object_get (doc, "outcome"));
  return coordination_answer (rq, outcome, doc);
}
