#include "inside.h"

#include "log.h"

struct http_reply
http_refuse_stranger (struct http_request *rq)
{
  if (rq->wants_html)
    return (struct http_reply) { .status = 303, .location = "/" };
  return http_reply_problem (rq, ERROR_SIGN_IN_NEEDED, NULL, NULL);
}

/* The gates that need to know who asks, then the handler. */
static struct http_reply
decide (const struct http_desk *desk, struct http_exchange *ex, void *worker)
{
  struct http_request *rq = &ex->rq;
  const struct http_route *route = rq->route;

  if (0 != ex->token.length && NULL != desk->login && ! desk->login (rq, worker, ex->token))
    return http_reply_problem (rq, ERROR_BUSY, NULL, NULL);
  if (HTTP_SIGNED_IN == route->who && ! rq->login.signed_in)
    return http_refuse_stranger (rq);
  if (0 != route->rights && 0 == (route->rights & rq->login.rights))
    return http_reply_problem (rq, ERROR_NOT_ALLOWED, NULL, NULL);
  return route->handler (rq, worker);
}

/* True: the loop parks it. */
static bool
is_parked (struct http_exchange *ex, struct http_reply *reply)
{
  ex->park_us = 0;
  if (0 == reply->park_us)
    return false;
  if (ex->rq.park_over)
    {
      log_event (LOG_LEVEL_ERROR, "parked_once_more", "route=%s", ex->rq.route->path);
      *reply = http_reply_problem (&ex->rq, ERROR_INTERNAL, NULL, NULL);
      return false;
    }
  ex->park_us = reply->park_us;
  ex->park_over = reply->park_over;
  ex->spot.topic = reply->park_topic;
  return true;
}

void
http_take_reply (const struct http_site *site, struct http_exchange *ex, struct http_reply *reply)
{
  if (is_parked (ex, reply))
    return;
  ex->delivered = reply->delivered;
  http_answer_reply (site, &ex->rq, reply, &ex->answer);
  http_exchange_forget_fields (ex);
}

static void
serve (struct http_server *server, struct http_exchange *ex, void *worker)
{
  struct http_reply reply;

  if (0 != ex->delivered_us)
    {
      ex->delivered (worker, &ex->rq, ex->delivered_us);
      return;
    }
  ex->spot.seen = http_parking_wakes (&server->parking);
  reply = decide (server->site.desk, ex, worker);
  http_take_reply (&server->site, ex, &reply);
}

static void
serve_one_by_one (struct http_worker *self, void *worker)
{
  for (struct http_exchange *ex = http_track_take (self->lane); NULL != ex; ex = http_track_take (self->lane))
    {
      serve (self->server, ex, worker);
      http_done_put (&self->server->done, ex);
    }
}

static void
say_opened (struct http_server *server, bool good)
{
  (void) pthread_mutex_lock (&server->start_lock);
  server->opened++;
  server->failed += ! good;
  (void) pthread_cond_signal (&server->start_said);
  (void) pthread_mutex_unlock (&server->start_lock);
}

void *
http_worker_run (void *of)
{
  struct http_worker *self = of;
  struct http_server *server = self->server;
  const struct http_desk *desk = server->site.desk;
  void *worker = NULL;
  const bool open = NULL == desk->worker_open || desk->worker_open (desk->app, &worker);

  say_opened (server, open);
  if (! open)
    return NULL;
  if (&server->batch == self->lane)
    http_batch_run (server, worker);
  else
    serve_one_by_one (self, worker);
  if (NULL != desk->worker_close)
    desk->worker_close (worker);
  return NULL;
}
