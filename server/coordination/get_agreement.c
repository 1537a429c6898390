/* How reviewers agreed, of one administration or of all that are released: computed anew for each reader, and only from what a
   release has written. */
#include "agreement_report.h"

static struct http_reply
answer (struct http_request *rq, void *worker, const struct administration_id *id)
{
  json_t *doc = NULL;
  enum coordination_outcome outcome
      = coordination_agreement (coordination_store_of (worker), coordination_asker_of (rq), id, &doc);
  if (COORDINATION_OK == outcome && ! agreement_report (doc, rq->arena))
    outcome = COORDINATION_BROKEN;
  return coordination_answer (rq, outcome, doc);
}

struct http_reply
coordination_get_agreement (struct http_request *rq, void *worker)
{
  struct administration_id id;
  struct http_reply reply;
  if (! coordination_path_uid (rq, "id", &id.uid, &reply))
    return reply;
  return answer (rq, worker, &id);
}

struct http_reply
coordination_get_agreements (struct http_request *rq, void *worker)
{
  return answer (rq, worker, NULL);
}
