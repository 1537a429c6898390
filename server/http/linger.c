/* Requests of rows that may linger: a reply that comes a moment later keeps nobody waiting, so they wait for others of their kind,
   and one statement serves tens of them where each would have cost nearly as much alone. The loop's own queue, before the lane. */
#include "inside.h"

#include "clock.h"

void
http_linger_add (struct http_server *server, struct http_exchange *ex)
{
  const int64_t until_us = ex->rq.arrived_boot_us + (int64_t) ex->rq.route->linger_ms * 1000;

  if (0 == server->lingering.count || until_us < server->linger_until_us)
    server->linger_until_us = until_us;
  http_queue_add (&server->lingering, ex);
}

int64_t
http_linger_patience (const struct http_server *server, int64_t now_us)
{
  if (0 == server->lingering.count)
    return INT64_MAX;
  return server->linger_until_us > now_us ? server->linger_until_us - now_us : 0;
}

void
http_linger_let_go (struct http_server *server)
{
  if (0 == server->lingering.count)
    return;
  if (server->lingering.count >= server->batch_most || atomic_load (&server->stopping)
      || 0 == http_linger_patience (server, clock_boot_us ()))
    http_track_put_all (&server->batch, &server->lingering);
}
