/* The outages that the server saw in its own missing heartbeats: each is given back to all whom it struck, or it is not. */
#include "coordination_acts.h"
#include "coordination_endpoints.h"

struct http_reply
coordination_get_outages (struct http_request *rq, void *worker)
{
  struct administration_id id;
  struct http_reply reply;
  json_t *doc = NULL;
  enum coordination_outcome outcome;
  if (! coordination_path_uid (rq, "id", &id.uid, &reply))
    return reply;
  outcome = coordination_outages (coordination_store_of (worker), coordination_asker_of (rq), id, &doc);
  return coordination_answer (rq, outcome, doc);
}

struct http_reply
coordination_post_outages (struct http_request *rq, void *worker)
{
  struct administration_id id;
  struct coordination_outage said = { .give = false };
  struct text give;
  const char *act;
  json_t *doc = NULL;
  struct http_reply reply;
  enum coordination_outcome outcome;
  const struct http_field spec[]
      = { HTTP_PATH_UID ("id", &id.uid),           HTTP_BODY_UID ("outage", &said.outage),      HTTP_BODY_UID ("act", &said.act),
          HTTP_BODY_WORD ("give", "yes|no", &give), HTTP_BODY_TEXT ("reason", 3, 400, &said.reason), HTTP_FIELD_END };
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  said.give = text_is (give, "yes");
  outcome = coordination_answer_outage (coordination_store_of (worker), coordination_asker_of (rq), id, &said, &doc);
  act = json_string_value (json_object_get (doc, "act"));
  if (COORDINATION_NOT_READY == outcome)
    reply = http_reply_problem (rq, ERROR_NOT_READY, NULL, "outage_for_nobody");
  else if (COORDINATION_OK != outcome)
    reply = coordination_problem (rq, outcome);
  else if (NULL != act)
    reply = http_reply_done (rq, NULL, arena_printf (rq->arena, "/irregularities/%s", act));
  else
    reply = http_reply_done (rq, NULL, coordination_path (rq, id.uid, "/board"));
  json_decref (doc);
  return reply;
}
