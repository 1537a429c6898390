#include "world_inside.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define EVENTS_MOST 200000  /* a day that does not end is broken */

const char *
operation_word (enum operation operation)
{
  static const char *const words[] = {
#define X(name, word) word,
    OPERATIONS (X)
#undef X
  };
  return words[operation];
}

struct world *
world_new (void)
{
  struct world *world = calloc (1, sizeof *world);

  if (NULL == world)
    abort ();
  return world;
}

void
world_free (struct world *world)
{
  free (world);
}

const struct witness *
world_witness (const struct world *world)
{
  return &world->witness;
}

uint64_t
world_operations (const struct world *world, enum operation operation)
{
  return world->operations[operation];
}

static void
tell_time (const struct world *world, int64_t us)
{
  if (SESSION_NEVER == us)
    (void) fprintf (world->trace, "-");
  else
    (void) fprintf (world->trace, "%lld.%06lld", (long long) (us / SECOND), (long long) (us % SECOND));
}

void
world_tell (const struct world *world, const char *text, ...)
{
  va_list list;

  tell_time (world, world->now_us);
  (void) fputc (' ', world->trace);
  va_start (list, text);
  (void) vfprintf (world->trace, text, list);
  va_end (list);
  (void) fputc ('\n', world->trace);
}

void
world_tell_row (const struct world *world, const char *what, size_t who, int outcome)
{
  static const char *const states[] = { "opened", "running", "paused", "closed" };
  const struct row *row = &world->server.rows[who];

  if (NULL == world->trace)
    return;
  tell_time (world, world->now_us);
  (void) fprintf (world->trace, " %s session=%zu outcome=%d state=%s entitled_s=%lld deadline=", what, who, outcome,
                  states[row->session.state], (long long) row->session.entitled_s);
  tell_time (world, row->session.deadline_us);
  (void) fprintf (world->trace, " paused_at=");
  tell_time (world, row->session.paused_at_us);
  (void) fprintf (world->trace, " closed=");
  tell_time (world, row->session.closed_us);
  (void) fprintf (world->trace, " entries=%zu saves=%zu\n", row->entries, row->saved);
}

void
world_count (struct world *world, enum operation operation)
{
  world->operations[operation]++;
}

struct moment
world_moment (const struct world *world, int64_t skew_us)
{
  return (struct moment) { .boot_us = world->now_us - world->booted_us,
                           .wall_us = world->now_us + world->wall_us,
                           .device_us = world->now_us + skew_us + world->anchor_us,
                           .applied_us = world->now_us - world->booted_us };
}

int64_t
world_true (const struct world *world, const struct moment *moment)
{
  return moment->boot_us + world->booted_us + world->anchor_us;
}

void
world_put (struct world *world, int64_t after_us, struct event event)
{
  event.at_us = world->now_us + after_us;
  agenda_put (&world->agenda, event);
}

bool
world_is_evening (const struct world *world)
{
  return world->now_us >= world->evening_us;
}

static void
plan_trouble (struct world *world)
{
  struct dice *dice = &world->dice;

  for (int64_t left = dice_between (dice, 0, 3); left > 0; left--)
    world_put (world, dice_between (dice, 0, 3 * HOUR),
               (struct event) { .kind = EVENT_AWAY, .value = dice_delay (dice, 4 * MINUTE) });
  for (int64_t left = dice_between (dice, 0, 5); left > 0; left--)
    world_put (world, dice_between (dice, 0, 4 * HOUR), (struct event) { .kind = EVENT_RESTART });
  for (int64_t left = dice_between (dice, 0, 4); left > 0; left--)
    world_put (world, dice_between (dice, 0, 4 * HOUR),
               (struct event) { .kind = EVENT_JUMP, .value = dice_between (dice, -DAY, DAY) >> dice_between (dice, 0, 16) });
}

