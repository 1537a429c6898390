/* Open loop: every session does what its page does, whether the server keeps up or not. A save every so many seconds at a phase
   of its own, and as often a heartbeat, on one connection; the request that waits for news of the clock on a second one. Both
   stay open. The latency of a save counts from the instant at which its turn was, not from when it could be sent. */
#include "load_reply.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NEWS_MOST_US INT64_C (60000000)  /* the desk answers after 45 s, news or not */
#define WAITING_MOST 2

enum kind { NOTHING, SAVE, PULSE };

struct page
{
  enum kind under_way;         /* on its first connection; the second one is always about news */
  int64_t turn_us[WAITING_MOST];  /* of saves that wait for the first connection, oldest first */
  size_t waiting;
  bool pulse_waits;
  int64_t save_turn_us;        /* of the one under way */
  struct load_save save;
  int64_t version;             /* of the clock that the page knows */
  int64_t news_sent_us;        /* 0: not asked */
};

struct turn
{
  int64_t phase_us;            /* within the period */
  size_t page;
  enum kind kind;
};

struct open
{
  struct load_run *run;
  struct load_wires wires;     /* of page p: 2p, and for news 2p + 1 */
  struct page *pages;
  struct turn *turns;          /* by phase */
  size_t turn_count;
  size_t next;
  int64_t period_us, round_us; /* round_us: begin of the period under way */
  size_t connected;
};

static int
by_phase (const void *a, const void *b)
{
  const int64_t one = ((const struct turn *) a)->phase_us, other = ((const struct turn *) b)->phase_us;

  return (one > other) - (one < other);
}

static bool
send_on (struct open *open, size_t wire, const char *request, size_t length)
{
  return load_wire_send (&open->wires, wire, request, length);
}

static void
send_save (struct open *open, size_t number)
{
  struct load_run *run = open->run;
  struct page *page = &open->pages[number];
  char request[LOAD_REQUEST_ROOM];

  page->save = load_save_new (&run->candidates[number]);
  page->save_turn_us = page->turn_us[0];
  page->turn_us[0] = page->turn_us[1];
  page->waiting--;
  page->under_way = SAVE;
  run->tally->sent++;
  (void) ! send_on (open, 2 * number, request, load_save_request (run->options, &page->save, request));
}

static void
send_pulse (struct open *open, size_t number)
{
  char request[LOAD_REQUEST_ROOM];

  open->pages[number].pulse_waits = false;
  open->pages[number].under_way = PULSE;
  (void) ! send_on (open, 2 * number, request,
                    load_request (open->run->options, &open->run->candidates[number], "POST /parts/1/pulse",
                                  "{\"unsent\":0,\"characters\":0,\"waiting_s\":0}", request));
}

static void
ask_news (struct open *open, size_t number)
{
  struct page *page = &open->pages[number];
  char request[LOAD_REQUEST_ROOM];
  char path[80];

  (void) snprintf (path, sizeof path, "GET /parts/1/clock?since=%lld", (long long) page->version);
  page->news_sent_us = load_now_us ();
  (void) ! send_on (open, 2 * number + 1, request,
                    load_request (open->run->options, &open->run->candidates[number], path, NULL, request));
}

/* What waits for the page's first connection goes out when that is free. */
static void
go_on (struct open *open, size_t number)
{
  struct page *page = &open->pages[number];
  const struct load_wire *wire = &open->wires.wires[2 * number];

  if (LOAD_WIRE_OPEN != wire->state || wire->busy)
    return;
  if (0 != page->waiting)
    send_save (open, number);
  else if (page->pulse_waits)
    send_pulse (open, number);
}

static void
on_open (void *of, size_t which)
{
  struct open *open = of;

  if (0 == which % 2)
    go_on (open, which / 2);
  else if (load_now_us () < open->run->count_until_us)
    ask_news (open, which / 2);
}

static void
hear_news (struct open *open, size_t number, const struct load_reply *reply)
{
  struct page *page = &open->pages[number];
  int64_t version;

  page->news_sent_us = 0;
  if (200 == reply->status && load_reply_number (reply, "version", &version))
    {
      page->version = version;
      open->run->tally->news++;
      if (load_now_us () < open->run->count_until_us)
        ask_news (open, number);
      return;
    }
  open->run->tally->wrong_news++;  /* the page asks again with its next save: a busy server is not made busier */
  load_reply_complain ("news did not come as they should", reply);
}

static void
hear_save (struct open *open, struct page *page, const struct load_reply *reply)
{
  struct load_run *run = open->run;
  const int64_t now_us = load_now_us ();

  if (! load_save_judge (run, &page->save, reply) || page->save_turn_us < run->count_from_us
      || page->save_turn_us >= run->count_until_us)
    return;
  run->tally->counted++;
  load_tally_latency (run->tally, now_us - page->save_turn_us);
}

static void
on_reply (void *of, size_t which, const struct load_reply *reply)
{
  struct open *open = of;
  struct page *page = &open->pages[which / 2];
  const enum kind was = page->under_way;

  if (0 != which % 2)
    {
      hear_news (open, which / 2, reply);
      return;
    }
  page->under_way = NOTHING;
  if (SAVE == was)
    hear_save (open, page, reply);
  else if (200 == reply->status)
    open->run->tally->pulses++;
  else
    {
      open->run->tally->wrong_status++;
      load_reply_complain ("a heartbeat was not taken", reply);
    }
  go_on (open, which / 2);
}

