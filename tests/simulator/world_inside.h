/* What the parts of a world share: world.c the day, candidates.c the desk side, coordinators.c the staff and the registrar. */
#ifndef BM_SIMULATOR_WORLD_INSIDE_H
#define BM_SIMULATOR_WORLD_INSIDE_H

#include "agenda.h"
#include "dice.h"
#include "world.h"

#define MILLISECOND INT64_C (1000)
#define SECOND (1000 * MILLISECOND)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

#define LETTERS_MOST 240

enum letter_kind { LETTER_FETCH, LETTER_ACKNOWLEDGE, LETTER_SAVE, LETTER_HAND_IN };

/* What a device has sent, or tries to; it is sent again, the same, until an answer comes. */
struct letter
{
  enum letter_kind kind;
  struct save save;
  int64_t skew_us;  /* of the device's clock */
  int tries_left;
  bool answered;
  bool acknowledged;  /* as saved */
};

struct candidate
{
  int64_t skew_us;     /* of the device in use */
  int epoch;           /* of its login */
  int64_t sequence;    /* of its last save */
  bool scripted;       /* the device runs scripts: it acknowledges the first page and numbers its saves */
  int answers_left;
  int hand_ins_left;
  bool stopped;        /* the page has been told that the part is over */
  int64_t aimed_at_us; /* the last moment somebody has been sent for already */
  size_t letter_count;
  struct letter letters[LETTERS_MOST];
};

struct world
{
  struct dice dice;
  struct agenda agenda;
  struct server server;
  struct witness witness;
  FILE *trace;
  int64_t now_us;      /* true time */
  int64_t booted_us;
  int64_t anchor_us;   /* what the anchor's scale is ahead of true time */
  int64_t wall_us;     /* what the database's wall clock is ahead of true time, now */
  int64_t evening_us;  /* from then on nothing new is begun */
  int64_t latency_us;
  int64_t slowness_us; /* of the database */
  int64_t lag_us;      /* of the registrar */
  int loss, repeats;   /* of a hundred messages */
  bool away;
  bool registrar_away;
  int64_t away_since_us;
  unsigned in_session; /* when the server went away, a bit for each */
  int acts_waiting;    /* of coordinators */
  uint64_t life;       /* of the server process */
  uint64_t ids;        /* of saves */
  struct candidate candidates[CANDIDATES_MOST];
  uint64_t operations[OPERATION_COUNT];
};

#define TELL(world, ...)                                                                                              \
  do                                                                                                                  \
    if (NULL != (world)->trace)                                                                                       \
      world_tell ((world), __VA_ARGS__);                                                                              \
  while (false)

void world_tell (const struct world *world, const char *text, ...) BM_PRINTF (2, 3);
/* A line about a session as it stands after an act with that outcome. */
void world_tell_row (const struct world *world, const char *what, size_t who, int outcome);
void world_count (struct world *world, enum operation operation);

/* What all clocks say now; the sender's is that much wrong. */
struct moment world_moment (const struct world *world, int64_t skew_us);
/* True time of an arrival on the scale of the anchor, on which the witness keeps its log. */
int64_t world_true (const struct world *world, const struct moment *moment);
void world_put (struct world *world, int64_t after_us, struct event event);
bool world_is_evening (const struct world *world);

void candidates_arrive (struct world *world);
void candidates_event (struct world *world, const struct event *event);
/* After each step: where the deadline is a new one, somebody comes at its very last microsecond, before and after it. */
void candidates_aim (struct world *world, size_t who);

/* Who never saw the first page loads it again. */
void candidates_reload (struct world *world, size_t who);

void coordinators_arrive (struct world *world);
void coordinators_event (struct world *world, const struct event *event);
/* The server is back: one credit for all who were in session. */
void coordinators_credit (struct world *world, int64_t away_us);

#endif
