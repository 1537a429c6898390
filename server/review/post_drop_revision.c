/* Gives up a revision: the review stays as it is locked. */
#include "handlers.h"
#include "view.h"

static struct http_reply
dropped (struct http_request *rq, const struct review_packet *packet, int64_t version)
{
  return http_reply_done (rq, view_revision (packet, version, false),
                          arena_printf (rq->arena, "/packets/%.*s/check", (int) packet->code.length, packet->code.at));
}

struct http_reply
review_post_drop_revision (struct http_request *rq, void *worker)
{
  struct text code = { "", 0 };
  int64_t version = 0;
  const struct http_field spec[] = { HTTP_PATH_TEXT ("code", &code), HTTP_BODY_I64 ("version", 0, INT32_MAX - 1, &version),
                                     HTTP_FIELD_END };
  struct review_packet packet;
  enum review_outcome outcome;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = review_store_packet (worker, review_token (rq), code, rq->arena, &packet);
  if (REVIEW_DONE != outcome)
    return review_refuse (rq, outcome);
  if (packet.locked)
    return dropped (rq, &packet, packet.version);
  if (! packet.revising)
    return http_reply_form_problem (rq, ERROR_CONFLICT, NULL, "revision_unlocked", "revise", view_check (&packet));
  if (version != packet.version)
    return http_reply_form_problem (rq, ERROR_STALE, NULL, "review_changed", "revise", view_check (&packet));
  outcome = review_store_drop_revision (worker, review_token (rq), &packet, rq->arena);
  if (REVIEW_DONE != outcome && REVIEW_LOCKED != outcome)
    return review_refuse (rq, outcome);
  return dropped (rq, &packet, packet.version + 1);
}