static void
begin_day (struct world *world, uint64_t seed, const struct rules *rules, enum invariant only)
{
  struct dice *dice = &world->dice;
  struct moment now;

  world->dice = dice_of (seed);
  agenda_clear (&world->agenda);
  memset (world->operations, 0, sizeof world->operations);
  world->now_us = dice_between (dice, INT64_C (1700000000) * SECOND, INT64_C (2000000000) * SECOND);
  world->booted_us = world->now_us - dice_between (dice, SECOND, 90 * DAY);
  world->wall_us = dice_between (dice, -DAY, DAY);
  world->anchor_us = world->wall_us;
  world->evening_us = world->now_us + 4 * HOUR;
  world->latency_us = dice_between (dice, MILLISECOND, SECOND);
  world->slowness_us = dice_chance (dice, 25) ? dice_between (dice, SECOND, 20 * SECOND) : 20 * MILLISECOND;
  world->lag_us = dice_between (dice, 5 * SECOND, 90 * SECOND);
  world->loss = (int) dice_between (dice, 0, 25);
  world->repeats = (int) dice_between (dice, 0, 20);
  world->away = world->registrar_away = false;
  world->in_session = 0;
  world->acts_waiting = 0;
  world->life = world->ids = 0;
  now = world_moment (world, 0);
  server_begin (&world->server, rules, now.boot_us, now.wall_us);
  witness_begin (&world->witness, only);
  candidates_arrive (world);
  coordinators_arrive (world);
  plan_trouble (world);
}

static void
restart (struct world *world)
{
  struct moment now = world_moment (world, 0);

  world->life++;
  world_count (world, OPERATION_RESTARTS);
  server_restart (&world->server, &now);
  TELL (world, "restart");
}

static void
go_away (struct world *world, int64_t for_us)
{
  if (world->away)
    return;
  restart (world);
  world_count (world, OPERATION_OUTAGES);
  world->away = true;
  world->registrar_away = dice_chance (&world->dice, 60);
  world->away_since_us = world->now_us;
  world->in_session = 0;
  for (size_t who = 0; who < world->witness.count; who++)
    if (SESSION_RUNNING == witness_state (&world->witness, who))
      world->in_session |= 1u << who;
  TELL (world, "away registrar=%d", world->registrar_away);
  world_put (world, for_us, (struct event) { .kind = EVENT_BACK });
}

static void
come_back (struct world *world)
{
  world->away = world->registrar_away = false;
  TELL (world, "back");
  coordinators_credit (world, world->now_us - world->away_since_us);
}

static void
jump (struct world *world, int64_t by_us)
{
  world->wall_us += by_us;
  world_count (world, OPERATION_JUMPS);
  TELL (world, "jump us=%lld", (long long) by_us);
}

static void
happen (struct world *world, const struct event *event)
{
  switch (event->kind)
    {
    case EVENT_SIT_DOWN:
    case EVENT_ANSWER:
    case EVENT_WANT_HOME:
    case EVENT_SWITCH:
    case EVENT_SEND:
    case EVENT_ARRIVE:
    case EVENT_APPLY:
    case EVENT_REPLY:
    case EVENT_LAST:
      candidates_event (world, event);
      break;
    case EVENT_IDEA:
    case EVENT_ACT:
    case EVENT_ACT_APPLY:
    case EVENT_TICK:
    case EVENT_SWEEP:
      coordinators_event (world, event);
      break;
    case EVENT_AWAY:
      go_away (world, event->value);
      break;
    case EVENT_BACK:
      come_back (world);
      break;
    case EVENT_RESTART:
      restart (world);
      break;
    case EVENT_JUMP:
      jump (world, event->value);
      break;
    }
}

static void
end_day (struct world *world)
{
  for (size_t who = 0; who < world->witness.count; who++)
    {
      const struct candidate *candidate = &world->candidates[who];
      for (size_t i = 0; i < candidate->letter_count; i++)
        if (candidate->letters[i].acknowledged)
          witness_check_acknowledged (&world->witness, who, &candidate->letters[i].save, &world->server.rows[who]);
      witness_check_end (&world->witness, who, &world->server);
    }
}

void
world_play (struct world *world, uint64_t seed, const struct rules *rules, enum invariant only, FILE *trace)
{
  struct event event;
  int events = 0;

  world->trace = trace;
  begin_day (world, seed, rules, only);
  while (! world->witness.broken && events++ < EVENTS_MOST && agenda_take (&world->agenda, &event))
    {
      world->now_us = event.at_us;
      happen (world, &event);
    }
  if (! world->witness.broken)
    end_day (world);
  if (world->witness.broken)
    TELL (world, "broken %s session=%zu", invariant_word (world->witness.which), world->witness.who);
}
