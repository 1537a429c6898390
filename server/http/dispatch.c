/* libmicrohttpd's callbacks, all on the loop's thread: gate, route, body, then suspended until a worker has answered.
   A response is queued nowhere else, and a connection is suspended before its request is published. */
#include "inside.h"

#include "aside.h"
#include "clock.h"
#include "cookie.h"
#include "head.h"
#include "log.h"

#include <string.h>

#define READ_PAST_MOST (UINT64_C (16) * 1024 * 1024)

/* Of a fresh connection nothing has been read; of one that comes back, all that its requests were. */
static struct http_conn *
open_conn (struct http_server *server, int fd)
{
  struct http_conn *conn = http_conns_open (&server->conns, fd, clock_boot_us ());

  if (0 == server->given_back)
    return conn;
  conn->taken = http_aside_bytes_read (fd);
  server->given_back -= 0 != conn->taken;
  return conn;
}

void
http_on_connection (void *cls, struct MHD_Connection *connection, void **socket, enum MHD_ConnectionNotificationCode what)
{
  struct http_server *server = cls;

  if (MHD_CONNECTION_NOTIFY_STARTED == what)
    *socket = open_conn (server, MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd);
  else
    {
      http_conns_close (&server->conns, *socket);
      *socket = NULL;
    }
}

