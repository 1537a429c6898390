/* People and places a reviewer must not score, as they say themselves. No answer here depends on who wrote what: what is declared
   is compared with packets elsewhere, and nothing of it comes back. */
#include "handlers.h"
#include "review_standing_aside.h"
#include "view.h"

/* Each with its relation also as {"supervise": true}, for the words of the page. */
static json_t *
shown (json_t *steal_list)
{
  json_t *out = json_array ();
  json_t *one;
  size_t i;

  json_array_foreach (steal_list, i, one)
    {
      const char *relation = json_string_value (json_object_get (one, "relation"));
      json_array_append_new (out, json_pack ("{s:O, s:{s:b}}", "of", one, "is", NULL == relation ? "other" : relation, 1));
    }
  json_decref (steal_list);
  return out;
}

static enum review_outcome
page (struct http_request *rq, void *worker, json_t **view)
{
  json_t *list = NULL;
  const enum review_outcome outcome = review_store_declared (worker, review_token (rq), rq->arena, &list);
  const bool is_empty = 0 == json_array_size (list);

  if (REVIEW_DONE == outcome)
    *view = json_pack ("{s:b, s:o}", "is_empty", (int) is_empty, "conflicts", shown (list));
  return outcome;
}

struct http_reply
review_get_conflicts (struct http_request *rq, void *worker)
{
  struct text notice = { "", 0 };
  const struct http_field spec[] = { HTTP_QUERY_WORD ("notice", "declared", &notice), HTTP_FIELD_END };
  json_t *view = NULL;
  enum review_outcome outcome;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = page (rq, worker, &view);
  if (REVIEW_DONE != outcome)
    return review_refuse (rq, outcome);
  json_object_set_new (view, "just_declared", json_boolean (text_is (notice, "declared")));
  return http_reply_ok (rq, view);
}

static struct http_reply
again (struct http_request *rq, void *worker, const struct review_conflict *typed, const char *field, const char *reason)
{
  json_t *view = NULL;
  const enum review_outcome outcome = page (rq, worker, &view);

  if (REVIEW_DONE != outcome)
    return review_refuse (rq, outcome);
  json_object_set_new (view, "typed", json_pack ("{s:o, s:o, s:o}", "name", view_text (typed->name), "email",
                                                 view_text (typed->email), "employer", view_text (typed->employer)));
  if (0 != typed->relation.length)
    json_object_set_new (view, "chosen", json_pack ("{s:b}", arena_string (rq->arena, typed->relation), 1));
  return http_reply_form_problem (rq, ERROR_INVALID_FIELD, field, reason, "conflicts", view);
}

struct http_reply
review_post_conflicts (struct http_request *rq, void *worker)
{
  struct review_conflict typed = { { "", 0 }, { "", 0 }, { "", 0 }, { "", 0 } };
  const struct http_field spec[] = {
    HTTP_BODY_WORD_OPTIONAL ("relation", "supervise|employ|taught|related|other", &typed.relation),
    HTTP_BODY_TEXT_OPTIONAL ("name", 120, &typed.name), HTTP_BODY_TEXT_OPTIONAL ("email", 254, &typed.email),
    HTTP_BODY_TEXT_OPTIONAL ("employer", 200, &typed.employer), HTTP_FIELD_END
  };
  enum review_outcome outcome;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  typed.name = text_trim (typed.name);
  typed.email = text_trim (typed.email);
  typed.employer = text_trim (typed.employer);
  if (0 == typed.relation.length)
    return again (rq, worker, &typed, "relation", "relation_missing");
  if (0 == typed.name.length + typed.email.length + typed.employer.length)
    return again (rq, worker, &typed, "name", "conflict_empty");
  outcome = review_store_declare (worker, review_token (rq), &typed, rq->arena);
  if (REVIEW_REFUSED == outcome)
    return again (rq, worker, &typed, "name", "conflicts_most");
  if (REVIEW_DONE != outcome)
    return review_refuse (rq, outcome);
  return http_reply_done (rq, NULL, "/conflicts?notice=declared");
}
