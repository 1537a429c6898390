/* Two coordinators who do not know of each other, and the registrar. */
#include "world_inside.h"

static unsigned
scope_of (struct world *world)
{
  size_t count = world->witness.count;
  unsigned all = (1u << count) - 1;
  int64_t throw = dice_between (&world->dice, 0, 9);

  if (throw < 2)
    return all;
  if (throw < 4)
    return (unsigned) dice_between (&world->dice, 1, (int64_t) all);
  return 1u << dice_between (&world->dice, 0, (int64_t) count - 1);
}

static void
ask (struct world *world, int64_t after_us, struct act act)
{
  world->acts_waiting++;
  world_put (world, after_us > 0 ? after_us : 0, (struct event) { .kind = EVENT_ACT, .act = act });
}

/* One coordinator, and now and then the other at almost the same time. */
static void
ask_perhaps_twice (struct world *world, int64_t after_us, struct act act)
{
  ask (world, after_us, act);
  if (dice_chance (&world->dice, 30))
    ask (world, after_us + dice_between (&world->dice, 0, 200 * MILLISECOND), act);
}

static struct act
extension (struct world *world, unsigned scope)
{
  struct dice *dice = &world->dice;

  return (struct act) { .kind = ACT_EXTEND,
                        .scope = scope,
                        .entry = dice_chance (dice, 70) ? SESSION_TIME_INCIDENT : SESSION_TIME_OTHER,
                        .seconds = dice_chance (dice, 60) ? 60 * dice_between (dice, 1, 15) : dice_between (dice, 1, 900) };
}

/* From a blink to half an hour. */
static int64_t
pause_length (struct world *world)
{
  static const int64_t usual[] = { SECOND / 2, 10 * SECOND, 3 * MINUTE };

  return dice_delay (&world->dice, usual[dice_between (&world->dice, 0, 2)]);
}

static void
want_pause (struct world *world, unsigned scope)
{
  ask_perhaps_twice (world, 0, (struct act) { .kind = ACT_PAUSE, .scope = scope });
  ask_perhaps_twice (world, pause_length (world), (struct act) { .kind = ACT_RESUME, .scope = scope });
}

/* Many short pauses, each with its fraction of a second. */
static void
want_short_pauses (struct world *world, unsigned scope)
{
  int64_t at_us = 0;

  for (int64_t left = dice_between (&world->dice, 2, 10); left > 0; left--)
    {
      at_us += dice_between (&world->dice, 1, SECOND);
      ask (world, at_us, (struct act) { .kind = ACT_PAUSE, .scope = scope });
      at_us += dice_between (&world->dice, 1, SECOND);
      ask (world, at_us, (struct act) { .kind = ACT_RESUME, .scope = scope });
    }
}

static void
want_reopening (struct world *world, unsigned scope)
{
  int64_t seconds = dice_chance (&world->dice, 30) ? 0 : dice_between (&world->dice, 1, 600);

  ask_perhaps_twice (world, 0, (struct act) { .kind = ACT_REOPEN, .scope = scope, .seconds = seconds });
}

/* Pauses or gives minutes at the very last microsecond, one before or one after. */
static void
want_last_moment (struct world *world, size_t who)
{
  int64_t deadline_us = witness_deadline (&world->witness, who);
  int64_t after_us;

  if (SESSION_NEVER == deadline_us)
    return;
  after_us = deadline_us + world->witness.of[who].grace_us - world->anchor_us - world->now_us;
  after_us += dice_between (&world->dice, -1, 1);
  if (after_us < 0)
    return;
  if (dice_chance (&world->dice, 50))
    ask (world, after_us, extension (world, 1u << who));
  else
    {
      ask (world, after_us, (struct act) { .kind = ACT_PAUSE, .scope = 1u << who });
      ask (world, after_us + pause_length (world), (struct act) { .kind = ACT_RESUME, .scope = 1u << who });
    }
}

