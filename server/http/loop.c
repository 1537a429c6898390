/* The one thread that touches libmicrohttpd. libmicrohttpd's own epoll thread (0.9.75) sleeps with served sockets waiting
   whenever exactly 128, 256 ... are ready at once; MHD_run never waits, so here nothing stalls. */
#include "inside.h"

#include "aside.h"
#include "clock.h"
#include "log.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define NEWCOMERS_A_RUN 10
#define RUNS_MOST 25
#define FLUSH_US INT64_C (2000000)  /* at a stop: for clients to take their last reply */

static void
empty_wake (const struct http_server *server)
{
  uint64_t count;

  (void) ! read (server->done.wake, &count, sizeof count);
}

void
http_answer_now (struct http_server *server, struct http_exchange *ex, enum http_stage stage)
{
  ex->stage = stage;
  http_conns_move (&server->conns, ex->conn, HTTP_WAIT_REPLYING, clock_boot_us ());
  if (ex->aside)
    http_aside_answer (server, ex);
  else
    MHD_resume_connection (ex->connection);
}

static void
take_back (struct http_server *server)
{
  struct http_exchange *next = NULL;

  for (struct http_exchange *ex = http_done_take_all (&server->done); NULL != ex; ex = next)
    {
      next = ex->next;
      ex->out = false;
      server->out--;
      server->woken_out -= ex->woken_out;
      ex->woken_out = false;
      if (ex->orphan)
        http_exchange_free (&server->spares, ex);
      else if (HTTP_STAGE_WORKING != ex->stage)
        continue;                        /* given up: it is freed when its 503 has left */
      else if (0 != ex->park_us)
        http_park (server, ex);
      else if (! ex->apart)
        http_answer_now (server, ex, HTTP_STAGE_ANSWERED);
      else if (! http_publish_apart (server, ex))
        http_answer_now (server, ex, HTTP_STAGE_GIVEN_UP);
    }
}

static void
cut (struct http_server *server, struct http_conn *conn, int64_t now_us)
{
  static const char *const words[] = { "idle", "reading", "working", "parked", "replying", "cut" };

  log_event (LOG_LEVEL_INFO, "connection_cut", "while=%s after_ms=%lld", words[conn->wait],
             (long long) ((now_us - conn->since_us) / 1000));
  if (NULL != conn->exchange && conn->exchange->aside)
    {
      http_aside_drop (server, conn->exchange);
      return;
    }
  http_conns_move (&server->conns, conn, HTTP_WAIT_CUT, now_us);
  (void) shutdown (conn->fd, SHUT_RDWR);
}

static void
sweep (struct http_server *server)
{
  const int64_t now_us = clock_boot_us ();

  for (struct http_conn *conn = http_conns_overdue (&server->conns, now_us); NULL != conn;
       conn = http_conns_overdue (&server->conns, now_us))
    {
      if (HTTP_WAIT_WORKING != conn->wait)
        {
          cut (server, conn, now_us);
          continue;
        }
      http_answer_now (server, conn->exchange, HTTP_STAGE_GIVEN_UP);
    }
}

static int
wait_ms (struct http_server *server)
{
  const int64_t now_us = clock_boot_us ();
  const int64_t conns_us = http_conns_patience (&server->conns, now_us);
  const int64_t parked_us = http_parking_patience (&server->parking, now_us);
  const int64_t linger_us = http_linger_patience (server, now_us);
  const int64_t first_us = parked_us < conns_us ? parked_us : conns_us;
  const int64_t patience_ms = ((first_us < linger_us ? first_us : linger_us) / 1000) + 1;
  MHD_UNSIGNED_LONG_LONG library_ms = 0;
  int64_t least = patience_ms > 60000 ? 60000 : patience_ms;

  if (MHD_YES == MHD_get_timeout (server->daemon, &library_ms) && library_ms < (MHD_UNSIGNED_LONG_LONG) least)
    least = (int64_t) library_ms;
  if (atomic_load (&server->stopping) && least > 20)
    least = 20;
  return (int) least;
}

/* The client of a parked request went away, or one of those aside takes more of its answer. */
static void
hear (struct http_server *server, struct http_conn *conn)
{
  if (conn->exchange->watched)
    http_aside_go_on (server, conn->exchange);
  else
    http_park_gone (server, conn);
}

/* libmicrohttpd takes ten newcomers a run. When a whole room comes at once that is too few: the kernel's queue runs over, and
   whom it turns away knocks again after a second, three, seven. */
static void
run_daemon (struct http_server *server)
{
  uint64_t before;
  unsigned runs = 0;

  do
    {
      before = server->conns.opened;
      (void) MHD_run (server->daemon);
    }
  while (server->conns.opened - before >= NEWCOMERS_A_RUN && ++runs < RUNS_MOST);
}

static void
turn (struct http_server *server)
{
  struct epoll_event events[64];
  const int count = epoll_wait (server->epoll, events, BM_COUNT (events), wait_ms (server));

  for (int i = 0; i < count; i++)
    if (NULL != events[i].data.ptr)
      hear (server, events[i].data.ptr);
  empty_wake (server);
  take_back (server);
  http_park_run_again (server);
  sweep (server);
  run_daemon (server);
  http_track_put_all (&server->batch, &server->gathered);
  http_linger_let_go (server);
}

static bool
is_busy (struct http_server *server, int64_t flush_until_us)
{
  if (0 != server->out || 0 != http_parking_count (&server->parking))
    return true;
  return NULL != server->conns.lists[HTTP_WAIT_REPLYING].first && clock_boot_us () < flush_until_us;
}

void *
http_loop_run (void *of)
{
  struct http_server *server = of;
  int64_t flush_until_us;

  while (! atomic_load (&server->stopping))
    turn (server);
  server->listener = MHD_quiesce_daemon (server->daemon);
  if (server->listener >= 0)
    (void) close (server->listener);
  server->listener = -1;
  http_parking_end (&server->parking);
  flush_until_us = clock_boot_us () + FLUSH_US;
  while (is_busy (server, flush_until_us))
    turn (server);
  http_aside_end (server);
  MHD_stop_daemon (server->daemon);
  server->daemon = NULL;
  return NULL;
}
