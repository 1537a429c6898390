/* The witness keeps a log of its own of what happened and at which true instant, and says from that log alone what must be:
   it knows nothing of core. After each step it compares the server's rows with its log, invariant by invariant.
   All instants are true ones, in microseconds on the scale of the server's anchor. */
#ifndef BM_SIMULATOR_WITNESS_H
#define BM_SIMULATOR_WITNESS_H

#include "server.h"

#define STOPS_MOST 160

#define INVARIANTS(X)                                                                                                 \
  X (DEADLINE_IS_START_PLUS_ENTITLEMENT, "deadline_is_start_plus_entitlement")                                        \
  X (ENTITLEMENT_IS_THE_LEDGER, "entitlement_is_the_ledger")                                                          \
  X (LEDGER_ONLY_GROWS, "ledger_only_grows")                                                                          \
  X (ENTRIES_ADD_TIME, "entries_add_time")                                                                            \
  X (LATE_IS_NOT_ACCEPTED, "late_is_not_accepted")                                                                    \
  X (IN_TIME_IS_NOT_REFUSED, "in_time_is_not_refused")                                                                \
  X (LEGAL_STATE_CHANGE, "legal_state_change")                                                                        \
  X (CLOSED_STAYS_CLOSED, "closed_stays_closed")                                                                      \
  X (DEADLINE_NEVER_MOVES_BACK, "deadline_never_moves_back")                                                          \
  X (GRANTED_AT_LEAST_OWED, "granted_at_least_owed")                                                                  \
  X (GRANTED_AT_MOST_A_SECOND_MORE, "granted_at_most_a_second_more")                                                  \
  X (STARTED_ONCE, "started_once")                                                                                    \
  X (CLOSED_AT_ITS_INSTANT, "closed_at_its_instant")                                                                  \
  X (ACT_AS_THE_RULE_SAYS, "act_as_the_rule_says")                                                                    \
  X (STATE_AS_WITNESSED, "state_as_witnessed")                                                                        \
  X (OTHERS_ARE_UNTOUCHED, "others_are_untouched")                                                                    \
  X (TIME_LEFT_AS_WITNESSED, "time_left_as_witnessed")                                                                \
  X (SAME_SAVE_IS_ONE_ROW, "same_save_is_one_row")                                                                    \
  X (NEWEST_ANSWER_COUNTS, "newest_answer_counts")                                                                    \
  X (ACKNOWLEDGED_ANSWER_IS_KEPT, "acknowledged_answer_is_kept")                                                      \
  X (CLOSED_AT_THE_END, "closed_at_the_end")

enum invariant
{
#define X(name, word) name,
  INVARIANTS (X)
#undef X
  INVARIANT_COUNT
};

const char *invariant_word (enum invariant invariant);
/* INVARIANT_COUNT: there is none of that name. */
enum invariant invariant_of (const char *word) BM_NONNULL_ALL;

/* A stretch in which a session's clock stood, as people asked for it. */
struct stop
{
  int64_t from_us;
  int64_t to_us;
  bool by_time;  /* it stood since the deadline: the session had been closed by time and was re-opened */
};

struct witnessed
{
  int64_t owed_s;        /* what people decided: base, ESL, other, incidents */
  int64_t grace_us;
  int64_t delivered_us;  /* SESSION_NEVER, like those below, when it has not been */
  int64_t started_us;
  size_t stop_count;
  struct stop stops[STOPS_MOST];  /* those that are over */
  int64_t stopped_us;    /* since when it stands, and why */
  bool stopped_by_time;
  int64_t ended_us;
  bool by_hand;
  size_t saved;
  struct save saves[SAVES_MOST];
  struct row seen;       /* the row as it was after the last step */
};

struct witness
{
  size_t count;
  struct witnessed of[CANDIDATES_MOST];
  uint64_t checks[INVARIANT_COUNT];
  enum invariant only;   /* INVARIANT_COUNT, or the one whose break counts */
  bool broken;
  enum invariant which;  /* the first that broke */
  size_t who;
};

void witness_begin (struct witness *witness, enum invariant only) BM_NONNULL_ALL;
void witness_open (struct witness *witness, int64_t owed_s, int64_t grace_us, const struct row *row) BM_NONNULL_ALL;

/* --- what happens; each before the server does it, and gives back what the server must answer --- */

void witness_deliver (struct witness *witness, size_t who, int64_t at_us) BM_NONNULL_ALL;
void witness_acknowledge (struct witness *witness, size_t who, int64_t at_us) BM_NONNULL_ALL;
struct saved witness_save (struct witness *witness, size_t who, const struct save *save, int64_t at_us) BM_NONNULL_ALL;
enum session_outcome witness_hand_in (struct witness *witness, size_t who, int64_t at_us) BM_NONNULL_ALL;
enum session_outcome witness_pause (struct witness *witness, size_t who, int64_t at_us) BM_NONNULL_ALL;
enum session_outcome witness_resume (struct witness *witness, size_t who, int64_t at_us) BM_NONNULL_ALL;
enum session_outcome witness_extend (struct witness *witness, size_t who, int64_t seconds, int64_t at_us) BM_NONNULL_ALL;
enum session_outcome witness_reopen (struct witness *witness, size_t who, int64_t seconds) BM_NONNULL_ALL;
void witness_overdue (struct witness *witness, size_t who, int64_t at_us) BM_NONNULL_ALL;

/* --- what must hold then --- */

void witness_check_act (struct witness *witness, size_t who, enum session_outcome must, enum session_outcome is) BM_NONNULL_ALL;
void witness_check_save (struct witness *witness, size_t who, const struct save *save, struct saved must, struct saved is,
                         const struct row *row) BM_NONNULL_ALL;
/* After a step that concerned that session, and only that one. by_coordinator: it may have re-opened it. */
void witness_check_step (struct witness *witness, size_t who, bool by_coordinator, const struct server *server) BM_NONNULL_ALL;
void witness_check_left (struct witness *witness, size_t who, int64_t at_us, int64_t left_s) BM_NONNULL_ALL;
void witness_check_acknowledged (struct witness *witness, size_t who, const struct save *save, const struct row *row)
  BM_NONNULL_ALL;
void witness_check_end (struct witness *witness, size_t who, const struct server *server) BM_NONNULL_ALL;

/* Microseconds for which the clock really stood, in all stops that are over: what two of them share counts once. */
int64_t witness_stood (const struct witnessed *log) BM_MUST_USE BM_NONNULL_ALL;
/* Since when it stands now, likewise; SESSION_NEVER: it does not. */
int64_t witness_stands_since (const struct witnessed *log) BM_MUST_USE BM_NONNULL_ALL;

/* --- for whoever wants to come at the very last moment --- */

/* SESSION_NEVER while opened. */
int64_t witness_deadline (const struct witness *witness, size_t who) BM_MUST_USE BM_NONNULL_ALL;
enum session_state witness_state (const struct witness *witness, size_t who) BM_MUST_USE BM_NONNULL_ALL;

#endif
