/* The slots of an administration: when, where, who; and who still needs an appointment. */
#include "slots_page.h"

struct http_reply
coordination_get_slots (struct http_request *rq, void *worker)
{
  struct new_slots entries = new_slots_default ();
  struct administration_id id;
  struct http_reply reply;
  json_t *doc = NULL;
  enum coordination_outcome outcome;
  if (! coordination_path_uid (rq, "id", &id.uid, &reply))
    return reply;
  outcome = coordination_slots (coordination_store_of (worker), coordination_asker_of (rq), id, &doc);
  if (COORDINATION_OK == outcome)
    new_slots_show (&entries, doc);
  return coordination_answer (rq, outcome, doc);
}
