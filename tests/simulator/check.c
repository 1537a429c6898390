/* The invariants: the server's rows against the witness's log. The first that breaks is kept. */
#include "witness.h"

#include <string.h>

#define SECOND_US INT64_C (1000000)

const char *
invariant_word (enum invariant invariant)
{
  static const char *const words[] = {
#define X(name, word) word,
    INVARIANTS (X)
#undef X
  };
  return words[invariant];
}

enum invariant
invariant_of (const char *word)
{
  int which = 0;

  while (which < INVARIANT_COUNT && 0 != strcmp (invariant_word ((enum invariant) which), word))
    which++;
  return (enum invariant) which;
}

static void
check (struct witness *witness, size_t who, enum invariant which, bool holds)
{
  witness->checks[which]++;
  if (holds || witness->broken || (INVARIANT_COUNT != witness->only && which != witness->only))
    return;
  witness->broken = true;
  witness->which = which;
  witness->who = who;
}

void
witness_check_act (struct witness *witness, size_t who, enum session_outcome must, enum session_outcome is)
{
  check (witness, who, ACT_AS_THE_RULE_SAYS, must == is);
}

static size_t
rows_with_id (const struct row *row, uint64_t id)
{
  size_t count = 0;

  for (size_t i = 0; i < row->saved; i++)
    count += row->saves[i].id == id;
  return count;
}

void
witness_check_save (struct witness *witness, size_t who, const struct save *save, struct saved must, struct saved is,
                    const struct row *row)
{
  if (SAVED_DONE == must.outcome)
    check (witness, who, IN_TIME_IS_NOT_REFUSED, SAVED_DONE == is.outcome);
  else
    check (witness, who, LATE_IS_NOT_ACCEPTED, SAVED_DONE != is.outcome);
  check (witness, who, ACT_AS_THE_RULE_SAYS, must.outcome == is.outcome && must.sequence == is.sequence);
  check (witness, who, SAME_SAVE_IS_ONE_ROW, rows_with_id (row, save->id) == (SAVED_CLOSED == must.outcome ? 0 : 1));
}

/* Which states may follow which in one step. A step may start a clock and, late, find its time over: hence opened to closed. */
static bool
is_legal (enum session_state from, enum session_state to)
{
  static const bool legal[4][4] = {
    [SESSION_OPENED] = { [SESSION_OPENED] = true, [SESSION_RUNNING] = true, [SESSION_CLOSED] = true },
    [SESSION_RUNNING] = { [SESSION_RUNNING] = true, [SESSION_PAUSED] = true, [SESSION_CLOSED] = true },
    [SESSION_PAUSED] = { [SESSION_PAUSED] = true, [SESSION_RUNNING] = true },
    [SESSION_CLOSED] = { [SESSION_CLOSED] = true, [SESSION_PAUSED] = true },
  };
  return legal[from][to];
}

static int64_t
ledger_sum (const struct row *row)
{
  int64_t sum = 0;

  for (size_t i = 0; i < row->entries; i++)
    sum += row->ledger[i].seconds;
  return sum;
}

static void
check_ledger (struct witness *witness, size_t who, const struct row *row)
{
  const struct row *seen = &witness->of[who].seen;
  bool add = true;

  check (witness, who, ENTITLEMENT_IS_THE_LEDGER, row->session.entitled_s == ledger_sum (row));
  check (witness, who, LEDGER_ONLY_GROWS,
         row->entries >= seen->entries && 0 == memcmp (row->ledger, seen->ledger, seen->entries * sizeof *row->ledger));
  for (size_t i = 0; i < row->entries; i++)
    add = add && row->ledger[i].seconds > 0;
  check (witness, who, ENTRIES_ADD_TIME, add);
}

/* Running time that the server gives between start and deadline, real stops taken out, against what people decided. */
static void
check_granted (struct witness *witness, size_t who, const struct session *session)
{
  const struct witnessed *log = &witness->of[who];
  int64_t granted_us = session->deadline_us - session->started_us - witness_stood (log);

  check (witness, who, GRANTED_AT_LEAST_OWED, granted_us >= log->owed_s * SECOND_US);
  check (witness, who, GRANTED_AT_MOST_A_SECOND_MORE, granted_us <= (log->owed_s + 1) * SECOND_US);
}

static void
check_clock (struct witness *witness, size_t who, const struct session *session)
{
  const struct witnessed *log = &witness->of[who];
  const struct session *seen = &log->seen.session;

  check (witness, who, STARTED_ONCE, session->started_us == log->started_us
                                       && (SESSION_NEVER == seen->started_us || seen->started_us == session->started_us));
  if (SESSION_NEVER == session->started_us)
    {
      check (witness, who, DEADLINE_IS_START_PLUS_ENTITLEMENT, SESSION_NEVER == session->deadline_us);
      return;
    }
  check (witness, who, DEADLINE_IS_START_PLUS_ENTITLEMENT,
         session->deadline_us == session->started_us + session->entitled_s * SECOND_US);
  check (witness, who, DEADLINE_NEVER_MOVES_BACK, session->deadline_us >= seen->deadline_us);
  check_granted (witness, who, session);
}

