/* What was done to clocks, by whom and why: one act, or all of an administration. */
#include "coordination_acts.h"
#include "coordination_endpoints.h"

struct http_reply
coordination_get_irregularity (struct http_request *rq, void *worker)
{
  struct uid act;
  struct http_reply reply;
  json_t *doc = NULL;
  enum coordination_outcome outcome;
  if (! coordination_path_uid (rq, "id", &act, &reply))
    return reply;
  outcome = coordination_irregularity (coordination_store_of (worker), coordination_asker_of (rq), act, &doc);
  return coordination_answer (rq, outcome, doc);
}

struct http_reply
coordination_get_irregularities (struct http_request *rq, void *worker)
{
  struct administration_id id;
  struct http_reply reply;
  json_t *doc = NULL;
  enum coordination_outcome outcome;
  if (! coordination_path_uid (rq, "id", &id.uid, &reply))
    return reply;
  outcome = coordination_irregularities (coordination_store_of (worker), coordination_asker_of (rq), id, &doc);
  return coordination_answer (rq, outcome, doc);
}
