/* A new one-time code; the old password and every login of the person end. */
#include "staff_code.h"

struct http_reply
coordination_post_staff_reset (struct http_request *rq, void *worker)
{
  struct account_id id;
  struct http_reply reply;
  json_t *doc = NULL;
  enum coordination_outcome outcome;
  if (! coordination_path_uid (rq, "id", &id.uid, &reply))
    return reply;
  outcome = coordination_reset_staff (coordination_store_of (worker), coordination_asker_of (rq), id, &doc);
  return COORDINATION_OK == outcome ? staff_code_page (rq, worker, doc) : coordination_answer (rq, outcome, doc);
}