static void
check_state (struct witness *witness, size_t who, bool by_coordinator, const struct session *session)
{
  const struct witnessed *log = &witness->of[who];
  enum session_state before = log->seen.session.state;

  check (witness, who, LEGAL_STATE_CHANGE, is_legal (before, session->state));
  if (SESSION_CLOSED == before)
    check (witness, who, CLOSED_STAYS_CLOSED, by_coordinator || SESSION_CLOSED == session->state);
  check (witness, who, CLOSED_AT_ITS_INSTANT, session->closed_us == log->ended_us
                                                && session->handed_in_us == (log->by_hand ? log->ended_us : SESSION_NEVER)
                                                && session->paused_at_us == witness_stands_since (log));
  check (witness, who, STATE_AS_WITNESSED, session->state == witness_state (witness, who));
}

static bool
is_untouched (const struct row *seen, const struct row *row)
{
  return seen->entries == row->entries && seen->saved == row->saved && seen->session.state == row->session.state
         && seen->session.deadline_us == row->session.deadline_us
         && seen->session.paused_at_us == row->session.paused_at_us
         && seen->session.closed_us == row->session.closed_us;
}

static void
remember (struct row *seen, const struct row *row)
{
  memcpy (&seen->ledger[seen->entries], &row->ledger[seen->entries], (row->entries - seen->entries) * sizeof *row->ledger);
  seen->session = row->session;
  seen->entries = row->entries;
  seen->saved = row->saved;
}

void
witness_check_step (struct witness *witness, size_t who, bool by_coordinator, const struct server *server)
{
  const struct row *row = &server->rows[who];

  check_state (witness, who, by_coordinator, &row->session);
  check_clock (witness, who, &row->session);
  check_ledger (witness, who, row);
  for (size_t i = 0; i < witness->count; i++)
    if (i != who)
      check (witness, i, OTHERS_ARE_UNTOUCHED, is_untouched (&witness->of[i].seen, &server->rows[i]));
  if (! witness->broken)
    remember (&witness->of[who].seen, row);
}

void
witness_check_left (struct witness *witness, size_t who, int64_t at_us, int64_t left_s)
{
  const struct witnessed *log = &witness->of[who];
  int64_t must_s = 0;

  switch (witness_state (witness, who))
    {
    case SESSION_OPENED:
      must_s = log->owed_s;
      break;
    case SESSION_RUNNING:
      must_s = (witness_deadline (witness, who) - at_us) / SECOND_US;
      break;
    case SESSION_PAUSED:
      must_s = (witness_deadline (witness, who) - witness_stands_since (log)) / SECOND_US;
      break;
    case SESSION_CLOSED:
      break;
    }
  check (witness, who, TIME_LEFT_AS_WITNESSED, left_s == (must_s > 0 ? must_s : 0));
}

static bool
is_same_answer (const struct save *one, const struct save *other)
{
  return one->id == other->id && one->epoch == other->epoch && one->ref == other->ref && one->value == other->value
         && one->late == other->late;
}

void
witness_check_acknowledged (struct witness *witness, size_t who, const struct save *save, const struct row *row)
{
  bool found = false;

  for (size_t i = 0; i < row->saved; i++)
    found = found || is_same_answer (&row->saves[i], save);
  check (witness, who, ACKNOWLEDGED_ANSWER_IS_KEPT, found);
}

/* Of the accepted answers to a question, the one of the highest login, and of that login the highest in sequence. */
static const struct save *
newest (const struct witnessed *log, int ref)
{
  const struct save *best = NULL;

  for (size_t i = 0; i < log->saved; i++)
    {
      const struct save *save = &log->saves[i];
      if (save->ref != ref || save->late)
        continue;
      if (NULL == best || save->epoch > best->epoch)
        best = save;
      else if (save->epoch == best->epoch && save->sequence > best->sequence)
        best = save;
    }
  return best;
}

void
witness_check_end (struct witness *witness, size_t who, const struct server *server)
{
  enum session_state state = server->rows[who].session.state;

  check (witness, who, CLOSED_AT_THE_END, SESSION_CLOSED == state);
  for (int ref = 0; ref < REFS; ref++)
    {
      const struct save *must = newest (&witness->of[who], ref);
      const struct save *is = server_answer (server, who, ref);
      check (witness, who, NEWEST_ANSWER_COUNTS, NULL == must ? NULL == is : NULL != is && is_same_answer (must, is));
    }
}
