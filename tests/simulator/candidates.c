/* Candidates, their devices, the network between, and what the candidates' desk does with what comes. */
#include "world_inside.h"

static void
sit_down_later (struct world *world, size_t who)
{
  world_put (world, dice_between (&world->dice, 0, 20 * MINUTE), (struct event) { .kind = EVENT_SIT_DOWN, .who = who });
  if (dice_chance (&world->dice, 50))
    world_put (world, dice_between (&world->dice, 5 * MINUTE, 100 * MINUTE),
               (struct event) { .kind = EVENT_SWITCH, .who = who });
  if (dice_chance (&world->dice, 50))
    world_put (world, dice_between (&world->dice, 15 * MINUTE, 200 * MINUTE),
               (struct event) { .kind = EVENT_WANT_HOME, .who = who });
}

static void
take_device (struct world *world, size_t who)
{
  struct candidate *candidate = &world->candidates[who];
  struct dice *dice = &world->dice;

  candidate->epoch = server_sign_in (&world->server, who);
  candidate->sequence = 0;
  candidate->scripted = dice_chance (dice, 80);
  candidate->skew_us = dice_between (dice, -DAY, DAY) >> dice_between (dice, 0, 20);
  TELL (world, "device session=%zu epoch=%d scripted=%d skew_us=%lld", who, candidate->epoch, candidate->scripted,
        (long long) candidate->skew_us);
}

/* Opens a session with what its candidate is owed from the beginning. */
static void
admit (struct world *world)
{
  static const int64_t extra_minutes[] = { 0, 0, 15, 30, 60 };
  struct dice *dice = &world->dice;
  struct session_time_entry entries[3] = { { SESSION_TIME_BASE, 90 * 60 } };
  int64_t esl_s = 60 * extra_minutes[dice_between (dice, 0, 4)];
  int64_t other_s = 60 * extra_minutes[dice_between (dice, 0, 4)];
  int32_t grace_s = (int32_t) (dice_chance (dice, 60) ? 10 : dice_between (dice, 0, 120));
  size_t count = 1;
  size_t who;

  if (esl_s > 0)
    entries[count++] = (struct session_time_entry) { SESSION_TIME_ESL, esl_s };
  if (other_s > 0)
    entries[count++] = (struct session_time_entry) { SESSION_TIME_OTHER, other_s };
  who = server_open (&world->server, entries, count, grace_s);
  witness_open (&world->witness, 90 * 60 + esl_s + other_s, grace_s * SECOND, &world->server.rows[who]);
  world->candidates[who] = (struct candidate) { .answers_left = (int) dice_between (dice, 5, 50),
                                                .hand_ins_left = 4,
                                                .aimed_at_us = SESSION_NEVER };
  TELL (world, "admitted session=%zu esl_s=%lld other_s=%lld grace_s=%d", who, (long long) esl_s, (long long) other_s, grace_s);
  take_device (world, who);
  sit_down_later (world, who);
}

void
candidates_arrive (struct world *world)
{
  for (int64_t left = dice_between (&world->dice, 2, CANDIDATES_MOST); left > 0; left--)
    admit (world);
}

/* --- devices --- */

static size_t
write_letter (struct world *world, size_t who, enum letter_kind kind, int tries)
{
  struct candidate *candidate = &world->candidates[who];

  candidate->letters[candidate->letter_count]
    = (struct letter) { .kind = kind, .skew_us = candidate->skew_us, .tries_left = tries };
  return candidate->letter_count++;
}

static struct save
new_save (struct world *world, size_t who)
{
  struct candidate *candidate = &world->candidates[who];

  return (struct save) { .epoch = candidate->epoch,
                         .sequence = candidate->scripted ? ++candidate->sequence : 0,
                         .id = ++world->ids,
                         .ref = (int) dice_between (&world->dice, 0, REFS - 1),
                         .value = (uint32_t) dice_bits (&world->dice) };
}

static bool
has_paper (const struct world *world, size_t who)
{
  return world->candidates[who].letter_count < LETTERS_MOST;
}

static void
send_new (struct world *world, size_t who, enum letter_kind kind)
{
  size_t letter;

  if (! has_paper (world, who))
    return;
  letter = write_letter (world, who, kind, 30);
  if (LETTER_SAVE == kind)
    world->candidates[who].letters[letter].save = new_save (world, who);
  world_put (world, 0, (struct event) { .kind = EVENT_SEND, .who = who, .letter = letter });
}

void
candidates_reload (struct world *world, size_t who)
{
  send_new (world, who, LETTER_FETCH);
}

