/* Closed loop: as soon as a save of a connection is answered, its next one goes out. Each connection goes round candidates of
   its own, so that over all of them every candidate saves and none has two saves under way. */
#include "load_reply.h"

#include <stdlib.h>

#define SETTLE_US INT64_C (30000000)  /* for all connections to stand */

struct lane
{
  struct load_save save;
  int64_t sent_us;
  size_t turn;                 /* the candidate whose turn it is */
};

struct closed
{
  struct load_run *run;
  struct load_wires wires;
  struct lane *lanes;
  size_t standing;
  size_t under_way;
  bool going;
};

static void
send_next (struct closed *closed, size_t which)
{
  struct load_run *run = closed->run;
  struct lane *lane = &closed->lanes[which];
  char request[LOAD_REQUEST_ROOM];

  lane->save = load_save_new (&run->candidates[lane->turn]);
  lane->turn += closed->wires.count;
  if (lane->turn >= run->count)
    lane->turn = which;
  run->tally->sent++;
  closed->under_way++;
  lane->sent_us = load_now_us ();
  (void) ! load_wire_send (&closed->wires, which, request, load_save_request (run->options, &lane->save, request));
}

static void
on_open (void *of, size_t which)
{
  struct closed *closed = of;

  closed->standing++;
  if (closed->going)
    send_next (closed, which);
}

static void
on_reply (void *of, size_t which, const struct load_reply *reply)
{
  struct closed *closed = of;
  struct load_run *run = closed->run;
  const struct lane *lane = &closed->lanes[which];
  const int64_t now_us = load_now_us ();

  closed->under_way--;
  if (load_save_judge (run, &lane->save, reply) && now_us >= run->count_from_us && now_us < run->count_until_us)
    {
      run->tally->counted++;
      load_tally_latency (run->tally, now_us - lane->sent_us);
    }
  if (now_us < run->count_until_us)
    send_next (closed, which);
}

static void
on_lost (void *of, size_t which, bool busy)
{
  struct closed *closed = of;
  struct load_tally *tally = closed->run->tally;

  tally->unanswered += busy;
  closed->under_way -= busy;
  if (++tally->reopened > 20 * closed->wires.count)
    load_give_up ("the server takes no connections");
  if (! closed->going || load_now_us () < closed->run->count_until_us)
    load_wire_connect (&closed->wires, which);
}

static void
settle (struct closed *closed)
{
  const int64_t until_us = load_now_us () + SETTLE_US;

  for (size_t i = 0; i < closed->wires.count; i++)
    load_wire_connect (&closed->wires, i);
  while (closed->standing < closed->wires.count)
    {
      if (load_now_us () > until_us)
        load_give_up ("the connections do not stand");
      load_wires_turn (&closed->wires, until_us);
    }
}

void
load_closed (struct load_run *run)
{
  struct closed closed = { .run = run };
  int64_t until_us;

  if (run->count < run->connections)
    load_give_up ("fewer candidates than connections");
  closed.wires = (struct load_wires) { .of = &closed, .opened = on_open, .replied = on_reply, .lost = on_lost };
  load_wires_open (&closed.wires, run, run->connections);
  closed.lanes = calloc (run->connections, sizeof *closed.lanes);
  if (NULL == closed.lanes)
    load_give_up ("no memory");
  for (size_t i = 0; i < run->connections; i++)
    closed.lanes[i].turn = i;
  settle (&closed);
  run->begin_us = load_now_us ();
  run->count_from_us = run->begin_us + (int64_t) (run->options->warm * 1e6);
  run->count_until_us = run->count_from_us + (int64_t) (run->options->seconds * 1e6);
  closed.going = true;
  for (size_t i = 0; i < run->connections; i++)
    send_next (&closed, i);
  while (load_now_us () < run->count_until_us)
    load_wires_turn (&closed.wires, run->count_until_us);
  until_us = run->count_until_us + (int64_t) (run->options->drain * 1e6);
  while (0 != closed.under_way && load_now_us () < until_us)
    load_wires_turn (&closed.wires, until_us);
  run->tally->unanswered += closed.under_way;
}
