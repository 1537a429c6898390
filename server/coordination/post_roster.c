/* A roster, first to look at and then for good. Nothing is kept between the two: the second sends the text again, and
   everything is checked again. */
#include "roster_page.h"
#include "roster_table.h"

#define ROSTER_TEXT_MOST (1024 * 1024)

struct request
{
  struct administration_id id;
  struct text text;
  bool confirm;
};

static struct http_reply
page_again (struct http_request *rq, void *worker, const struct request *r, const char *reason, json_t *errors)
{
  const struct roster nobody = { 0 };
  struct coordination_known *known;
  json_t *doc = NULL;
  enum coordination_outcome outcome = coordination_roster_check (
      coordination_store_of (worker), coordination_asker_of (rq), r->id, &nobody, &known, &doc);
  if (COORDINATION_OK != outcome)
    {
      json_decref (errors);
      return coordination_answer (rq, outcome, doc);
    }
  json_object_set_new (doc, "text", json_stringn (r->text.at, r->text.length));
  if (NULL != errors)
    {
      json_object_set_new (doc, "error_count", json_integer ((json_int_t) json_array_size (errors)));
      json_object_set_new (doc, "has_errors", json_true ());
      json_object_set_new (doc, "errors", errors);
    }
  return coordination_form_again (rq, ERROR_INVALID_FIELD, "roster", reason, "roster", doc, "errors");
}

static struct http_reply
preview (struct http_request *rq, const struct request *r, const struct roster *roster,
         const struct coordination_known *known, json_t *doc)
{
  json_object_set_new (doc, "preview", roster_page_preview (roster, known));
  if (rq->wants_html)
    json_object_set_new (doc, "text", json_stringn (r->text.at, r->text.length));
  return http_reply_ok (rq, doc);
}

static struct http_reply
import (struct http_request *rq, void *worker, const struct request *r, const struct roster *roster,
        const struct coordination_known *known)
{
  json_t *doc = NULL;
  enum coordination_outcome outcome = coordination_import_roster (
      coordination_store_of (worker), coordination_asker_of (rq), r->id, roster, known, &doc);
  if (COORDINATION_OK == outcome)
    return http_reply_done (rq, doc, coordination_path (rq, r->id.uid, "/candidates"));
  if (COORDINATION_CONFLICT == outcome)
    return page_again (rq, worker, r, "roster_changed", NULL);
  return coordination_answer (rq, outcome, doc);
}

static struct http_reply
judge (struct http_request *rq, void *worker, const struct request *r, const struct roster *roster)
{
  struct coordination_known *known = NULL;
  json_t *doc = NULL;
  json_t *errors;
  enum coordination_outcome outcome;
  if (roster->problem_count > 0)
    return page_again (rq, worker, r, "roster_errors", roster_page_problems (roster, NULL));
  outcome = coordination_roster_check (coordination_store_of (worker), coordination_asker_of (rq), r->id, roster,
                                       &known, &doc);
  if (COORDINATION_OK != outcome)
    return coordination_answer (rq, outcome, doc);
  errors = roster_page_problems (roster, known);
  if (json_array_size (errors) > 0)
    {
      json_decref (doc);
      return page_again (rq, worker, r, "roster_errors", errors);
    }
  json_decref (errors);
  if (! r->confirm)
    return preview (rq, r, roster, known, doc);
  json_decref (doc);
  return import (rq, worker, r, roster, known);
}

struct http_reply
coordination_post_roster (struct http_request *rq, void *worker)
{
  struct request r = { .text = { "", 0 } };
  struct roster_table table;
  struct roster roster;
  const char *problem;
  const struct http_field spec[]
      = { HTTP_PATH_UID ("id", &r.id.uid), HTTP_BODY_TEXT_OPTIONAL ("roster", ROSTER_TEXT_MOST, &r.text),
          HTTP_BODY_BOOL ("confirm", &r.confirm), HTTP_FIELD_END };
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  if (0 == text_trim (r.text).length)
    return page_again (rq, worker, &r, "roster_missing", NULL);
  problem = roster_table_read (r.text, rq->arena, &table);
  if (NULL != problem)
    return page_again (rq, worker, &r, problem, NULL);
  roster = roster_read (table.lines, table.count, rq->arena);
  return judge (rq, worker, &r, &roster);
}
