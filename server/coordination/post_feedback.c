/* A coordinator edits remarks, leaves some out, and approves. */
#include "feedback_page.h"

#define REMARKS_MOST 401   /* 20 pages of 20 criteria, and what is about all of it */

struct wish
{
  struct administration_id id;
  struct text code;
  int64_t version;
  struct http_map texts;
  struct http_list dropped;
  bool sure;          /* what is marked may stay */
  struct text action; /* "save" or "approve" */
};

static struct http_reply
again (struct http_request *rq, json_t *steal_doc, const char *field, const char *reason)
{
  feedback_page_show (steal_doc, rq->arena);
  return coordination_form_again (rq, ERROR_INVALID_FIELD, field, reason, "feedback", steal_doc, NULL);
}

/* On to what is to be read next, or back to the list. */
static const char *
next_path (struct http_request *rq, const struct wish *wish, const json_t *doc)
{
  const char *next = json_string_value (json_object_get (doc, "next"));

  if (text_is (wish->action, "save"))
    next = arena_string (rq->arena, wish->code);
  return NULL == next ? coordination_path (rq, wish->id.uid, "/remarks")
                      : coordination_path (rq, wish->id.uid, arena_printf (rq->arena, "/remarks/%s", next));
}

static struct http_reply
change (struct http_request *rq, struct coordination_store *store, const struct wish *wish, json_t *doc)
{
  const bool approve = text_is (wish->action, "approve");
  enum coordination_outcome outcome;
  const char *path;

  if (wish->version != json_integer_value (json_object_get (doc, "version")))
    return coordination_answer (rq, COORDINATION_STALE, doc);
  if (! feedback_page_edit (doc, wish->texts, wish->dropped))
    return again (rq, doc, "text", "remark_unknown");
  if (approve && ! wish->sure && feedback_page_findings (doc, rq->arena) > 0)
    return again (rq, doc, "sure", "marks_left");
  outcome = coordination_save_feedback (store, coordination_asker_of (rq), wish->id, doc, approve);
  if (COORDINATION_OK != outcome)
    return coordination_answer (rq, outcome, doc);
  path = next_path (rq, wish, doc);
  json_decref (doc);
  return http_reply_done (rq, NULL, path);
}

struct http_reply
coordination_post_feedback (struct http_request *rq, void *worker)
{
  struct coordination_store *store = coordination_store_of (worker);
  struct wish wish = { .code = { "", 0 }, .action = { "", 0 } };
  json_t *doc = NULL;
  enum coordination_outcome outcome;
  const struct http_field spec[] = { HTTP_PATH_UID ("id", &wish.id.uid),
                                     HTTP_PATH_TEXT ("code", &wish.code),
                                     HTTP_BODY_I64 ("version", 1, 1000000, &wish.version),
                                     HTTP_BODY_MAP ("text", REMARKS_MOST, &wish.texts),
                                     HTTP_BODY_LIST ("drop", REMARKS_MOST, &wish.dropped),
                                     HTTP_BODY_BOOL ("sure", &wish.sure),
                                     HTTP_BODY_WORD ("action", "save|approve", &wish.action),
                                     HTTP_FIELD_END };

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = coordination_feedback (store, coordination_asker_of (rq), wish.id, wish.code, &doc);
  return COORDINATION_OK == outcome ? change (rq, store, &wish, doc) : coordination_answer (rq, outcome, doc);
}