static void
have_idea (struct world *world)
{
  unsigned scope = scope_of (world);
  int64_t throw = dice_between (&world->dice, 0, 99);

  if (throw < 30)
    want_pause (world, scope);
  else if (throw < 50)
    ask (world, 0, extension (world, scope));
  else if (throw < 65)
    want_reopening (world, scope);
  else if (throw < 75)
    want_short_pauses (world, scope);
  else if (throw < 90)
    want_last_moment (world, (size_t) dice_between (&world->dice, 0, (int64_t) world->witness.count - 1));
  else
    ask (world, 0, (struct act) { .kind = dice_chance (&world->dice, 50) ? ACT_RESUME : ACT_REOPEN, .scope = scope });
}

/* --- the coordinators' desk --- */

/* The log and the ledger of a day have an end. */
static bool
is_full (const struct world *world, size_t who)
{
  return world->witness.of[who].stop_count > STOPS_MOST - 8 || world->server.rows[who].entries > LEDGER_MOST - 8;
}

static enum session_outcome
must_come (struct world *world, size_t who, const struct act *act, int64_t at_us)
{
  switch (act->kind)
    {
    case ACT_PAUSE:
      return witness_pause (&world->witness, who, at_us);
    case ACT_RESUME:
      return witness_resume (&world->witness, who, at_us);
    case ACT_EXTEND:
      return witness_extend (&world->witness, who, act->seconds, at_us);
    case ACT_REOPEN:
      return witness_reopen (&world->witness, who, act->seconds);
    }
  return SESSION_DONE;
}

static enum session_outcome
comes (struct world *world, size_t who, const struct act *act, const struct moment *moment)
{
  switch (act->kind)
    {
    case ACT_PAUSE:
      return server_pause (&world->server, who, moment);
    case ACT_RESUME:
      return server_resume (&world->server, who, moment);
    case ACT_EXTEND:
      return server_extend (&world->server, who, (struct session_time_entry) { act->entry, act->seconds }, moment);
    case ACT_REOPEN:
      return server_reopen (&world->server, who, act->seconds);
    }
  return SESSION_DONE;
}

/* A credit that came after the time was over is given by re-opening, once the registrar has closed; not to who handed in.
   Who was re-opened is let go on after a while. */
static void
follow_up (struct world *world, size_t who, const struct act *act, enum session_outcome outcome)
{
  struct act again = *act;

  again.scope = 1u << who;
  if (ACT_REOPEN == act->kind && SESSION_DONE == outcome)
    ask_perhaps_twice (world, pause_length (world), (struct act) { .kind = ACT_RESUME, .scope = again.scope });
  else if (act->owed && SESSION_DONE != outcome && ! world->witness.of[who].by_hand)
    {
      again.kind = ACT_EXTEND == act->kind ? ACT_REOPEN : ACT_EXTEND;
      ask (world, 2 * MINUTE, again);
    }
}

static void
act_on (struct world *world, size_t who, const struct act *act, const struct moment *moment)
{
  static const char *const words[] = { "pause", "resume", "extend", "reopen" };
  static const enum operation operations[]
    = { OPERATION_PAUSED, OPERATION_RESUMED, OPERATION_EXTENDED, OPERATION_REOPENED };
  enum session_outcome must = must_come (world, who, act, world_true (world, moment));
  enum session_outcome is = comes (world, who, act, moment);

  world_tell_row (world, words[act->kind], who, (int) is);
  world_count (world, SESSION_DONE == is ? operations[act->kind] : OPERATION_REFUSED);
  witness_check_act (&world->witness, who, must, is);
  witness_check_step (&world->witness, who, ACT_REOPEN == act->kind, &world->server);
  witness_check_left (&world->witness, who, world_true (world, moment), server_left (&world->server, who, moment));
  candidates_aim (world, who);
  follow_up (world, who, act, is);
}

static void
apply (struct world *world, const struct event *event)
{
  struct moment moment = event->moment;

  world->acts_waiting--;
  if (event->life != world->life)
    {
      if (ACT_RESUME == event->act.kind || event->act.owed)
        ask (world, MINUTE, event->act); /* an error page: it is done again */
      return;
    }
  moment.applied_us = world->now_us - world->booted_us;
  for (size_t who = 0; who < world->witness.count && ! world->witness.broken; who++)
    if (0 != (event->act.scope & 1u << who) && (ACT_RESUME == event->act.kind || ! is_full (world, who)))
      act_on (world, who, &event->act, &moment);
}

