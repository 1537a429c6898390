/* The coordinator's word on answers that arrived after the end: they count or they do not, with a reason. */
#include "coordination_endpoints.h"

struct http_reply
coordination_post_late (struct http_request *rq, void *worker)
{
  struct registration_id id;
  struct coordination_late late = { .accept = false };
  struct text accept;
  struct text reason;
  json_t *doc = NULL;
  struct uid administration;
  enum coordination_outcome outcome;
  const struct http_field spec[]
      = { HTTP_PATH_UID ("id", &id.uid), HTTP_BODY_I64 ("part", 1, 2, &late.part), HTTP_BODY_WORD ("accept", "yes|no", &accept),
          HTTP_BODY_TEXT ("reason", 3, 400, &reason), HTTP_FIELD_END };
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  late.accept = text_is (accept, "yes");
  late.reason = reason;
  outcome = coordination_decide_late (coordination_store_of (worker), coordination_asker_of (rq), id, late, &doc);
  if (COORDINATION_OK != outcome || ! uid_parse (text_of (json_string_value (json_object_get (doc, "id"))), &administration))
    {
      json_decref (doc);
      return coordination_problem (rq, outcome);
    }
  json_decref (doc);
  return http_reply_done (rq, NULL, coordination_path (rq, administration, "/board"));
}