static void
on_lost (void *of, size_t which, bool busy)
{
  struct open *open = of;

  open->run->tally->unanswered += busy;
  open->run->tally->reopened++;
  if (0 == which % 2)
    open->pages[which / 2].under_way = NOTHING;
  else
    open->pages[which / 2].news_sent_us = 0;
  if (load_now_us () < open->run->count_until_us)
    load_wire_connect (&open->wires, which);
}

static void
take_turn (struct open *open, const struct turn *turn, int64_t at_us)
{
  struct page *page = &open->pages[turn->page];
  const struct load_wire *news = &open->wires.wires[2 * turn->page + 1];

  if (0 == page->news_sent_us && LOAD_WIRE_OPEN == news->state && ! news->busy)
    ask_news (open, turn->page);
  if (PULSE == turn->kind)
    page->pulse_waits = true;
  else if (page->waiting < WAITING_MOST)
    page->turn_us[page->waiting++] = at_us;
  else
    open->run->tally->overrun++;
  go_on (open, turn->page);
}

/* All turns until now; the instant of the next. */
static int64_t
take_turns (struct open *open)
{
  for (;;)
    {
      const struct turn *turn = &open->turns[open->next];
      const int64_t at_us = open->round_us + turn->phase_us;
      if (at_us > load_now_us () || at_us >= open->run->count_until_us)
        return at_us;
      if (turn->page < open->connected)
        take_turn (open, turn, at_us);
      if (++open->next == open->turn_count)
        {
          open->next = 0;
          open->round_us += open->period_us;
        }
    }
}

static void
plan (struct open *open)
{
  const struct load_options *options = open->run->options;
  const size_t kinds = options->pulse ? 2 : 1;

  open->turn_count = open->run->count * kinds;
  open->pages = calloc (open->run->count, sizeof *open->pages);
  open->turns = calloc (open->turn_count, sizeof *open->turns);
  if (NULL == open->pages || NULL == open->turns)
    load_give_up ("no memory");
  srandom ((unsigned) open->run->process + 1);
  for (size_t i = 0; i < open->turn_count; i++)
    open->turns[i] = (struct turn) { .phase_us = (int64_t) ((double) random () / 2147483648.0 * (double) open->period_us),
                                     .page = i / kinds,
                                     .kind = 0 == i % kinds ? SAVE : PULSE };
  qsort (open->turns, open->turn_count, sizeof *open->turns, by_phase);
}

/* Sessions come one after the other within the ramp. */
static void
come (struct open *open, int64_t now_us)
{
  const int64_t ramp_us = (int64_t) (open->run->options->ramp * 1e6) + 1;
  const int64_t gone_us = now_us - open->run->begin_us;
  size_t due = 0;

  if (gone_us > 0)
    due = gone_us >= ramp_us ? open->run->count : open->run->count * (size_t) gone_us / (size_t) ramp_us;
  for (; open->connected < due; open->connected++)
    {
      load_wire_connect (&open->wires, 2 * open->connected);
      if (open->run->options->news)
        load_wire_connect (&open->wires, 2 * open->connected + 1);
    }
}

static size_t
count_under_way (const struct open *open)
{
  size_t count = 0;

  for (size_t i = 0; i < open->run->count; i++)
    count += (NOTHING != open->pages[i].under_way) + open->pages[i].waiting;
  return count;
}

static void
count_unanswered (const struct open *open)
{
  const int64_t now_us = load_now_us ();
  struct load_tally *tally = open->run->tally;

  tally->unanswered += count_under_way (open);
  for (size_t i = 0; i < open->run->count; i++)
    tally->unanswered += 0 != open->pages[i].news_sent_us && now_us - open->pages[i].news_sent_us > NEWS_MOST_US;
}

void
load_open (struct load_run *run)
{
  const struct load_options *options = run->options;
  struct open open = { .run = run, .period_us = (int64_t) (options->every * 1e6) };
  int64_t until_us;

  open.wires = (struct load_wires) { .of = &open, .opened = on_open, .replied = on_reply, .lost = on_lost };
  load_wires_open (&open.wires, run, 2 * run->count);
  plan (&open);
  open.round_us = run->begin_us;
  run->count_from_us = run->begin_us + (int64_t) ((options->ramp + options->warm) * 1e6);
  run->count_until_us = run->count_from_us + (int64_t) (options->seconds * 1e6);
  while (load_now_us () < run->count_until_us)
    {
      int64_t next_us = take_turns (&open);
      come (&open, load_now_us ());
      if (open.connected < run->count && next_us > load_now_us () + 1000)
        next_us = load_now_us () + 1000;
      load_wires_turn (&open.wires, next_us < run->count_until_us ? next_us : run->count_until_us);
    }
  until_us = run->count_until_us + (int64_t) (options->drain * 1e6);
  while (0 != count_under_way (&open) && load_now_us () < until_us)
    load_wires_turn (&open.wires, load_now_us () + 10000);
  count_unanswered (&open);
}
