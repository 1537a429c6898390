/* Other rights, categories, room or employer for a member of staff. */
#include "staff_form.h"

static struct http_reply
again (struct http_request *rq, void *worker, struct account_id id, const char *reason)
{
  json_t *doc = NULL;
  enum coordination_outcome outcome
      = coordination_staff_member (coordination_store_of (worker), coordination_asker_of (rq), id, &doc);
  if (COORDINATION_OK != outcome)
    return coordination_answer (rq, outcome, doc);
  return coordination_form_again (rq, ERROR_INVALID_FIELD, "rights", reason, "staff_member", doc, NULL);
}

struct http_reply
coordination_post_staff_member (struct http_request *rq, void *worker)
{
  struct account_id id;
  struct staff_form form = { .capacity = 20, .employer = { "", 0 } };
  struct coordination_appointment appointment;
  enum coordination_outcome outcome;
  const struct http_field spec[] = { HTTP_PATH_UID ("id", &id.uid), STAFF_FORM_FIELDS (form), HTTP_FIELD_END };
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  if (! staff_form_read (&form, rq->arena, &appointment))
    return http_reply_problem (rq, ERROR_INVALID_FIELD, "categories", "bad_word");
  outcome = coordination_change_staff (coordination_store_of (worker), coordination_asker_of (rq), id,
                                       text_trim (form.employer), &appointment);
  if (COORDINATION_OK == outcome)
    return http_reply_done (rq, NULL, "/staff");
  if (COORDINATION_COLLISION == outcome)
    return again (rq, worker, id, "rights_collide");
  if (COORDINATION_SAME_PERSON == outcome)
    return again (rq, worker, id, "rights_own");
  if (COORDINATION_NOT_READY == outcome)
    return http_reply_problem (rq, ERROR_NOT_READY, NULL, "remarks_read");
  return coordination_problem (rq, outcome);
}
