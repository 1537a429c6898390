/* The appointments of one candidate, to give, move and cancel. */
#include "slots_page.h"

struct http_reply
coordination_get_appointments (struct http_request *rq, void *worker)
{
  struct registration_id id;
  struct http_reply reply;
  json_t *doc = NULL;
  enum coordination_outcome outcome;
  if (! coordination_path_uid (rq, "id", &id.uid, &reply))
    return reply;
  outcome = coordination_appointments_of (coordination_store_of (worker), coordination_asker_of (rq), id, &doc);
  return coordination_answer (rq, outcome, doc);
}
