#include "answer.h"

#include "cookie.h"
#include "exchange.h"
#include "log.h"
#include "site.h"

#include <stdlib.h>
#include <string.h>

#define ANSWER_MOST ((size_t) 16 * 1024 * 1024)

/* The document with what every page sees beside it. */
static json_t *
make_view (const struct http_site *site, const struct http_request *rq, const char *page, json_t *body, unsigned status)
{
  json_t *view = json_copy (body);
  char id[UID_TEXT_ROOM];

  uid_print (rq->id, id);
  if (NULL == view)
    return NULL;
  if (status >= 400 && NULL == json_object_get (view, "problem"))
    (void) json_object_set (view, "problem", body);
  (void) json_object_set_new (view, "page", json_string (page));
  (void) json_object_set_new (view, "desk", json_string (site->desk->name));
  (void) json_object_set_new (view, "language", json_string (site->language));
  (void) json_object_set_new (view, "statics", json_string (site->statics.path));
  (void) json_object_set_new (view, "request_id", json_string (id));
  if (rq->login.signed_in && NULL != rq->login.about)
    (void) json_object_set (view, "login", rq->login.about);
  else
    (void) json_object_set_new (view, "login", json_false ());
  return view;
}

static bool
show_page (const struct http_site *site, const struct http_request *rq, const char *page, json_t *body,
           struct http_answer *answer)
{
  json_t *view = make_view (site, rq, page, body, answer->status);
  const char *why = "no view";
  const bool shown = NULL != view && http_pages_render (site->pages, page, view, &answer->body, &why)
                     && ! answer->body.overflow;

  json_decref (view);
  if (! shown)
    {
      log_event (LOG_LEVEL_ERROR, "page_failed", "page=%s why=\"%s\"", page, why);
      buf_free (&answer->body);
    }
  answer->type = "text/html; charset=utf-8";
  return shown;
}

static int
add_json (const char *bytes, size_t length, void *to)
{
  struct buf *out = to;

  buf_add (out, bytes, length);
  return out->overflow ? -1 : 0;
}

static bool
show_json (json_t *body, struct http_answer *answer)
{
  answer->type = answer->status >= 400 ? "application/problem+json" : "application/json";
  return 0 == json_dump_callback (body, add_json, &answer->body, JSON_COMPACT | JSON_PRESERVE_ORDER);
}

static bool
show (const struct http_site *site, const struct http_request *rq, const char *page, json_t *body,
      struct http_answer *answer)
{
  if (NULL == page && answer->status >= 400 && http_pages_have (site->pages, "problem"))
    page = "problem";
  if (rq->wants_html && NULL != page)
    return show_page (site, rq, page, body, answer);
  return show_json (body, answer);
}

void
http_answer_problem (const struct http_site *site, const struct http_request *rq, enum error error, const char *reason,
                     struct http_answer *answer)
{
  json_t *body = http_problem_document (site, rq->id, error, NULL, reason);

  http_answer_free (answer);
  *answer = (struct http_answer) { .status = error_status (error), .body = buf_new (ANSWER_MOST) };
  if (NULL == body || (! show (site, rq, NULL, body, answer) && ! show_json (body, answer)))
    log_fatal ("no_memory", "in=problem");
  json_decref (body);
}

/* A path of this desk, so that no reply sends a browser elsewhere. */
static bool
is_own_path (const char *path)
{
  if ('/' != path[0] || '/' == path[1])
    return false;
  for (; '\0' != *path; path++)
    if (*path <= 0x20 || *path >= 0x7F || '\\' == *path)
      return false;
  return true;
}

static bool
is_file_name (const char *name)
{
  for (const char *at = name; '\0' != *at; at++)
    if (*at < 0x20 || *at >= 0x7F || NULL != strchr ("\"\\/", *at))
      return false;
  return '\0' != name[0];
}

static bool
put_cookie (const struct http_site *site, struct http_request *rq, const char *token, struct http_answer *answer)
{
  if (! http_cookie_is_token (token))
    return false;
  answer->cookie = arena_printf (rq->arena, "%s=%s; Path=/; HttpOnly; SameSite=Strict%s%s", site->cookie_name, token,
                                 site->https ? "; Secure" : "", '\0' == token[0] ? "; Max-Age=0" : "");
  return true;
}

static bool
put_file (struct http_request *rq, const struct http_reply *reply, struct http_answer *answer)
{
  static const uint8_t nothing[1];

  answer->type = reply->file_type;
  answer->file = bytes_of (NULL == reply->file.at ? nothing : reply->file.at, reply->file.length);
  if (NULL == reply->file_name)
    return true;
  answer->disposition = arena_printf (rq->arena, "attachment; filename=\"%s\"", reply->file_name);
  return is_file_name (reply->file_name);
}

static bool
build (const struct http_site *site, struct http_request *rq, const struct http_reply *reply, struct http_answer *answer)
{
  const char *page = NULL == reply->page && reply->status < 400 ? rq->route->page : reply->page;

  if (reply->status < 200 || reply->status > 599)
    return false;
  if (NULL != reply->cookie && ! put_cookie (site, rq, reply->cookie, answer))
    return false;
  if (NULL != reply->location)
    {
      answer->location = reply->location;
      return is_own_path (reply->location);
    }
  if (NULL != reply->file_type)
    return put_file (rq, reply, answer);
  if (NULL != reply->text.at)
    {
      answer->type = "application/json";
      answer->file = reply->text;
      answer->data = true;
      return true;
    }
  return NULL != reply->body && json_is_object (reply->body) && show (site, rq, page, reply->body, answer);
}

void
http_answer_reply (const struct http_site *site, struct http_request *rq, struct http_reply *reply,
                   struct http_answer *answer)
{
  http_answer_free (answer);
  *answer = (struct http_answer) { .status = reply->status, .body = buf_new (ANSWER_MOST) };
  if (! build (site, rq, reply, answer))
    {
      log_event (LOG_LEVEL_ERROR, "reply_refused", "route=%s status=%u", rq->route->path, reply->status);
      http_answer_problem (site, rq, ERROR_INTERNAL, NULL, answer);
    }
  json_decref (reply->body);
  reply->body = NULL;
}

void
http_answer_free (struct http_answer *answer)
{
  if (NULL != answer->body.at)
    buf_free (&answer->body);
}
