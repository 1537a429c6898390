/* Before a reviewer is stopped, or an idle one's packets are taken back: what will happen, in counts. */
#include "coordination_reviewers.h"

#include "coordination_endpoints.h"

struct http_reply
coordination_get_reviewer_stop (struct http_request *rq, void *worker)
{
  struct administration_id id;
  struct account_id account;
  json_t *doc = NULL;
  enum coordination_outcome outcome;
  const struct http_field spec[] = { HTTP_PATH_UID ("id", &id.uid), HTTP_PATH_UID ("account", &account.uid), HTTP_FIELD_END };
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = coordination_reviewer (coordination_store_of (worker), coordination_asker_of (rq), id, account, &doc);
  return coordination_answer (rq, outcome, doc);
}
