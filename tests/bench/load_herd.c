/* The herd: candidates who have signed in and read everything come within a few seconds, each on a fresh connection, and start:
   open the part, fetch all questions, say that the first is shown. A start counts from the instant at which the candidate
   came until the clock's reply, with the 60 questions in hand. Connections stay open. */
#include "load_reply.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define QUESTIONS 60

enum step { TO_COME, CONNECTING, OPENING, FETCHING, BEGINNING, STARTED, FAILED };

struct newcomer
{
  enum step step;
  int64_t came_us;
};

struct herd
{
  struct load_run *run;
  struct load_wires wires;
  struct newcomer *newcomers;
  size_t come, finished;
};

static void
finish (struct herd *herd, size_t which, enum step how)
{
  struct newcomer *newcomer = &herd->newcomers[which];
  const int64_t now_us = load_now_us ();

  newcomer->step = how;
  herd->finished++;
  if (STARTED != how)
    return;
  herd->run->tally->starts++;
  herd->run->tally->last_us = now_us;
  load_tally_latency (herd->run->tally, now_us - newcomer->came_us);
}

static void
ask (struct herd *herd, size_t which, enum step step)
{
  static const char *const paths[] = { [OPENING] = "POST /parts/1/open", [BEGINNING] = "POST /parts/1/begin" };
  char request[LOAD_REQUEST_ROOM];
  char fetch[200];
  size_t length;

  (void) snprintf (fetch, sizeof fetch, "GET %s", herd->run->options->questions);
  length = load_request (herd->run->options, &herd->run->candidates[which], FETCHING == step ? fetch : paths[step],
                         FETCHING == step ? NULL : "{}", request);
  herd->newcomers[which].step = step;
  herd->run->tally->sent++;
  (void) ! load_wire_send (&herd->wires, which, request, length);
}

static void
on_open (void *of, size_t which)
{
  ask (of, which, OPENING);
}

static size_t
count_marks (const struct load_reply *reply, const char *marker)
{
  const size_t length = strlen (marker);
  const char *const end = reply->body + reply->length;
  size_t count = 0;

  for (const char *at = reply->body; NULL != (at = memmem (at, (size_t) (end - at), marker, length)); at += length)
    count++;
  return count;
}

static void
on_reply (void *of, size_t which, const struct load_reply *reply)
{
  struct herd *herd = of;
  const enum step step = herd->newcomers[which].step;
  int64_t left_s;

  herd->run->tally->reply_bytes += reply->whole;
  if (200 != reply->status)
    herd->run->tally->wrong_status++;
  else if (FETCHING == step && QUESTIONS != count_marks (reply, herd->run->options->marker))
    herd->run->tally->wrong_outcome++;
  else if (BEGINNING == step && ! (load_reply_number (reply, "seconds_left", &left_s) && left_s > 0))
    herd->run->tally->wrong_outcome++;
  else
    {
      herd->run->tally->acked++;
      if (BEGINNING == step)
        finish (herd, which, STARTED);
      else
        ask (herd, which, OPENING == step ? FETCHING : BEGINNING);
      return;
    }
  load_reply_complain ("a start was refused", reply);
  finish (herd, which, FAILED);
}

static void
on_lost (void *of, size_t which, bool busy)
{
  struct herd *herd = of;
  struct newcomer *newcomer = &herd->newcomers[which];

  if (STARTED == newcomer->step || FAILED == newcomer->step)
    return;
  if (CONNECTING == newcomer->step && herd->run->tally->reopened < herd->run->count)
    {
      herd->run->tally->reopened++;
      load_wire_connect (&herd->wires, which);
      return;
    }
  herd->run->tally->unanswered += busy || CONNECTING == newcomer->step;
  finish (herd, which, FAILED);
}

static int64_t
when (const struct herd *herd, size_t which)
{
  const double ramp_us = herd->run->options->ramp * 1e6;

  return herd->run->begin_us + (int64_t) (ramp_us * (double) which / (double) herd->run->count);
}

static void
let_come (struct herd *herd)
{
  while (herd->come < herd->run->count && when (herd, herd->come) <= load_now_us ())
    {
      herd->newcomers[herd->come] = (struct newcomer) { CONNECTING, when (herd, herd->come) };
      load_wire_connect (&herd->wires, herd->come++);
    }
}

void
load_herd (struct load_run *run)
{
  struct herd herd = { .run = run };
  int64_t until_us;

  herd.wires = (struct load_wires) { .of = &herd, .opened = on_open, .replied = on_reply, .lost = on_lost };
  load_wires_open (&herd.wires, run, run->count);
  herd.newcomers = calloc (run->count, sizeof *herd.newcomers);
  if (NULL == herd.newcomers)
    load_give_up ("no memory");
  run->tally->first_us = run->begin_us;
  until_us = run->begin_us + (int64_t) ((run->options->ramp + run->options->drain) * 1e6);
  while (herd.finished < run->count && load_now_us () < until_us)
    {
      let_come (&herd);
      load_wires_turn (&herd.wires, herd.come < run->count ? when (&herd, herd.come) : until_us);
    }
  for (size_t i = 0; i < run->count; i++)
    run->tally->unanswered += STARTED != herd.newcomers[i].step && FAILED != herd.newcomers[i].step;
}