/* Lost, once or twice; each copy takes its own time, so that they may overtake each other. */
static void
send (struct world *world, size_t who, size_t number)
{
  struct letter *letter = &world->candidates[who].letters[number];
  struct dice *dice = &world->dice;
  int copies = dice_chance (dice, world->loss) ? 0 : dice_chance (dice, world->repeats) ? 2 : 1;

  if (letter->answered || 0 == letter->tries_left)
    return;
  letter->tries_left--;
  if (0 == copies)
    world_count (world, OPERATION_LOST);
  for (; copies > 0; copies--)
    world_put (world, dice_delay (dice, world->latency_us),
               (struct event) { .kind = EVENT_ARRIVE, .who = who, .letter = number });
  world_put (world, dice_delay (dice, 10 * SECOND) + world->latency_us,
             (struct event) { .kind = EVENT_SEND, .who = who, .letter = number });
}

static void
answer (struct world *world, size_t who)
{
  struct candidate *candidate = &world->candidates[who];

  if (0 == candidate->answers_left)
    return;
  if (! candidate->stopped || dice_chance (&world->dice, 20))
    {
      candidate->answers_left--;
      send_new (world, who, LETTER_SAVE);
    }
  if (! world_is_evening (world))
    world_put (world, dice_delay (&world->dice, 3 * MINUTE), (struct event) { .kind = EVENT_ANSWER, .who = who });
}

static void
want_home (struct world *world, size_t who)
{
  struct candidate *candidate = &world->candidates[who];

  if (0 == candidate->hand_ins_left)
    return;
  candidate->hand_ins_left--;
  send_new (world, who, LETTER_HAND_IN);
}

/* --- the desk --- */

static void
arrive (struct world *world, const struct event *event)
{
  struct event next = *event;

  if (world->away)
    {
      world_count (world, OPERATION_LOST);
      return;
    }
  next.kind = EVENT_APPLY;
  next.life = world->life;
  next.moment = world_moment (world, world->candidates[event->who].letters[event->letter].skew_us);
  world_put (world, dice_delay (&world->dice, world->slowness_us), next);
}

static int
apply_save (struct world *world, size_t who, struct letter *letter, const struct moment *moment)
{
  size_t before = world->server.rows[who].saved;
  struct saved must = witness_save (&world->witness, who, &letter->save, world_true (world, moment));
  struct saved is = server_save (&world->server, who, &letter->save, moment);

  witness_check_save (&world->witness, who, &letter->save, must, is, &world->server.rows[who]);
  switch (is.outcome)
    {
    case SAVED_DONE:
      world_count (world, world->server.rows[who].saved > before ? OPERATION_SAVED : OPERATION_REPEATED);
      break;
    case SAVED_LATE:
      world_count (world, world->server.rows[who].saved > before ? OPERATION_SAVED_LATE_KEPT : OPERATION_REPEATED);
      break;
    case SAVED_CLOSED:
    case SAVED_STALE:
      world_count (world, OPERATION_REFUSED);
      break;
    }
  return (int) is.outcome;
}

static int
apply_hand_in (struct world *world, size_t who, const struct moment *moment)
{
  enum session_outcome must = witness_hand_in (&world->witness, who, world_true (world, moment));
  enum session_outcome is = server_hand_in (&world->server, who, moment);

  witness_check_act (&world->witness, who, must, is);
  world_count (world, SESSION_DONE == is ? OPERATION_HANDED_IN : OPERATION_REFUSED);
  return (int) is;
}

/* What the server answers, as a number of the outcome's own enum. */
static int
apply_letter (struct world *world, size_t who, struct letter *letter, const struct moment *moment)
{
  switch (letter->kind)
    {
    case LETTER_FETCH:
      witness_deliver (&world->witness, who, world_true (world, moment));
      server_deliver (&world->server, who, moment);
      world_count (world, OPERATION_DELIVERED);
      return 0;
    case LETTER_ACKNOWLEDGE:
      witness_acknowledge (&world->witness, who, world_true (world, moment));
      server_acknowledge (&world->server, who, moment);
      world_count (world, OPERATION_ACKNOWLEDGED);
      return 0;
    case LETTER_SAVE:
      return apply_save (world, who, letter, moment);
    case LETTER_HAND_IN:
      return apply_hand_in (world, who, moment);
    }
  return 0;
}

