/* Asks the registrar for a duty, or says what is in its way. */
#include "coordination_endpoints.h"

static struct http_reply
ask (struct http_request *rq, void *worker, const char *kind, const char *tail)
{
  struct administration_id id;
  struct http_reply reply;
  json_t *doc = NULL;
  enum coordination_outcome outcome;
  if (! coordination_path_uid (rq, "id", &id.uid, &reply))
    return reply;
  outcome = coordination_ask_duty (coordination_store_of (worker), coordination_asker_of (rq), id, kind, &doc);
  if (COORDINATION_NOT_READY == outcome)
    {
      char text[UID_TEXT_ROOM];
      uid_print (id.uid, text);
      json_object_set_new (doc, "id", json_string (text));
      json_object_set_new (doc, "is", json_pack ("{s:b}", kind, 1));
      return coordination_form_again (rq, ERROR_NOT_READY, NULL, NULL, "blocked", doc, "blockers");
    }
  json_decref (doc);
  if (COORDINATION_OK == outcome || COORDINATION_ALREADY == outcome)
    return http_reply_done (rq, NULL, coordination_path (rq, id.uid, tail));
  return coordination_problem (rq, outcome);
}

struct http_reply
coordination_post_score (struct http_request *rq, void *worker)
{
  return ask (rq, worker, "score", "");
}

struct http_reply
coordination_post_intake (struct http_request *rq, void *worker)
{
  return ask (rq, worker, "intake", "");
}

struct http_reply
coordination_post_packets (struct http_request *rq, void *worker)
{
  return ask (rq, worker, "packets", "");
}

struct http_reply
coordination_post_preview (struct http_request *rq, void *worker)
{
  return ask (rq, worker, "preview", "/release");
}
