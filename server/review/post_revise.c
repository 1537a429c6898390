/* Opens a revision of a locked review. Sent twice, or from two windows, it is one; the reason is that of the first. */
#include "handlers.h"
#include "view.h"

static struct http_reply
revising (struct http_request *rq, const struct review_packet *packet, int64_t version)
{
  return http_reply_done (rq, view_revision (packet, version, true),
                          arena_printf (rq->arena, "/packets/%.*s?page=1", (int) packet->code.length, packet->code.at));
}

static struct http_reply
ask_again (struct http_request *rq, const struct review_packet *packet, struct text typed)
{
  json_t *view = view_check (packet);

  json_object_set_new (view, "typed", view_text (typed));
  return http_reply_form_problem (rq, ERROR_INVALID_FIELD, "reason", "reason_length", "revise", view);
}

static bool
is_reason (struct text reason)
{
  const size_t length = text_code_points (reason);
  return REVIEW_REASON_LEAST <= length && length <= REVIEW_REASON_MOST;
}

struct http_reply
review_post_revise (struct http_request *rq, void *worker)
{
  struct text code = { "", 0 };
  struct text typed = { "", 0 };
  int64_t version = 0;
  const struct http_field spec[] = { HTTP_PATH_TEXT ("code", &code), HTTP_BODY_I64 ("version", 0, INT32_MAX - 1, &version),
                                     HTTP_BODY_TEXT_OPTIONAL ("reason", 4000, &typed), HTTP_FIELD_END };
  struct review_packet packet;
  enum review_outcome outcome;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = review_store_packet (worker, review_token (rq), code, rq->arena, &packet);
  if (REVIEW_DONE != outcome)
    return review_refuse (rq, outcome);
  if (packet.revising)
    return revising (rq, &packet, packet.version);
  if (! packet.locked || packet.closed)
    return http_reply_form_problem (rq, packet.locked ? ERROR_CLOSED : ERROR_CONFLICT, NULL,
                                    packet.locked ? "revision_closed" : "revision_unlocked", "revise", view_check (&packet));
  if (version != packet.version)
    return http_reply_form_problem (rq, ERROR_STALE, NULL, "review_changed", "revise", view_check (&packet));
  if (! is_reason (text_trim (typed)))
    return ask_again (rq, &packet, typed);
  outcome = review_store_revise (worker, review_token (rq), &packet, text_trim (typed), rq->arena);
  if (REVIEW_DONE != outcome && REVIEW_LOCKED != outcome)
    return review_refuse (rq, outcome);
  return revising (rq, &packet, packet.version + 1);
}
