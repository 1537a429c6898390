/* A thread of the batch lane: takes all that wait and gives each row's requests to its batch handler at once. */
#include "inside.h"

#include "clock.h"
#include "log.h"

#include <stdlib.h>
#include <string.h>

/* From the beginning of a round to that of the next, unless a crowd waits: a few requests cost the database nearly as much as many,
   so a desk that keeps it busy all the time with a few each is slower for all. */
#define PAUSE_TIMES 2
#define PAUSE_MOST_US INT64_C (20000)

/* What one round works on; the arrays have room for batch_most. */
struct round
{
  struct http_exchange **taken;      /* in order of arrival; NULL: served already */
  size_t count;
  struct http_exchange **group;      /* those of one row */
  struct http_request **rqs;
  struct http_reply *replies;
  size_t grouped;
};

static void *
room_for (size_t count, size_t size)
{
  void *room = calloc (count, size);

  if (NULL == room)
    log_fatal ("no_memory", "in=batch");
  return room;
}

/* False: nobody whom this desk could know, so nothing to ask the store about. */
static bool
may_be_known (const struct http_desk *desk, struct http_exchange *ex)
{
  const bool known = 0 != ex->token.length && NULL != desk->token && desk->token (&ex->rq, ex->token);

  return known || HTTP_SIGNED_IN != ex->rq.route->who;
}

/* The first row that is left, and all requests of it that its handler shall see. */
static const struct http_route *
take_group (struct round *round, uint64_t wakes)
{
  const struct http_route *route = NULL;

  round->grouped = 0;
  for (size_t i = 0; i < round->count; i++)
    {
      struct http_exchange *ex = round->taken[i];
      if (NULL == ex || (NULL != route && route != ex->rq.route))
        continue;
      route = ex->rq.route;
      round->taken[i] = NULL;
      ex->spot.seen = wakes;
      round->group[round->grouped] = ex;
      round->rqs[round->grouped++] = &ex->rq;
    }
  return route;
}

static void
take_replies (const struct http_site *site, struct round *round)
{
  for (size_t i = 0; i < round->grouped; i++)
    {
      struct http_exchange *ex = round->group[i];
      ex->apart = round->replies[i].apart;
      if (ex->apart)
        {
          ex->park_us = 0;  /* of a run before */
          http_exchange_again (ex);
        }
      else
        http_take_reply (site, ex, &round->replies[i]);
    }
}

static void
log_batch (const struct http_route *route, const struct round *round, int64_t began_us)
{
  size_t apart = 0;

  for (size_t i = 0; i < round->grouped; i++)
    apart += round->group[i]->apart;
  log_event (LOG_LEVEL_INFO, "batch", "route=%s count=%zu apart=%zu ms=%lld", route->path, round->grouped, apart,
             (long long) ((clock_boot_us () - began_us) / 1000));
}

/* Strangers are answered without the store, and each has a line of its own. */
static void
turn_strangers_away (struct http_server *server, struct round *round, struct http_queue *finished)
{
  for (size_t i = 0; i < round->count; i++)
    {
      struct http_exchange *ex = round->taken[i];
      if (may_be_known (server->site.desk, ex))
        continue;
      struct http_reply reply = http_refuse_stranger (&ex->rq);
      http_take_reply (&server->site, ex, &reply);
      round->taken[i] = NULL;
      http_queue_add (finished, ex);
    }
}

static void
serve_round (struct http_server *server, struct round *round, void *worker)
{
  const uint64_t wakes = http_parking_wakes (&server->parking);
  struct http_queue finished = { NULL, NULL, 0 };

  turn_strangers_away (server, round, &finished);
  for (const struct http_route *route = take_group (round, wakes); NULL != route; route = take_group (round, wakes))
    {
      const int64_t began_us = clock_boot_us ();
      memset (round->replies, 0, round->grouped * sizeof round->replies[0]);
      route->batch (round->rqs, round->grouped, round->replies, worker);
      take_replies (&server->site, round);
      log_batch (route, round, began_us);
      for (size_t i = 0; i < round->grouped; i++)
        http_queue_add (&finished, round->group[i]);
    }
  http_done_put_all (&server->done, &finished);
}

static int64_t
pause_after (int64_t took_us)
{
  const int64_t pause_us = took_us * PAUSE_TIMES;

  return pause_us < PAUSE_MOST_US ? pause_us : PAUSE_MOST_US;
}

void
http_batch_run (struct http_server *server, void *worker)
{
  const size_t most = server->batch_most;
  int64_t pause_us = 0;
  struct round round = { .taken = room_for (most, sizeof round.taken[0]), .group = room_for (most, sizeof round.group[0]),
                         .rqs = room_for (most, sizeof round.rqs[0]), .replies = room_for (most, sizeof round.replies[0]) };

  while (0 != (round.count = http_track_take_many (&server->batch, round.taken, most, pause_us)))
    {
      const int64_t began_us = clock_boot_us ();
      serve_round (server, &round, worker);
      pause_us = pause_after (clock_boot_us () - began_us);
    }
  free (round.taken);
  free (round.group);
  free (round.rqs);
  free (round.replies);
}