static void
apply (struct world *world, const struct event *event)
{
  static const char *const kinds[] = { "fetch", "acknowledge", "save", "hand_in" };
  size_t who = event->who;
  struct letter *letter = &world->candidates[who].letters[event->letter];
  struct event reply = *event;
  struct moment moment = event->moment;

  if (event->life != world->life)
    return; /* the process died with it in hand */
  moment.applied_us = world->now_us - world->booted_us;
  reply.kind = EVENT_REPLY;
  reply.value = apply_letter (world, who, letter, &moment);
  world_tell_row (world, kinds[letter->kind], who, (int) reply.value);
  witness_check_step (&world->witness, who, false, &world->server);
  witness_check_left (&world->witness, who, world_true (world, &moment), server_left (&world->server, who, &moment));
  candidates_aim (world, who);
  if (dice_chance (&world->dice, world->loss))
    world_count (world, OPERATION_LOST);
  else
    world_put (world, dice_delay (&world->dice, world->latency_us), reply);
}

static void
hear_of_save (struct world *world, size_t who, struct letter *letter, enum saved_outcome outcome)
{
  letter->acknowledged = SAVED_DONE == outcome;
  world->candidates[who].stopped = SAVED_DONE != outcome;
}

static void
hear_of_hand_in (struct world *world, size_t who, enum session_outcome outcome)
{
  if (SESSION_STOPPED == outcome)
    world_put (world, 5 * MINUTE, (struct event) { .kind = EVENT_WANT_HOME, .who = who });
  else
    world->candidates[who].stopped = true;
}

static void
hear (struct world *world, const struct event *event)
{
  struct letter *letter = &world->candidates[event->who].letters[event->letter];

  if (event->life != world->life || letter->answered)
    return;
  letter->answered = true;
  switch (letter->kind)
    {
    case LETTER_FETCH:
      if (world->candidates[event->who].scripted)
        send_new (world, event->who, LETTER_ACKNOWLEDGE);
      world_put (world, dice_delay (&world->dice, MINUTE), (struct event) { .kind = EVENT_ANSWER, .who = event->who });
      break;
    case LETTER_ACKNOWLEDGE:
      break;
    case LETTER_SAVE:
      hear_of_save (world, event->who, letter, (enum saved_outcome) event->value);
      break;
    case LETTER_HAND_IN:
      hear_of_hand_in (world, event->who, (enum session_outcome) event->value);
      break;
    }
}

/* --- the last microsecond --- */

void
candidates_aim (struct world *world, size_t who)
{
  struct candidate *candidate = &world->candidates[who];
  int64_t last_us = witness_deadline (&world->witness, who);

  if (SESSION_NEVER == last_us || SESSION_RUNNING != witness_state (&world->witness, who))
    return;
  last_us += world->witness.of[who].grace_us - world->anchor_us;
  if (last_us == candidate->aimed_at_us || last_us <= world->now_us)
    return;
  candidate->aimed_at_us = last_us;
  for (int64_t off = -1; off <= 1; off++)
    world_put (world, last_us + off - world->now_us, (struct event) { .kind = EVENT_LAST, .who = who, .value = off });
}

/* Arrives now, to the microsecond, if the moment aimed at is still the last one. */
static void
come_last (struct world *world, const struct event *event)
{
  struct candidate *candidate = &world->candidates[event->who];
  int hand_in = 0 == event->value || 1 == event->value ? 15 : 0;
  size_t letter;

  if (candidate->aimed_at_us != world->now_us - event->value || ! has_paper (world, event->who))
    return;
  if (dice_chance (&world->dice, hand_in))
    letter = write_letter (world, event->who, LETTER_HAND_IN, 3);
  else
    {
      letter = write_letter (world, event->who, LETTER_SAVE, 3);
      candidate->letters[letter].save = new_save (world, event->who);
    }
  arrive (world, &(struct event) { .who = event->who, .letter = letter });
  world_put (world, 30 * SECOND, (struct event) { .kind = EVENT_SEND, .who = event->who, .letter = letter });
}

void
candidates_event (struct world *world, const struct event *event)
{
  switch (event->kind)
    {
    case EVENT_SIT_DOWN:
      send_new (world, event->who, LETTER_FETCH);
      break;
    case EVENT_ANSWER:
      answer (world, event->who);
      break;
    case EVENT_WANT_HOME:
      want_home (world, event->who);
      break;
    case EVENT_SWITCH:
      take_device (world, event->who);
      break;
    case EVENT_SEND:
      send (world, event->who, event->letter);
      break;
    case EVENT_ARRIVE:
      arrive (world, event);
      break;
    case EVENT_APPLY:
      apply (world, event);
      break;
    case EVENT_REPLY:
      hear (world, event);
      break;
    case EVENT_LAST:
      come_last (world, event);
      break;
    case EVENT_IDEA:
    case EVENT_ACT:
    case EVENT_ACT_APPLY:
    case EVENT_TICK:
    case EVENT_AWAY:
    case EVENT_BACK:
    case EVENT_RESTART:
    case EVENT_JUMP:
    case EVENT_SWEEP:
      break;
    }
}
