#include "http_reply.h"

#include "exchange.h"
#include "log.h"
#include "site.h"

static json_t *
whole (json_t *made)
{
  if (NULL == made)
    log_fatal ("no_memory", "in=reply");
  return made;
}

struct http_reply
http_reply_ok (struct http_request *rq, json_t *steal_body)
{
  (void) rq;
  return (struct http_reply) { .status = 200, .body = steal_body };
}

struct http_reply
http_reply_text (struct http_request *rq, struct bytes json)
{
  (void) rq;
  return (struct http_reply) { .status = 200, .text = json };
}

struct http_reply
http_reply_apart (void)
{
  return (struct http_reply) { .apart = true };
}

struct http_reply
http_reply_done (struct http_request *rq, json_t *steal_body, const char *path)
{
  if (! rq->wants_html)
    return http_reply_ok (rq, NULL != steal_body ? steal_body : whole (json_pack ("{s:s}", "next", path)));
  json_decref (steal_body);
  return (struct http_reply) { .status = 303, .location = path };
}

struct http_reply
http_reply_problem (struct http_request *rq, enum error error, const char *field, const char *reason)
{
  return (struct http_reply) {
    .status = error_status (error),
    .body = whole (http_problem_document (rq->exchange->site, rq->id, error, field, reason)) };
}

struct http_reply
http_reply_invalid (struct http_request *rq)
{
  const struct http_exchange *ex = rq->exchange;

  if (NULL == ex->problem_reason)
    {
      log_event (LOG_LEVEL_ERROR, "nothing_was_invalid", "route=%s", rq->route->path);
      return http_reply_problem (rq, ERROR_INTERNAL, NULL, NULL);
    }
  return http_reply_problem (rq, ex->problem_error, ex->problem_field, ex->problem_reason);
}

struct http_reply
http_reply_form_problem (struct http_request *rq, enum error error, const char *field, const char *reason,
                         const char *page, json_t *steal_body)
{
  struct http_reply reply = http_reply_problem (rq, error, field, reason);

  if (! rq->wants_html)
    {
      json_decref (steal_body);
      return reply;
    }
  (void) json_object_set_new (steal_body, "problem", reply.body);
  reply.body = steal_body;
  reply.page = page;
  return reply;
}

struct http_reply
http_reply_park (struct http_request *rq, struct uid topic, int64_t most_us)
{
  (void) rq;
  return (struct http_reply) { .park_us = most_us < 1 ? 1 : most_us, .park_topic = topic };
}

bool
http_reply_fragment (struct http_request *rq, const char *page, json_t *view, struct buf *out)
{
  const char *why = "";

  if (http_pages_render (rq->exchange->site->pages, page, view, out, &why) && ! out->overflow)
    return true;
  log_event (LOG_LEVEL_ERROR, "fragment_failed", "page=%s why=\"%s\"", page, why);
  return false;
}

struct http_reply
http_reply_park_with (struct http_request *rq, struct uid topic, int64_t most_us, struct bytes over)
{
  struct http_reply reply = http_reply_park (rq, topic, most_us);

  reply.park_over = over;
  return reply;
}

struct http_reply
http_reply_file (struct http_request *rq, const char *type, const char *name, struct bytes file)
{
  (void) rq;
  return (struct http_reply) { .status = 200, .file_type = type, .file_name = name, .file = file };
}
