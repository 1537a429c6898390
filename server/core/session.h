/* The life of a session's clock: opened, running, at times paused, closed (design: Time). Pure functions over one session;
   every instant is an argument, in microseconds since 1970-01-01 UTC, on the clock that judges arrivals. The functions of
   schema/functions decide in the same way; the simulator (tests/simulator) plays these through.

   What always holds: deadline = started + entitled, entitled = the sum of the ledger, and no function takes anything away. */
#ifndef BM_SESSION_H
#define BM_SESSION_H

#include "session_time.h"

#define SESSION_NEVER INT64_MIN  /* an instant that has not been (NULL in the database) */

struct session
{
  enum session_state state;  /* SESSION_PAUSED: 'running' with paused_at in the database */
  int64_t started_us;        /* SESSION_NEVER while opened; likewise deadline_us */
  int64_t deadline_us;
  int64_t paused_at_us;      /* SESSION_NEVER unless paused */
  int64_t going_since_us;    /* the start or the last resume; SESSION_NEVER while opened */
  int64_t handed_in_us;      /* SESSION_NEVER unless closed by hand-in */
  int64_t closed_us;         /* SESSION_NEVER unless closed */
  int64_t entitled_s;        /* the sum of its ledger */
  int64_t paused_us;         /* how long it has been paused so far, the pause that lasts not counted */
  int32_t grace_s;           /* 0 .. 120 */
};

/* What came of an act. Only SESSION_DONE changed anything. */
enum session_outcome
{
  SESSION_DONE,
  SESSION_ALREADY,      /* so it was before: started, paused, going on, handed in */
  SESSION_NOT_STARTED,  /* the clock stands at its beginning */
  SESSION_STOPPED,      /* it is paused, and this is for a clock that goes on */
  SESSION_OVER,         /* deadline and grace are over, or it is closed */
  SESSION_NOT_OVER,     /* it is not closed, or not yet to be closed */
  SESSION_NEEDS_TIME    /* nothing is left, so seconds must be given with it */
};

/* An opened session with the entries that it is owed from the beginning. */
struct session session_open (const struct session_time_entry *entries, size_t count, int32_t grace_s) BM_MUST_USE;

/* Whether an answer that arrived then counts. A session that was handed in takes none: the caller looks at handed_in_us. */
enum session_judgement session_judge (const struct session *session, int64_t arrived_us) BM_MUST_USE BM_NONNULL_ALL;

/* Whole seconds left; while paused, as many as when it was paused. */
int64_t session_left (const struct session *session, int64_t now_us) BM_MUST_USE BM_NONNULL_ALL;

/* DONE, or ALREADY: starting twice is starting once. */
enum session_outcome session_start (struct session *session, int64_t at_us) BM_MUST_USE BM_NONNULL_ALL;

/* DONE, ALREADY, NOT_STARTED or OVER. Two coordinators' acts may be carried out in another order than they came in: a pause
   from before the clock went on last begins there, or a stretch of time would be given back twice. */
enum session_outcome session_pause (struct session *session, int64_t at_us) BM_MUST_USE BM_NONNULL_ALL;

/* DONE, ALREADY, NOT_STARTED or OVER. entry: what goes into the ledger; 0 seconds (no row) when the second that an earlier
   pause was rounded up to still covers this one, so that all pauses together give at most one second more than they took.
   A resume from before the pause began is a pause of no length. */
enum session_outcome session_resume (struct session *session, int64_t at_us, struct session_time_entry *entry)
  BM_MUST_USE BM_NONNULL_ALL;

/* Adds an entry (seconds > 0). DONE or OVER: a closed session must be re-opened first. */
enum session_outcome session_extend (struct session *session, int64_t at_us, struct session_time_entry entry)
  BM_MUST_USE BM_NONNULL_ALL;

/* DONE, ALREADY, NOT_STARTED, STOPPED or OVER. */
enum session_outcome session_hand_in (struct session *session, int64_t at_us) BM_MUST_USE BM_NONNULL_ALL;

/* What the registrar does with every session. DONE, or NOT_OVER; a closed session is ALREADY. */
enum session_outcome session_close_overdue (struct session *session, int64_t at_us) BM_MUST_USE BM_NONNULL_ALL;

/* A coordinator's act: a closed session goes on, at first paused, as of the instant at which its clock stopped: its hand-in, or
   its deadline when it was closed by time or handed in within the grace. seconds >= 0, and > 0 where nothing is left; they are
   an incident. entry: what goes into the ledger; 0 seconds: nothing. DONE, NOT_OVER or NEEDS_TIME. */
enum session_outcome session_reopen (struct session *session, int64_t seconds, struct session_time_entry *entry)
  BM_MUST_USE BM_NONNULL_ALL;

#endif