void *
http_on_uri (void *cls, const char *uri, struct MHD_Connection *connection)
{
  struct http_server *server = cls;
  struct http_exchange *ex = http_exchange_new (&server->spares, &server->site, uri, strlen (uri));

  ex->connection = connection;
  ex->conn = MHD_get_connection_info (connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
  ex->conn->exchange = ex;
  http_conns_move (&server->conns, ex->conn, HTTP_WAIT_READING, ex->began_us);
  return ex;
}

static enum MHD_Result
send_answer (struct http_server *server, struct http_exchange *ex, const struct http_answer *answer)
{
  ex->sent_status = answer->status;
  http_conns_move (&server->conns, ex->conn, HTTP_WAIT_REPLYING, clock_boot_us ());
  return http_send (&server->site, ex->connection, answer);
}

/* libmicrohttpd closes after every response that is queued before the request has ended. What is still unread then makes the
   kernel reset the connection, and the client, or the proxy in front, loses the answer: a body is read past first. */
static enum MHD_Result
settle (struct http_server *server, struct http_exchange *ex)
{
  if (HTTP_STAGE_LINE == ex->stage && (! ex->refusal.close || ex->past_body))
    {
      ex->stage = HTTP_STAGE_SETTLED;
      return MHD_YES;
    }
  if (NULL == ex->shared)
    return send_answer (server, ex, &ex->refusal);
  http_conns_move (&server->conns, ex->conn, HTTP_WAIT_REPLYING, clock_boot_us ());
  return MHD_queue_response (ex->connection, ex->sent_status, ex->shared);
}

static enum MHD_Result
refuse (struct http_server *server, struct http_exchange *ex, enum error error, const char *reason, bool close)
{
  /* Without the login: a worker whose request is given up may be filling it. */
  const struct http_request rq = { .id = ex->rq.id, .route = ex->rq.route, .wants_html = ex->rq.wants_html };

  http_answer_problem (&server->site, &rq, error, reason, &ex->refusal);
  ex->refusal.close = close;
  ex->refusal.lean = ERROR_HEADERS_TOO_LARGE == error;
  return settle (server, ex);
}

void
http_refuse_busy (const struct http_server *server, struct http_exchange *ex)
{
  const struct http_request rq = { .id = ex->rq.id, .route = ex->rq.route, .wants_html = ex->rq.wants_html };

  http_answer_problem (&server->site, &rq, ERROR_BUSY, NULL, &ex->refusal);
  ex->refusal.close = true;
}

static enum MHD_Result
refuse_method (struct http_server *server, struct http_exchange *ex, const char *allow, bool close)
{
  http_answer_problem (&server->site, &ex->rq, ERROR_METHOD_NOT_ALLOWED, NULL, &ex->refusal);
  ex->refusal.allow = allow;
  ex->refusal.close = close;
  return settle (server, ex);
}

static enum MHD_Result
settle_shared (struct http_server *server, struct http_exchange *ex, unsigned status, struct MHD_Response *response)
{
  ex->sent_status = status;
  ex->shared = response;
  return settle (server, ex);
}

/* One row of what the loop answers itself, for the log. */
static const struct http_route own_static = { .path = "/static/*" };
static const struct http_route own_health = { .path = "/healthz" };
static const struct http_route own_openapi = { .path = "/openapi.json" };

static enum MHD_Result
send_static (struct http_server *server, struct http_exchange *ex, const struct http_head *head, struct text path)
{
  bool lasting;
  const struct text name = http_statics_name (&server->site.statics, path, &lasting);
  struct text etag;

  for (size_t i = 0; i < server->shared_count; i++)
    {
      const struct http_shared *shared = &server->shared[i];
      if (! text_equal (shared->file->name, name))
        continue;
      if (lasting)
        return settle_shared (server, ex, MHD_HTTP_OK, shared->lasting);
      if (http_head_find (head, "if-none-match", &etag) && text_is (etag, shared->file->etag))
        return settle_shared (server, ex, MHD_HTTP_NOT_MODIFIED, shared->unchanged);
      return settle_shared (server, ex, MHD_HTTP_OK, shared->whole);
    }
  return refuse (server, ex, ERROR_NOT_FOUND, NULL, false);
}

/* True: *result is the loop's own answer. */
static bool
is_own (struct http_server *server, struct http_exchange *ex, const struct http_head *head, struct text path,
        enum MHD_Result *result)
{
  if (text_starts (path, "/static/"))
    ex->rq.route = &own_static;
  else if (text_is (path, "/healthz"))
    ex->rq.route = &own_health;
  else if (text_is (path, "/openapi.json"))
    ex->rq.route = &own_openapi;
  else
    return false;
  if (ex->framing.post)
    *result = refuse_method (server, ex, "GET, HEAD", true);
  else if (&own_static == ex->rq.route)
    *result = send_static (server, ex, head, path);
  else
    *result = settle_shared (server, ex, MHD_HTTP_OK, &own_health == ex->rq.route ? server->health : server->openapi);
  return true;
}

static bool
wants_html (const struct http_head *head)
{
  for (size_t i = 0; i < head->count; i++)
    if (http_text_is_caseless (head->headers[i].name, "accept")
        && NULL != memmem (head->headers[i].value.at, head->headers[i].value.length, "text/html", 9))
      return true;
  return false;
}

/* "application/json; charset=utf-8" is JSON; any other parameter is refused. */
static enum http_body_kind
kind_of_body (struct text type)
{
  const char *semicolon = memchr (type.at, ';', type.length);
  const size_t length = NULL == semicolon ? type.length : (size_t) (semicolon - type.at);
  const struct text name = text_trim (text_from (type.at, length));

  if (NULL != semicolon)
    {
      const struct text parameter = text_trim (text_from (semicolon + 1, type.length - length - 1));
      if (! http_text_is_caseless (parameter, "charset=utf-8") && ! http_text_is_caseless (parameter, "charset=\"utf-8\""))
        return HTTP_BODY_NONE;
    }
  if (http_text_is_caseless (name, "application/json"))
    return HTTP_BODY_JSON;
  return http_text_is_caseless (name, "application/x-www-form-urlencoded") ? HTTP_BODY_FORM : HTTP_BODY_NONE;
}

/* State changes come from our own pages only. */
static bool
is_own_origin (const struct http_site *site, const struct http_head *head)
{
  struct text origin;
  struct text fetch_site;

  if (! http_head_find (head, "origin", &origin) || ! text_is (origin, site->public_url))
    return false;
  return ! http_head_find (head, "sec-fetch-site", &fetch_site) || text_is (fetch_site, "same-origin");
}

static struct text
keep (struct http_exchange *ex, struct text text)
{
  return text_from (arena_string (ex->rq.arena, text), text.length);
}

/* What the worker needs of the head, copied: the connection's memory is libmicrohttpd's. */
static void
keep_head (struct http_exchange *ex, const struct http_site *site, const struct http_head *head)
{
  struct text token;

  for (size_t i = 0; i < ex->params.count; i++)
    ex->params.at[i].value = keep (ex, ex->params.at[i].value);
  if (http_cookie_find (head, site->cookie_name, &token))
    ex->token = keep (ex, token);
}

/* A body whose length the gate has proved and whose sender does not ask first is on its way, whatever the answer. */
static bool
is_read_past (const struct http_exchange *ex, const struct http_head *head)
{
  struct text expect;

  return ex->framing.post && 0 < ex->framing.length && ex->framing.length <= READ_PAST_MOST
         && ! http_head_find (head, "expect", &expect);
}

static enum MHD_Result
take_post (struct http_server *server, struct http_exchange *ex, const struct http_head *head)
{
  struct text type = { "", 0 };

  if (ex->framing.length > http_route_body_most (ex->rq.route))
    return refuse (server, ex, ERROR_TOO_LARGE, NULL, true);
  if (! is_own_origin (&server->site, head))
    return refuse (server, ex, ERROR_FOREIGN_ORIGIN, NULL, true);
  if (0 != ex->framing.length)
    {
      (void) http_head_find (head, "content-type", &type);
      ex->body_kind = kind_of_body (type);
      if (HTTP_BODY_NONE == ex->body_kind)
        return refuse (server, ex, ERROR_WRONG_TYPE, NULL, true);
    }
  ex->body = buf_new ((size_t) ex->framing.length);
  ex->stage = HTTP_STAGE_BODY;
  return MHD_YES;
}

static enum MHD_Result
begin (struct http_server *server, struct http_exchange *ex, const struct http_head *head)
{
  const char *mark = memchr (ex->uri.at, '?', ex->uri.length);
  const struct text path = text_from (ex->uri.at, NULL == mark ? ex->uri.length : (size_t) (mark - ex->uri.at));
  enum MHD_Result result = MHD_YES;

  if (NULL != mark)
    ex->query = text_from (mark + 1, ex->uri.length - path.length - 1);
  ex->rq.wants_html = wants_html (head);
  ex->past_body = is_read_past (ex, head);
  if (! ex->framing.post && 0 != ex->framing.length)
    return refuse (server, ex, ERROR_TOO_LARGE, NULL, true);
  if (is_own (server, ex, head, path, &result))
    return result;
  switch (http_table_match (server->site.table, path, ex->framing.post, &ex->rq.route, &ex->params))
    {
    case HTTP_MATCH_NONE:
      return refuse (server, ex, ERROR_NOT_FOUND, NULL, ex->framing.post);
    case HTTP_MATCH_METHOD:
      return refuse_method (server, ex, ex->framing.post ? "GET, HEAD" : "POST", ex->framing.post);
    case HTTP_MATCH_FOUND:
      break;
    }
  keep_head (ex, &server->site, head);
  if (ex->framing.post)
    return take_post (server, ex, head);
  ex->stage = HTTP_STAGE_BODY;
  return MHD_YES;
}

/* Whether the connection serves on after this request, as far as its client has a say. */
static bool
keeps_open (const struct http_head *head)
{
  struct text wish;

  return 0 == strcmp (head->version, "HTTP/1.1")
         && (! http_head_find (head, "connection", &wish) || http_text_is_caseless (wish, "keep-alive"));
}

static enum MHD_Result
judge (struct http_server *server, struct http_exchange *ex, const char *method, const char *version)
{
  struct http_head head;
  enum http_gate verdict;

  http_head_read (ex->connection, method, ex->uri_at, ex->uri, version, &head);
  verdict = http_gate_check (&head, &ex->framing);
  if (HTTP_GATE_METHOD == verdict)
    return refuse_method (server, ex, "GET, HEAD, POST", true);
  if (HTTP_GATE_PASS != verdict)
    return refuse (server, ex, http_gate_error (verdict), http_gate_reason (verdict), true);
  ex->conn->taken += head.size + ex->framing.length;
  ex->keeps_open = keeps_open (&head);
  if (! http_head_leaves_room (&head))
    return refuse (server, ex, ERROR_HEADERS_TOO_LARGE, NULL, true);
  if (atomic_load (&server->stopping))
    return refuse (server, ex, ERROR_BUSY, NULL, true);
  return begin (server, ex, &head);
}

static bool
is_for_batch (const struct http_server *server, const struct http_exchange *ex)
{
  return HTTP_LANE_BATCH == ex->rq.route->lane && 0 != server->batch_most;
}

static struct http_track *
lane_of (struct http_server *server, const struct http_exchange *ex)
{
  return HTTP_LANE_HASH == ex->rq.route->lane ? &server->hash : &server->work;
}

static bool
has_room (struct http_server *server, const struct http_exchange *ex)
{
  if (is_for_batch (server, ex))
    return http_track_has_room (&server->batch, server->gathered.count + server->lingering.count);
  return http_track_has_room (lane_of (server, ex), 0);
}

/* A whole batch need not wait for the end of the turn. */
static void
gather (struct http_server *server, struct http_exchange *ex)
{
  http_queue_add (&server->gathered, ex);
  if (server->gathered.count >= server->batch_most)
    http_track_put_all (&server->batch, &server->gathered);
}

void
http_publish (struct http_server *server, struct http_exchange *ex)
{
  ex->rq.arrived_boot_us = clock_boot_us ();
  ex->stage = HTTP_STAGE_WORKING;
  ex->out = true;
  server->out++;
  http_conns_move (&server->conns, ex->conn, HTTP_WAIT_WORKING, ex->rq.arrived_boot_us);
  ex->batched = is_for_batch (server, ex);
  if (ex->batched && 0 != ex->rq.route->linger_ms && ! ex->rq.woken)
    http_linger_add (server, ex);
  else if (ex->batched)
    gather (server, ex);
  else
    http_track_put (lane_of (server, ex), ex);
}

bool
http_publish_apart (struct http_server *server, struct http_exchange *ex)
{
  if (! http_track_has_room (&server->work, 0))
    return false;
  ex->apart = ex->batched = false;
  ex->out = true;
  server->out++;
  http_track_put (&server->work, ex);
  return true;
}

static enum MHD_Result
hand_over (struct http_server *server, struct http_exchange *ex)
{
  if (! has_room (server, ex))
    return refuse (server, ex, ERROR_BUSY, NULL, false);
  MHD_suspend_connection (ex->connection);
  http_publish (server, ex);
  return MHD_YES;
}

enum MHD_Result
http_on_request (void *cls, struct MHD_Connection *connection, const char *url, const char *method, const char *version,
                 const char *upload, size_t *upload_size, void **request)
{
  struct http_server *server = cls;
  struct http_exchange *ex = *request;

  (void) url;
  if (connection != ex->connection)
    return MHD_NO;                       /* the exchange is aside */
  switch (ex->stage)
    {
    case HTTP_STAGE_LINE:
      return judge (server, ex, method, version);
    case HTTP_STAGE_BODY:
      if (0 == *upload_size)
        return hand_over (server, ex);
      buf_add (&ex->body, upload, *upload_size);
      *upload_size = 0;
      return ex->body.overflow ? MHD_NO : MHD_YES;
    case HTTP_STAGE_SETTLED:
      if (0 == *upload_size)
        return settle (server, ex);
      *upload_size = 0;
      return ex->past_body ? MHD_YES : MHD_NO;
    case HTTP_STAGE_ANSWERED:
      return send_answer (server, ex, &ex->answer);
    case HTTP_STAGE_GIVEN_UP:
      return refuse (server, ex, ERROR_BUSY, NULL, true);
    case HTTP_STAGE_GONE:
      return MHD_NO;
    case HTTP_STAGE_WORKING:
    case HTTP_STAGE_PARKED:
      break;
    }
  log_fatal ("request_stage", "stage=%d", (int) ex->stage);
}

static void
log_request (const struct http_exchange *ex, bool whole)
{
  char id[UID_TEXT_ROOM];

  uid_print (ex->rq.id, id);
  log_event (LOG_LEVEL_INFO, "request", "id=%s method=%s route=%s status=%u ms=%lld%s%s", id,
             0 == ex->sent_status ? "-" : ex->framing.post ? "POST" : ex->framing.head_only ? "HEAD" : "GET",
             NULL == ex->rq.route ? "-" : ex->rq.route->path, ex->sent_status,
             (long long) ((clock_boot_us () - ex->began_us) / 1000), 0 == ex->spot.due_us ? "" : " parked=1",
             whole ? "" : " cut=1");
}

void
http_complete (struct http_server *server, struct http_exchange *ex, bool whole)
{
  if (! ex->batched || ! whole || ex->sent_status >= 400)
    log_request (ex, whole);
  if (whole && HTTP_STAGE_ANSWERED == ex->stage && NULL != ex->delivered && ! ex->framing.head_only
      && ex->sent_status < 300)
    {
      ex->delivered_us = clock_boot_us ();
      ex->orphan = true;
      ex->out = true;
      server->out++;
      http_track_put (&server->work, ex);
    }
  else if (ex->out)
    ex->orphan = true;
  else
    http_exchange_free (&server->spares, ex);
}

void
http_on_completed (void *cls, struct MHD_Connection *connection, void **request, enum MHD_RequestTerminationCode how)
{
  struct http_server *server = cls;
  struct http_exchange *ex = *request;

  if (NULL == ex)
    return;
  *request = NULL;
  if (connection != ex->connection)
    {
      ex->held = false;
      return;
    }
  ex->conn->exchange = NULL;
  if (HTTP_WAIT_CUT != ex->conn->wait)
    http_conns_move (&server->conns, ex->conn, HTTP_WAIT_IDLE, clock_boot_us ());
  http_complete (server, ex, MHD_REQUEST_TERMINATED_COMPLETED_OK == how);
}
