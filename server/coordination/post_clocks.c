/* An act on clocks in two steps: a look at exactly what it would do, then the act itself, which is one however often it is
   sent. */
#include "clocks_form.h"

#include "crypto.h"

static struct http_reply
again (struct http_request *rq, void *worker, struct administration_id id, const struct clocks_form *form,
       struct clocks_fault fault)
{
  json_t *doc = NULL;
  enum coordination_outcome outcome
      = coordination_clocks (coordination_store_of (worker), coordination_asker_of (rq), id, form->what, &doc);
  if (COORDINATION_OK != outcome)
    return coordination_answer (rq, outcome, doc);
  clocks_form_show (form, doc);
  return coordination_form_again (rq, ERROR_INVALID_FIELD, fault.field, fault.reason, "clocks", doc, NULL);
}

/* The act can be done for nobody; the document says why for each. */
static struct http_reply
for_nobody (struct http_request *rq, json_t *doc)
{
  return coordination_form_again (rq, ERROR_NOT_READY, NULL, "act_fits_nobody", "clocks_confirm", doc, "people");
}

struct http_reply
coordination_post_clocks (struct http_request *rq, void *worker)
{
  struct administration_id id;
  struct clocks_form form = CLOCKS_FORM_EMPTY;
  struct coordination_act act = { .id = crypto_uid (), .really = false };
  struct clocks_fault fault;
  json_t *doc = NULL;
  enum coordination_outcome outcome;
  const struct http_field spec[] = { HTTP_PATH_UID ("id", &id.uid), CLOCKS_FORM_FIELDS (form), HTTP_FIELD_END };
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  if (! clocks_form_read (&form, rq->arena, &act, &fault))
    return again (rq, worker, id, &form, fault);
  outcome = coordination_act (coordination_store_of (worker), coordination_asker_of (rq), id, &act, &doc);
  if (COORDINATION_OK == outcome)
    json_object_set_new (doc, "everybody", json_boolean (form.everybody && text_is (form.what, "pause")));
  if (COORDINATION_NOT_READY != outcome)
    return coordination_answer (rq, outcome, doc);
  if (NULL != doc)
    return for_nobody (rq, doc);
  return again (rq, worker, id, &form, (struct clocks_fault) { "session", "act_fits_nobody" });
}

struct http_reply
coordination_post_act (struct http_request *rq, void *worker)
{
  struct administration_id id;
  struct clocks_form form = CLOCKS_FORM_EMPTY;
  struct coordination_act act = { .really = true };
  struct clocks_fault fault;
  json_t *doc = NULL;
  enum coordination_outcome outcome;
  char text[UID_TEXT_ROOM];
  const struct http_field spec[]
      = { HTTP_PATH_UID ("id", &id.uid), HTTP_BODY_UID ("act", &act.id), CLOCKS_FORM_FIELDS (form), HTTP_FIELD_END };
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  if (! clocks_form_read (&form, rq->arena, &act, &fault))
    return http_reply_problem (rq, ERROR_INVALID_FIELD, fault.field, fault.reason);
  outcome = coordination_act (coordination_store_of (worker), coordination_asker_of (rq), id, &act, &doc);
  if (COORDINATION_NOT_READY == outcome && NULL != doc)
    return for_nobody (rq, doc);
  if (COORDINATION_OK != outcome)
    return coordination_answer (rq, outcome, doc);
  uid_print (act.id, text);
  return http_reply_done (rq, doc, arena_printf (rq->arena, "/irregularities/%s", text));
}
