/* Gives a candidate a slot for a part, moves their appointment to another one, or cancels it. */
#include "slots_page.h"

static struct http_reply
again (struct http_request *rq, void *worker, struct registration_id id, const char *reason)
{
  json_t *doc = NULL;
  enum coordination_outcome outcome
      = coordination_appointments_of (coordination_store_of (worker), coordination_asker_of (rq), id, &doc);
  if (COORDINATION_OK != outcome)
    return coordination_answer (rq, outcome, doc);
  return coordination_form_again (rq, ERROR_INVALID_FIELD, NULL, reason, "appointments", doc, NULL);
}

/* doc is given back. Who gives one part's slot often gives the other's too, so the page stays. */
static struct http_reply
reply_to (struct http_request *rq, void *worker, struct registration_id id, enum coordination_outcome outcome, json_t *steal_doc)
{
  char text[UID_TEXT_ROOM];
  struct http_reply reply;
  uid_print (id.uid, text);
  if (COORDINATION_OK == outcome)
    reply = http_reply_done (rq, NULL, arena_printf (rq->arena, "/registrations/%s/appointments", text));
  else if (COORDINATION_BAD_FIELD == outcome)
    reply = again (rq, worker, id, slots_reason (steal_doc));
  else
    reply = coordination_problem (rq, outcome);
  json_decref (steal_doc);
  return reply;
}

struct http_reply
coordination_post_appointment (struct http_request *rq, void *worker)
{
  struct registration_id id;
  struct slot_id slot = { { { 0 } } };
  int64_t part = 0;
  json_t *doc = NULL;
  enum coordination_outcome outcome;
  const struct http_field spec[] = { HTTP_PATH_UID ("id", &id.uid), HTTP_BODY_I64 ("part", 1, 2, &part),
                                     HTTP_BODY_UID_OPTIONAL ("slot", &slot.uid), HTTP_FIELD_END };
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = coordination_give_slot (coordination_store_of (worker), coordination_asker_of (rq), id, (int32_t) part, slot, &doc);
  return reply_to (rq, worker, id, outcome, doc);
}

struct http_reply
coordination_post_cancel_appointment (struct http_request *rq, void *worker)
{
  struct registration_id id;
  int64_t part = 0;
  json_t *doc = NULL;
  enum coordination_outcome outcome;
  const struct http_field spec[]
      = { HTTP_PATH_UID ("id", &id.uid), HTTP_BODY_I64 ("part", 1, 2, &part), HTTP_FIELD_END };
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = coordination_cancel_appointment (coordination_store_of (worker), coordination_asker_of (rq), id, (int32_t) part, &doc);
  return reply_to (rq, worker, id, outcome, doc);
}