static void
begin_act (struct world *world, const struct event *event)
{
  struct event next = *event;

  if (world->away)
    {
      world_put (world, MINUTE, next);
      return;
    }
  next.kind = EVENT_ACT_APPLY;
  next.life = world->life;
  next.moment = world_moment (world, dice_between (&world->dice, -DAY, DAY));
  world_put (world, dice_delay (&world->dice, world->slowness_us), next);
}

void
coordinators_credit (struct world *world, int64_t away_us)
{
  if (0 != world->in_session)
    ask (world, dice_delay (&world->dice, MINUTE),
         (struct act) { .kind = ACT_EXTEND,
                        .scope = world->in_session,
                        .entry = SESSION_TIME_INCIDENT,
                        .seconds = (away_us + SECOND - 1) / SECOND,
                        .owed = true });
}

/* --- the registrar and the evening --- */

/* Nobody goes home while the server is away: what it cost will be given back. */
static bool
is_over (const struct world *world)
{
  if (! world_is_evening (world) || world->away || world->acts_waiting > 0)
    return false;
  for (size_t who = 0; who < world->witness.count; who++)
    if (SESSION_CLOSED != witness_state (&world->witness, who))
      return false;
  return true;
}

static void
look_after (struct world *world, size_t who)
{
  struct moment now = world_moment (world, 0);
  enum session_state before = world->server.rows[who].session.state;

  witness_overdue (&world->witness, who, world_true (world, &now));
  server_overdue (&world->server, who, &now);
  world_count (world, OPERATION_LOOKED);
  if (SESSION_CLOSED == world->server.rows[who].session.state && SESSION_CLOSED != before)
    {
      world_count (world, OPERATION_CLOSED_BY_TIME);
      world_tell_row (world, "close", who, SESSION_DONE);
    }
  witness_check_step (&world->witness, who, false, &world->server);
  candidates_aim (world, who);
}

/* A row that a desk holds at the moment is left for the next time. */
static void
tick (struct world *world)
{
  for (size_t who = 0; who < world->witness.count && ! world->registrar_away && ! world->witness.broken; who++)
    if (SESSION_CLOSED != witness_state (&world->witness, who) && ! dice_chance (&world->dice, 5))
      look_after (world, who);
  if (! is_over (world))
    world_put (world, dice_delay (&world->dice, world->lag_us), (struct event) { .kind = EVENT_TICK });
}

static void
sweep (struct world *world)
{
  for (size_t who = 0; who < world->witness.count; who++)
    {
      if (SESSION_PAUSED == witness_state (&world->witness, who))
        ask (world, 0, (struct act) { .kind = ACT_RESUME, .scope = 1u << who });
      if (SESSION_OPENED == witness_state (&world->witness, who))
        candidates_reload (world, who);
    }
  if (! is_over (world))
    world_put (world, 5 * MINUTE, (struct event) { .kind = EVENT_SWEEP });
}

void
coordinators_arrive (struct world *world)
{
  for (int i = 0; i < 2; i++)
    world_put (world, dice_delay (&world->dice, 10 * MINUTE), (struct event) { .kind = EVENT_IDEA });
  world_put (world, world->lag_us, (struct event) { .kind = EVENT_TICK });
  world_put (world, world->evening_us - world->now_us, (struct event) { .kind = EVENT_SWEEP });
}

void
coordinators_event (struct world *world, const struct event *event)
{
  switch (event->kind)
    {
    case EVENT_IDEA:
      if (world_is_evening (world))
        break;
      have_idea (world);
      world_put (world, dice_delay (&world->dice, 8 * MINUTE), *event);
      break;
    case EVENT_ACT:
      begin_act (world, event);
      break;
    case EVENT_ACT_APPLY:
      apply (world, event);
      break;
    case EVENT_TICK:
      tick (world);
      break;
    case EVENT_SWEEP:
      sweep (world);
      break;
    case EVENT_SIT_DOWN:
    case EVENT_ANSWER:
    case EVENT_WANT_HOME:
    case EVENT_SWITCH:
    case EVENT_SEND:
    case EVENT_ARRIVE:
    case EVENT_APPLY:
    case EVENT_REPLY:
    case EVENT_AWAY:
    case EVENT_BACK:
    case EVENT_RESTART:
    case EVENT_JUMP:
    case EVENT_LAST:
      break;
    }
}
