#include "handlers.h"
#include "view.h"

static struct http_reply
locked (struct http_request *rq, const struct review_packet *packet)
{
  const char *path = packet->practice ? arena_printf (rq->arena, "/packets/%s/practice", arena_string (rq->arena, packet->code))
                                      : "/queue?notice=locked";

  return http_reply_done (rq, json_pack ("{s:o, s:b}", "code", view_text (packet->code), "locked", 1), path);
}

/* What was being written when the results came out is no part of them. */
static struct http_reply
closed (struct http_request *rq, const struct review_packet *packet)
{
  return http_reply_form_problem (rq, ERROR_CLOSED, NULL, "revision_closed", "check", view_check (packet));
}

struct http_reply
review_post_lock (struct http_request *rq, void *worker)
{
  struct text code = { "", 0 };
  int64_t version = 0;
  bool confirm = false;
  const struct http_field spec[] = { HTTP_PATH_TEXT ("code", &code), HTTP_BODY_I64 ("version", 0, INT32_MAX, &version),
                                     HTTP_BODY_BOOL ("confirm", &confirm), HTTP_FIELD_END };
  struct review_packet packet;
  struct ready ready;
  enum review_outcome outcome;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = review_store_packet (worker, review_token (rq), code, rq->arena, &packet);
  if (REVIEW_DONE != outcome)
    return review_refuse (rq, outcome);
  if (packet.practice && packet.locked)
    return locked (rq, &packet);
  if (packet.closed)
    return closed (rq, &packet);
  if (packet.locked && version == packet.version)
    return locked (rq, &packet);
  if (version != packet.version)
    return http_reply_form_problem (rq, ERROR_STALE, NULL, "review_changed", "check", view_check (&packet));
  ready = ready_judge (&packet);
  if (! ready.complete)
    return http_reply_form_problem (rq, ERROR_INCOMPLETE, NULL, "review_incomplete", "check", view_check (&packet));
  if (! confirm)
    return http_reply_form_problem (rq, ERROR_INVALID_FIELD, "confirm", "confirm_needed", "lock", view_check (&packet));
  outcome = review_store_lock (worker, review_token (rq), &packet, ready.score.total, rq->arena);
  if (REVIEW_STALE == outcome)
    return http_reply_form_problem (rq, ERROR_STALE, NULL, "review_changed", "check", view_check (&packet));
  if (REVIEW_CLOSED == outcome)
    return closed (rq, &packet);
  if (REVIEW_DONE != outcome && REVIEW_LOCKED != outcome)
    return review_refuse (rq, outcome);
  return locked (rq, &packet);
}
