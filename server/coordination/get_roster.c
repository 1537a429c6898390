/* Where a roster comes in. */
#include "coordination_endpoints.h"

#include "roster.h"

struct http_reply
coordination_get_roster (struct http_request *rq, void *worker)
{
  struct administration_id id;
  struct http_reply reply;
  json_t *doc = NULL;
  enum coordination_outcome outcome;
  const struct roster nobody = { 0 };
  struct coordination_known *known;
  if (! coordination_path_uid (rq, "id", &id.uid, &reply))
    return reply;
  outcome = coordination_roster_check (coordination_store_of (worker), coordination_asker_of (rq), id, &nobody, &known,
                                       &doc);
  return coordination_answer (rq, outcome, doc);
}
