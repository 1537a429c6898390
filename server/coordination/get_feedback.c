/* The remarks under one code; the database writes down that they were looked at. */
#include "feedback_page.h"

struct http_reply
coordination_get_feedback (struct http_request *rq, void *worker)
{
  struct administration_id id;
  struct text code = { "", 0 };
  json_t *doc = NULL;
  enum coordination_outcome outcome;
  const struct http_field spec[]
    = { HTTP_PATH_UID ("id", &id.uid), HTTP_PATH_TEXT ("code", &code), HTTP_FIELD_END };

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = coordination_feedback (coordination_store_of (worker), coordination_asker_of (rq), id, code, &doc);
  if (COORDINATION_OK == outcome)
    feedback_page_show (doc, rq->arena);
  return coordination_answer (rq, outcome, doc);
}
