/* The time of a session: whether an answer came in time, how much is left, and the one line that says what time a
   session is owed. Only arithmetic; instants are arguments (design: Time). */
#ifndef BM_SESSION_TIME_H
#define BM_SESSION_TIME_H

#include "attrs.h"
#include "buf.h"

enum session_state { SESSION_OPENED, SESSION_RUNNING, SESSION_PAUSED, SESSION_CLOSED };
enum session_judgement { SESSION_IN_TIME, SESSION_LATE };

/* In time if and only if arrival <= deadline + grace. An opened session has no deadline and a paused one cannot run out, so
   nothing is late. Instants in microseconds since 1970-01-01 UTC (years 1 to 9999), grace in seconds, 0 .. 120. Twin of
   work.in_time in SQL, which decides. */
enum session_judgement session_time_judge (int64_t arrival_us, int64_t deadline_us, int32_t grace_s,
                                           enum session_state state) BM_MUST_USE;

/* Whole seconds that are left, rounded down, never below 0. Opened: all of entitled_s. Closed: 0. Paused: now_us is the instant
   since which the clock stands. */
int64_t session_time_left (int64_t now_us, int64_t deadline_us, int64_t entitled_s, enum session_state state) BM_MUST_USE;

/* Whether a desk's boot-time clock and the database's have parted by more than a second, either way: an alarm, nothing more. */
bool session_time_clocks_part (int64_t skew_us) BM_MUST_USE;

/* Kinds of entries in the ledger of time (work.entitlement.kind), in the order in which the line names them. */
#define SESSION_TIME_KINDS(X)                                                                                         \
  X (SESSION_TIME_BASE, "base", "")                                                                                   \
  X (SESSION_TIME_ESL, "esl", " ESL")                                                                                 \
  X (SESSION_TIME_OTHER, "other", " other")                                                                           \
  X (SESSION_TIME_INCIDENT, "incident", " incident")                                                                  \
  X (SESSION_TIME_PAUSE, "pause", " pause")

enum session_time_kind
{
#define X(name, word, label) name,
  SESSION_TIME_KINDS (X)
#undef X
  SESSION_TIME_KIND_COUNT
};

/* False: there is no such kind. */
bool session_time_kind_of (struct text word, enum session_time_kind *kind) BM_MUST_USE BM_NONNULL_ALL;

struct session_time_entry
{
  enum session_time_kind kind;
  int64_t seconds;  /* 1 .. 86400 */
};

/* Reads a ledger as the database adds it up, "base:5400,esl:3600", into room for `most` entries; *count: how many there were.
   False: it is not of that form, names an unknown kind, or does not fit. */
bool session_time_read (struct text ledger, struct session_time_entry *entries, size_t most, size_t *count)
  BM_MUST_USE BM_NONNULL_ALL;

/* Sum of the entries in seconds. */
int64_t session_time_sum (const struct session_time_entry *entries, size_t count) BM_MUST_USE;

/* Whole minutes, "150"; with seconds where there are some, "4:05". */
void session_time_minutes (int64_t seconds, struct buf *out) BM_NONNULL_ALL;

/* "90 + 60 ESL": entries of one kind are added up; "90" when there is only the base. */
void session_time_parts (const struct session_time_entry *entries, size_t count, struct buf *out) BM_NONNULL (3);

/* "90 + 60 ESL + 4 incident = 154 min"; "90 min" when there is only the base. The candidate's page, the board and the log
   all show this line. */
void session_time_line (const struct session_time_entry *entries, size_t count, struct buf *out) BM_NONNULL (3);

#endif
