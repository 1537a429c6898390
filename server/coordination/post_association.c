/* Staff of several associations choose which one they work for now. */
#include "coordination_endpoints.h"

struct http_reply
coordination_post_association (struct http_request *rq, void *worker)
{
  struct association_id association;
  enum coordination_outcome outcome;
  const struct http_field spec[] = { HTTP_BODY_UID ("association", &association.uid), HTTP_FIELD_END };
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = coordination_switch_association (coordination_store_of (worker), coordination_asker_of (rq), association);
  return COORDINATION_OK == outcome ? http_reply_done (rq, NULL, "/home") : coordination_problem (rq, outcome);
}
