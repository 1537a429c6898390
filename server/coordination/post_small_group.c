/* A coordinator's word that a group of fewer than five is reviewed all the same. */
#include "coordination_endpoints.h"

struct http_reply
coordination_post_small_group (struct http_request *rq, void *worker)
{
  struct administration_id id;
  struct text category;
  struct text reason;
  enum coordination_outcome outcome;
  const struct http_field spec[]
      = { HTTP_PATH_UID ("id", &id.uid),
          HTTP_BODY_WORD ("category", "specialist|mentor-clinical|mentor-policy|mentor-research-faculty", &category),
          HTTP_BODY_TEXT ("reason", 3, 400, &reason), HTTP_FIELD_END };
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = coordination_decide_small_group (coordination_store_of (worker), coordination_asker_of (rq), id, category, reason);
  if (COORDINATION_OK != outcome)
    return coordination_problem (rq, outcome);
  return http_reply_done (rq, NULL, coordination_path (rq, id.uid, ""));
}
