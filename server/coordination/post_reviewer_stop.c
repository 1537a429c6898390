/* A reviewer stops for an administration, or an idle one's packets are taken back: with a reason. */
#include "coordination_reviewers.h"

#include "coordination_endpoints.h"

struct entries
{
  struct administration_id id;
  struct account_id account;
  struct text what;
  struct text reason;
};

static struct http_reply
again (struct http_request *rq, void *worker, const struct entries *e, enum error error, const char *field, const char *reason)
{
  json_t *doc = NULL;
  enum coordination_outcome outcome
      = coordination_reviewer (coordination_store_of (worker), coordination_asker_of (rq), e->id, e->account, &doc);
  if (COORDINATION_OK != outcome)
    return coordination_answer (rq, outcome, doc);
  json_object_set_new (doc, "entered", json_pack ("{s:s%, s:b}", "reason", e->reason.at, e->reason.length, "take_back",
                                                  text_is (e->what, "take_back")));
  return coordination_form_again (rq, error, field, reason, "reviewer_stop", doc, NULL);
}

struct http_reply
coordination_post_reviewer_stop (struct http_request *rq, void *worker)
{
  struct entries e = { .what = text_of ("stop"), .reason = text_of ("") };
  struct coordination_stop stop;
  enum coordination_outcome outcome;
  const struct http_field spec[]
      = { HTTP_PATH_UID ("id", &e.id.uid), HTTP_PATH_UID ("account", &e.account.uid),
          HTTP_BODY_WORD_OPTIONAL ("what", "stop|take_back", &e.what), HTTP_BODY_TEXT_OPTIONAL ("reason", 400, &e.reason),
          HTTP_FIELD_END };
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  stop = (struct coordination_stop) { text_is (e.what, "stop"), text_trim (e.reason) };
  if (text_code_points (stop.reason) < 3)
    return again (rq, worker, &e, ERROR_INVALID_FIELD, "reason", "reason_kept");
  outcome = coordination_stop_reviewer (coordination_store_of (worker), coordination_asker_of (rq), e.id, e.account, stop);
  if (COORDINATION_OK == outcome)
    return http_reply_done (rq, NULL, coordination_path (rq, e.id.uid, "/reviewers"));
  if (COORDINATION_NOT_READY == outcome)
    return again (rq, worker, &e, ERROR_NOT_READY, NULL, "reviewer_not_idle");
  return coordination_problem (rq, outcome);
}
