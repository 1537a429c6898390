/* A reviewer who pauses because a practice or control packet came out too far off: what is known of it, and what a
   coordinator decides. */
#include "coordination_reviewers.h"

#include "coordination_endpoints.h"

struct entries
{
  struct administration_id id;
  struct account_id account;
  struct text how;
  struct text reason;
};

struct http_reply
coordination_get_reviewer_pause (struct http_request *rq, void *worker)
{
  struct administration_id id;
  struct account_id account;
  json_t *doc = NULL;
  enum coordination_outcome outcome;
  const struct http_field spec[] = { HTTP_PATH_UID ("id", &id.uid), HTTP_PATH_UID ("account", &account.uid), HTTP_FIELD_END };
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = coordination_reviewer_pause (coordination_store_of (worker), coordination_asker_of (rq), id, account, &doc);
  return coordination_answer (rq, outcome, doc);
}

static struct http_reply
again (struct http_request *rq, void *worker, const struct entries *e, enum error error, const char *field, const char *reason)
{
  json_t *doc = NULL;
  enum coordination_outcome outcome
      = coordination_reviewer_pause (coordination_store_of (worker), coordination_asker_of (rq), e->id, e->account, &doc);
  if (COORDINATION_OK != outcome)
    return coordination_answer (rq, outcome, doc);
  json_object_set_new (doc, "entered", json_pack ("{s:s%, s:b, s:b}", "reason", e->reason.at, e->reason.length, "goes_on",
                                                  text_is (e->how, "goes_on"), "practice", text_is (e->how, "practice")));
  return coordination_form_again (rq, error, field, reason, "reviewer_pause", doc, NULL);
}

struct http_reply
coordination_post_reviewer_pause (struct http_request *rq, void *worker)
{
  struct entries e = { .how = text_of (""), .reason = text_of ("") };
  enum coordination_outcome outcome;
  const struct http_field spec[]
      = { HTTP_PATH_UID ("id", &e.id.uid), HTTP_PATH_UID ("account", &e.account.uid),
          HTTP_BODY_WORD_OPTIONAL ("how", "goes_on|practice", &e.how), HTTP_BODY_TEXT_OPTIONAL ("reason", 400, &e.reason),
          HTTP_FIELD_END };
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  if (0 == e.how.length)
    return again (rq, worker, &e, ERROR_INVALID_FIELD, "how", "pause_how");
  if (text_code_points (text_trim (e.reason)) < 3)
    return again (rq, worker, &e, ERROR_INVALID_FIELD, "reason", "reason_kept");
  outcome = coordination_end_pause (coordination_store_of (worker), coordination_asker_of (rq), e.id, e.account, e.how,
                                    text_trim (e.reason));
  if (COORDINATION_OK == outcome)
    return http_reply_done (rq, NULL, coordination_path (rq, e.id.uid, "/reviewers"));
  if (COORDINATION_NOT_READY == outcome)
    return again (rq, worker, &e, ERROR_NOT_READY, NULL, "practice_none_left");
  return coordination_problem (rq, outcome);
}
