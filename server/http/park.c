/* The loop's side of parked requests. The connection is aside, or suspended as in a worker's hands, so libmicrohttpd does not
   see a client go away: the loop's own epoll does. */
#include "inside.h"

#include "aside.h"
#include "clock.h"

#include <sys/epoll.h>

/* Requests that were woken and are in a lane or with a worker: a save that arrives while thousands are woken waits for
   few of them. */
#define WOKEN_MOST 128

/* A client that closes its half has gone, whether or not it would still read. */
static void
watch (const struct http_server *server, struct http_conn *conn)
{
  struct epoll_event event = { .events = EPOLLRDHUP, .data.ptr = conn };

  (void) epoll_ctl (server->epoll, EPOLL_CTL_ADD, conn->fd, &event);
}

static void
unwatch (const struct http_server *server, const struct http_conn *conn)
{
  (void) epoll_ctl (server->epoll, EPOLL_CTL_DEL, conn->fd, NULL);
}

static int64_t
least (int64_t a, int64_t b)
{
  return a < b ? a : b;
}

void
http_park (struct http_server *server, struct http_exchange *ex)
{
  const int64_t now_us = clock_boot_us ();

  http_exchange_rest (ex);
  http_aside_take (server, ex);
  ex->stage = HTTP_STAGE_PARKED;
  ex->spot.exchange = ex;
  if (0 == ex->spot.due_us)
    ex->spot.due_us = now_us + least (ex->park_us, server->bounds.parked_us);
  http_conns_move (&server->conns, ex->conn, HTTP_WAIT_PARKED, now_us);
  watch (server, ex->conn);
  http_parking_enter (&server->parking, &ex->spot, now_us);
}

void
http_park_gone (struct http_server *server, struct http_conn *conn)
{
  struct http_exchange *ex = conn->exchange;

  unwatch (server, conn);
  http_parking_leave (&server->parking, &ex->spot);
  ex->stage = HTTP_STAGE_GONE;
  if (ex->aside)
    {
      http_aside_drop (server, ex);
      return;
    }
  http_conns_move (&server->conns, conn, HTTP_WAIT_REPLYING, clock_boot_us ());
  MHD_resume_connection (ex->connection);
}

/* Its time is over, and what it is told then was known when it was parked. One that libmicrohttpd has not let go of yet is asked
   about as if nothing had been known. */
static bool
is_answered (struct http_server *server, struct http_exchange *ex)
{
  struct http_reply reply = http_reply_text (&ex->rq, ex->park_over);

  if (! ex->spot.over || ex->held || NULL == ex->park_over.at)
    return false;
  http_answer_reply (&server->site, &ex->rq, &reply, &ex->answer);
  http_answer_now (server, ex, HTTP_STAGE_ANSWERED);
  return true;
}

void
http_park_run_again (struct http_server *server)
{
  const int64_t now_us = clock_boot_us ();

  http_parking_ripen (&server->parking, now_us);
  while (server->woken_out < WOKEN_MOST)
    {
      struct http_spot *spot = http_parking_take (&server->parking, now_us);
      struct http_exchange *ex;
      if (NULL == spot)
        return;
      ex = spot->exchange;
      unwatch (server, ex->conn);
      if (is_answered (server, ex))
        continue;
      ex->rq.woken = true;
      ex->rq.park_over = spot->over;
      ex->woken_out = true;
      server->woken_out++;
      http_publish (server, ex);
    }
}

void
http_server_wake (struct http_server *server, const struct uid *topics, size_t count)
{
  if (http_parking_wake (&server->parking, topics, count))
    http_done_wake (&server->done);
}

size_t
http_server_parked (struct http_server *server, struct uid *topics, size_t most)
{
  return http_parking_topics (&server->parking, topics, most);
}
