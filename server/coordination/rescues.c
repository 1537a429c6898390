/* Emergency files: what a candidate's device held that could send nothing any more is brought in here, unopened. */
#include "coordination_endpoints.h"
#include "coordination_rescues.h"
#include "rescue_form.h"

static struct http_reply
page_again (struct http_request *rq, void *worker, struct administration_id id, const char *field, const char *reason,
            struct text typed)
{
  json_t *doc = NULL;
  enum coordination_outcome outcome
      = coordination_rescues (coordination_store_of (worker), coordination_asker_of (rq), id, &doc);
  if (COORDINATION_OK != outcome)
    return coordination_answer (rq, outcome, doc);
  json_object_set_new (doc, "typed", json_stringn (typed.at, typed.length));
  return coordination_form_again (rq, ERROR_INVALID_FIELD, field, reason, "rescues", doc, NULL);
}

struct http_reply
coordination_get_rescues (struct http_request *rq, void *worker)
{
  struct administration_id id;
  struct http_reply reply;
  json_t *doc = NULL;
  enum coordination_outcome outcome;
  if (! coordination_path_uid (rq, "id", &id.uid, &reply))
    return reply;
  outcome = coordination_rescues (coordination_store_of (worker), coordination_asker_of (rq), id, &doc);
  return coordination_answer (rq, outcome, doc);
}

struct http_reply
coordination_post_rescues (struct http_request *rq, void *worker)
{
  struct administration_id id;
  struct rescue file;
  struct text text = text_of ("");
  struct text reason = text_of ("");
  const char *problem;
  enum coordination_outcome outcome;
  const struct http_field spec[] = { HTTP_PATH_UID ("id", &id.uid), HTTP_BODY_TEXT_OPTIONAL ("file", RESCUE_TEXT_MOST, &text),
                                     HTTP_BODY_TEXT_OPTIONAL ("reason", 400, &reason), HTTP_FIELD_END };
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  reason = text_trim (reason);
  problem = 0 == text_trim (text).length ? "rescue_missing" : rescue_form_read (text, rq->arena, &file);
  if (NULL != problem)
    return page_again (rq, worker, id, "file", problem, reason);
  if (text_code_points (reason) < 3)
    return page_again (rq, worker, id, "reason", "reason_length", reason);
  outcome = coordination_add_rescue (coordination_store_of (worker), coordination_asker_of (rq), id, &file, reason);
  if (COORDINATION_BAD_FIELD == outcome)
    return page_again (rq, worker, id, "file", "rescue_other_exam", reason);
  if (COORDINATION_OK != outcome)
    return coordination_problem (rq, outcome);
  return http_reply_done (rq, NULL, coordination_path (rq, id.uid, "/rescues"));
}
