/* Reads what the SQL functions did to sessions, one act a line, does the same with core, and compares outcome and row.
   Run by test_session_twins.py:

     session act at seconds outcome state started deadline paused_at handed_in closed entitled_s paused_us entries

   Instants in microseconds or -; the words are those of the functions. "begin" makes a session: at is its base in seconds,
   seconds its grace. Prints "acts N" and the first acts that differ; exit status 0 when none does. */
#include "session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SESSIONS_MOST 1000
#define SHOWN 5

struct act
{
  unsigned session;
  char word[16];
  int64_t at_us;
  int64_t seconds;
  char outcome[16];
  char state[16];
  int64_t started_us, deadline_us, paused_at_us, handed_in_us, closed_us;
  int64_t entitled_s, paused_us;
  unsigned entries;
};

struct kept
{
  struct session session;
  unsigned entries;
};

static const char *
word_of (enum session_state state)
{
  switch (state)
    {
    case SESSION_OPENED:
      return "opened";
    case SESSION_RUNNING:
    case SESSION_PAUSED:
      return "running";
    case SESSION_CLOSED:
      return "closed";
    }
  return "";
}

/* The SQL functions call some outcomes alike. */
static bool
is_called (const char *act, enum session_outcome outcome, const char *word)
{
  static const struct
  {
    const char *act;
    enum session_outcome outcome;
    const char *word;
  } calls[] = { { "start", SESSION_DONE, "true" },           { "start", SESSION_ALREADY, "false" },
                { "pause", SESSION_DONE, "done" },           { "pause", SESSION_ALREADY, "done" },
                { "pause", SESSION_NOT_STARTED, "not_running" }, { "pause", SESSION_OVER, "closed" },
                { "resume", SESSION_DONE, "done" },          { "resume", SESSION_ALREADY, "not_paused" },
                { "resume", SESSION_NOT_STARTED, "not_paused" }, { "resume", SESSION_OVER, "not_paused" },
                { "extend", SESSION_DONE, "done" },          { "extend", SESSION_OVER, "closed" },
                { "reopen", SESSION_DONE, "done" },          { "reopen", SESSION_NOT_OVER, "not_closed" },
                { "reopen", SESSION_NEEDS_TIME, "no_time" }, { "hand_in", SESSION_DONE, "done" },
                { "hand_in", SESSION_ALREADY, "done" },      { "hand_in", SESSION_OVER, "late" },
                { "hand_in", SESSION_STOPPED, "paused" },    { "close", SESSION_DONE, "done" },
                { "close", SESSION_ALREADY, "done" },        { "close", SESSION_NOT_OVER, "done" } };

  for (size_t i = 0; i < BM_COUNT (calls); i++)
    if (calls[i].outcome == outcome && 0 == strcmp (calls[i].act, act) && 0 == strcmp (calls[i].word, word))
      return true;
  return false;
}

/* *entry: what goes into the ledger; 0 seconds: nothing. */
static enum session_outcome
do_act (const struct act *act, struct session *session, struct session_time_entry *entry)
{
  *entry = (struct session_time_entry) { .seconds = 0 };
  if (0 == strcmp (act->word, "start"))
    return session_start (session, act->at_us);
  if (0 == strcmp (act->word, "pause"))
    return session_pause (session, act->at_us);
  if (0 == strcmp (act->word, "resume"))
    return session_resume (session, act->at_us, entry);
  if (0 == strcmp (act->word, "reopen"))
    return session_reopen (session, act->seconds, entry);
  if (0 == strcmp (act->word, "close"))
    return session_close_overdue (session, act->at_us);
  if (0 == strcmp (act->word, "extend"))
    {
      *entry = (struct session_time_entry) { SESSION_TIME_INCIDENT, act->seconds };
      return session_extend (session, act->at_us, *entry);
    }
  /* A hand-in is more than the first page: it starts a clock that stands. */
  if (SESSION_OPENED == session->state && SESSION_DONE != session_start (session, act->at_us))
    abort ();
  return session_hand_in (session, act->at_us);
}

static bool
is_the_row (const struct act *act, const struct kept *kept)
{
  const struct session *session = &kept->session;

  return 0 == strcmp (act->state, word_of (session->state)) && act->started_us == session->started_us
         && act->deadline_us == session->deadline_us && act->paused_at_us == session->paused_at_us
         && act->handed_in_us == session->handed_in_us && act->closed_us == session->closed_us
         && act->entitled_s == session->entitled_s && act->paused_us == session->paused_us && act->entries == kept->entries;
}

static bool
follow (const struct act *act, struct kept *kept)
{
  struct session_time_entry entry;
  enum session_outcome outcome;

  if (0 == strcmp (act->word, "begin"))
    {
      entry = (struct session_time_entry) { SESSION_TIME_BASE, act->at_us };
      *kept = (struct kept) { session_open (&entry, 1, (int32_t) act->seconds), 1 };
      return is_the_row (act, kept);
    }
  outcome = do_act (act, &kept->session, &entry);
  if (SESSION_DONE == outcome && entry.seconds > 0)
    kept->entries++;
  return is_called (act->word, outcome, act->outcome) && is_the_row (act, kept);
}

static bool
read_act (const char *line, struct act *act)
{
  char words[5][24];
  int64_t *instants[] = { &act->started_us, &act->deadline_us, &act->paused_at_us, &act->handed_in_us, &act->closed_us };
  long long at_us, seconds, entitled_s, paused_us;

  if (14 != sscanf (line, "%u %15s %lld %lld %15s %15s %23s %23s %23s %23s %23s %lld %lld %u", &act->session, act->word, &at_us,
                    &seconds, act->outcome, act->state, words[0], words[1], words[2], words[3], words[4], &entitled_s,
                    &paused_us, &act->entries)
      || act->session >= SESSIONS_MOST)
    return false;
  act->at_us = at_us;
  act->seconds = seconds;
  act->entitled_s = entitled_s;
  act->paused_us = paused_us;
  for (size_t i = 0; i < BM_COUNT (instants); i++)
    *instants[i] = 0 == strcmp (words[i], "-") ? SESSION_NEVER : strtoll (words[i], NULL, 10);
  return true;
}

int
main (void)
{
  static struct kept sessions[SESSIONS_MOST];
  char line[512];
  unsigned acts = 0;
  unsigned wrong = 0;

  while (NULL != fgets (line, sizeof line, stdin))
    {
      struct act act;
      if (! read_act (line, &act))
        {
          printf ("not readable: %s", line);
          return 2;
        }
      acts++;
      if (! follow (&act, &sessions[act.session]) && wrong++ < SHOWN)
        printf ("differs: %s", line);
    }
  printf ("acts %u\ndiffering %u\n", acts, wrong);
  return 0 == wrong ? 0 : 1;
}
