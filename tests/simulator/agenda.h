/* What is still to happen in a world, earliest first; what is due at the same instant happens in the order of being put. */
#ifndef BM_SIMULATOR_AGENDA_H
#define BM_SIMULATOR_AGENDA_H

#include "server.h"

enum event_kind
{
  EVENT_SIT_DOWN,   /* a candidate opens the page */
  EVENT_ANSWER,     /* types an answer */
  EVENT_WANT_HOME,  /* wants to hand in */
  EVENT_SWITCH,     /* goes on at another device */
  EVENT_SEND,       /* a device sends what it has not got an answer to */
  EVENT_ARRIVE,     /* the last byte of a message has come */
  EVENT_APPLY,      /* its transaction runs */
  EVENT_REPLY,      /* the answer is at the device */
  EVENT_IDEA,       /* a coordinator thinks of something to do */
  EVENT_ACT,        /* ... and does it */
  EVENT_ACT_APPLY,
  EVENT_TICK,       /* the registrar looks round */
  EVENT_AWAY,       /* the server goes away */
  EVENT_BACK,
  EVENT_RESTART,
  EVENT_JUMP,       /* the database's wall clock jumps */
  EVENT_SWEEP,      /* in the evening: whoever is paused still is resumed */
  EVENT_LAST        /* somebody comes at the very last microsecond */
};

enum act_kind { ACT_PAUSE, ACT_RESUME, ACT_EXTEND, ACT_REOPEN };

struct act
{
  enum act_kind kind;
  unsigned scope;   /* a bit for each session */
  enum session_time_kind entry;
  int64_t seconds;
  bool owed;        /* a credit: who is over by now is re-opened for it */
};

struct event
{
  int64_t at_us;
  uint64_t number;  /* given by the agenda */
  enum event_kind kind;
  size_t who;
  size_t letter;    /* of the candidate's outgoing messages */
  int64_t value;
  uint64_t life;    /* of the server process that has it in hand */
  struct moment moment;
  struct act act;
};

#define AGENDA_MOST 8192

struct agenda
{
  size_t count;
  uint64_t numbers;
  struct event events[AGENDA_MOST];  /* a pool */
  uint16_t heap[AGENDA_MOST];        /* places in the pool; those from count on are free */
};

void agenda_clear (struct agenda *agenda) BM_NONNULL_ALL;
/* More than AGENDA_MOST at once ends the program. */
void agenda_put (struct agenda *agenda, struct event event) BM_NONNULL_ALL;
/* False: nothing is left. */
bool agenda_take (struct agenda *agenda, struct event *event) BM_MUST_USE BM_NONNULL_ALL;

#endif
