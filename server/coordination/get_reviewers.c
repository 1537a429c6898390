/* Reviewers and their room, packets by category and count. */
#include "coordination_reviewers.h"

#include "coordination_endpoints.h"

struct http_reply
coordination_get_reviewers (struct http_request *rq, void *worker)
{
  struct administration_id id;
  struct http_reply reply;
  json_t *doc = NULL;
  enum coordination_outcome outcome;
  if (! coordination_path_uid (rq, "id", &id.uid, &reply))
    return reply;
  outcome = coordination_reviewers (coordination_store_of (worker), coordination_asker_of (rq), id, &doc);
  return coordination_answer (rq, outcome, doc);
}
