/* Changes how many places a slot has and where it is, or takes it off the list. */
#include "slots_page.h"

static struct http_reply
again (struct http_request *rq, void *worker, struct slot_id id, const char *field, const char *reason)
{
  json_t *doc = NULL;
  enum coordination_outcome outcome = coordination_slot (coordination_store_of (worker), coordination_asker_of (rq), id, &doc);
  if (COORDINATION_OK != outcome)
    return coordination_answer (rq, outcome, doc);
  return coordination_form_again (rq, ERROR_INVALID_FIELD, field, reason, "slot", doc, NULL);
}

/* doc is given back. */
static struct http_reply
reply_to (struct http_request *rq, void *worker, struct slot_id id, enum coordination_outcome outcome, json_t *steal_doc)
{
  struct uid administration;
  struct http_reply reply;
  if (COORDINATION_BAD_FIELD == outcome)
    reply = again (rq, worker, id,
                   arena_string (rq->arena, text_of (json_string_value (json_object_get (steal_doc, "field")))),
                   slots_reason (steal_doc));
  else if (COORDINATION_OK == outcome
           && uid_parse (text_of (json_string_value (json_object_get (steal_doc, "id"))), &administration))
    reply = http_reply_done (rq, NULL, coordination_path (rq, administration, "/slots"));
  else
    reply = coordination_problem (rq, outcome);
  json_decref (steal_doc);
  return reply;
}

struct http_reply
coordination_post_slot (struct http_request *rq, void *worker)
{
  struct slot_id id;
  struct text typed = text_of ("");
  struct text place = text_of ("");
  int64_t places = 0;
  json_t *doc = NULL;
  enum coordination_outcome outcome;
  const struct http_field spec[] = { HTTP_PATH_UID ("id", &id.uid), HTTP_BODY_TEXT_OPTIONAL ("places", 20, &typed),
                                     HTTP_BODY_TEXT_OPTIONAL ("place", 200, &place), HTTP_FIELD_END };
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  if (! text_to_i64 (text_trim (typed), 1, 500, &places))
    return again (rq, worker, id, "places", "bad_number");
  if (0 == text_trim (place).length)
    return again (rq, worker, id, "place", "absent");
  outcome = coordination_change_slot (coordination_store_of (worker), coordination_asker_of (rq), id, (int32_t) places,
                                      text_trim (place), &doc);
  return reply_to (rq, worker, id, outcome, doc);
}

struct http_reply
coordination_post_slot_withdraw (struct http_request *rq, void *worker)
{
  struct slot_id id;
  struct http_reply reply;
  json_t *doc = NULL;
  enum coordination_outcome outcome;
  if (! coordination_path_uid (rq, "id", &id.uid, &reply))
    return reply;
  outcome = coordination_withdraw_slot (coordination_store_of (worker), coordination_asker_of (rq), id, &doc);
  return reply_to (rq, worker, id, outcome, doc);
}
