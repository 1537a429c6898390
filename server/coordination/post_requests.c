/* A request that came by letter, mail or in person is entered as it came. */
#include "accommodation_page.h"

#define ASKED_MOST 2000

static struct http_reply
again (struct http_request *rq, void *worker, struct registration_id id, const struct request_entries *e, enum error error,
       const char *field, const char *reason)
{
  json_t *doc = NULL;
  enum coordination_outcome outcome
      = coordination_accommodations_of (coordination_store_of (worker), coordination_asker_of (rq), id, &doc);
  if (COORDINATION_OK != outcome)
    return coordination_answer (rq, outcome, doc);
  accommodation_page_request (e, doc, rq->arena);
  return coordination_form_again (rq, error, field, reason, "requests", doc, NULL);
}

static struct http_reply
enter (struct http_request *rq, void *worker, struct registration_id id, const struct request_entries *e)
{
  struct coordination_request request = { e->kind, e->received_on, text_trim (e->asked) };
  json_t *doc = NULL;
  enum coordination_outcome outcome
      = coordination_file_accommodation (coordination_store_of (worker), coordination_asker_of (rq), id, request, &doc);
  const char *made = arena_string (rq->arena, text_of (json_string_value (json_object_get (doc, "id"))));
  json_decref (doc);
  if (COORDINATION_BAD_FIELD == outcome)
    return again (rq, worker, id, e, ERROR_INVALID_FIELD, "received_on", "received_wrong");
  if (COORDINATION_ALREADY == outcome)
    return again (rq, worker, id, e, ERROR_CONFLICT, "kind", "kind_stands");
  if (COORDINATION_OK != outcome)
    return coordination_problem (rq, outcome);
  return http_reply_done (rq, NULL, arena_printf (rq->arena, "/accommodations/%s", made));
}

struct http_reply
coordination_post_requests (struct http_request *rq, void *worker)
{
  struct registration_id id;
  struct request_entries e = { .kind = { "", 0 }, .received_on = { "", 0 }, .asked = { "", 0 } };
  size_t points;
  const struct http_field spec[]
      = { HTTP_PATH_UID ("id", &id.uid), HTTP_BODY_WORD_OPTIONAL ("kind", ACCOMMODATION_KINDS, &e.kind),
          HTTP_BODY_TEXT_OPTIONAL ("received_on", 20, &e.received_on), HTTP_BODY_TEXT_OPTIONAL ("asked", 20000, &e.asked),
          HTTP_FIELD_END };
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  points = text_code_points (text_trim (e.asked));
  if (0 == e.kind.length)
    return again (rq, worker, id, &e, ERROR_INVALID_FIELD, "kind", "kind_needed");
  if (0 == points || points > ASKED_MOST)
    return again (rq, worker, id, &e, ERROR_INVALID_FIELD, "asked", "asked_needed");
  return enter (rq, worker, id, &e);
}
