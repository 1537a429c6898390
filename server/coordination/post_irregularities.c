/* The second person approves acts on clocks. */
#include "clocks_form.h"

struct http_reply
coordination_post_irregularities (struct http_request *rq, void *worker)
{
  struct administration_id id;
  struct http_list list = { NULL, 0 };
  const struct uid *acts;
  enum coordination_outcome outcome;
  const struct http_field spec[] = { HTTP_PATH_UID ("id", &id.uid), HTTP_BODY_LIST ("act", 1000, &list), HTTP_FIELD_END };
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  if (0 == list.count)
    return http_reply_problem (rq, ERROR_INVALID_FIELD, "act", "absent");
  if (! clocks_read_uids (&list, rq->arena, &acts))
    return http_reply_problem (rq, ERROR_INVALID_FIELD, "act", "bad_id");
  outcome = coordination_approve_acts (coordination_store_of (worker), coordination_asker_of (rq), id, acts, list.count);
  if (COORDINATION_SAME_PERSON == outcome)
    return http_reply_problem (rq, ERROR_SAME_PERSON, NULL, "acted_yourself");
  return COORDINATION_OK == outcome ? http_reply_done (rq, NULL, coordination_path (rq, id.uid, "/irregularities"))
                                    : coordination_problem (rq, outcome);
}
