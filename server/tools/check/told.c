#include "check_inside.h"

#include <string.h>

/* All that was told of one save: [first, last) of the journal's told. */
struct answers
{
  const struct journal_sent *sent;
  char save[UID_TEXT_ROOM];
  char session[UID_TEXT_ROOM];
  size_t first;
  size_t last;
  size_t sendings;       /* from sent on */
};

static bool
acknowledges (const struct journal_told *told)
{
  return JOURNAL_SAVED == told->outcome || JOURNAL_LATE == told->outcome || JOURNAL_STORED == told->outcome;
}

static void
compare (struct check *check, const struct answers *answers, const struct journal_told *told)
{
  if ((JOURNAL_SAVED == told->outcome && answers->sent->late) || (JOURNAL_LATE == told->outcome && ! answers->sent->late))
    check_found (check, &check->changed, "session %s: save %s was acknowledged as %s and is stored as %s", answers->session,
                 answers->save, JOURNAL_LATE == told->outcome ? "late" : "in time", answers->sent->late ? "late" : "in time");
  if (told->revision != answers->sent->revision)
    check_found (check, &check->changed, "session %s: save %s was acknowledged as revision %lld and is %lld", answers->session,
                 answers->save, (long long) told->revision, (long long) answers->sent->revision);
}

static bool
was_told (const struct journal *journal, const struct answers *answers, enum journal_outcome outcome)
{
  for (size_t i = answers->first; i < answers->last; i++)
    if (outcome == journal->told[i].outcome)
      return true;
  return false;
}

/* What was sent under this id was always the same answer to the same question. */
static bool
is_one_answer (const struct answers *answers)
{
  const struct journal_sent *sent = answers->sent;

  for (size_t i = 1; i < answers->sendings; i++)
    if (0 != strcmp (sent[i].ref, sent->ref) || 0 != memcmp (sent[i].digest.bytes, sent->digest.bytes, HASH_BYTES))
      return false;
  return true;
}

/* A client drops what it is told cannot be taken, so that must be true. Nothing but a hand-in closes a part to answers: what comes
   after its time is kept and marked. */
static void
judge_refusals (struct check *check, const struct answers *answers, bool acknowledged)
{
  const struct journal *journal = check->task->journal;
  const bool closed = was_told (journal, answers, JOURNAL_CLOSED);

  if (closed && ! journal_session (journal, answers->sent->session)->handed_in)
    check_found (check, &check->refused, "session %s: save %s was refused as closed, and its part was not handed in",
                 answers->session, answers->save);
  if (closed && ! acknowledged && answers->sent->stored)
    check_found (check, &check->changed, "session %s: save %s was refused as closed and is stored", answers->session,
                 answers->save);
  if (was_told (journal, answers, JOURNAL_TAKEN) && is_one_answer (answers))
    check_found (check, &check->refused, "session %s: save %s was refused as another answer's, and no other was sent under its id",
                 answers->session, answers->save);
}

static void
judge (struct check *check, const struct answers *answers)
{
  const struct journal *journal = check->task->journal;
  bool acknowledged = false;

  for (size_t i = answers->first; i < answers->last; i++)
    acknowledged = acknowledged || acknowledges (&journal->told[i]);
  check->acknowledged += acknowledged;
  if (acknowledged && ! answers->sent->stored)
    check_found (check, &check->lost, "session %s: save %s was acknowledged and is not stored", answers->session, answers->save);
  judge_refusals (check, answers, acknowledged);
  for (size_t i = answers->first; i < answers->last && answers->sent->stored; i++)
    if (acknowledges (&journal->told[i]))
      {
        compare (check, answers, &journal->told[i]);
        check_receipt (check, answers->save, answers->sent, &journal->told[i]);
      }
}

void
check_told (struct check *check)
{
  const struct journal *journal = check->task->journal;

  for (size_t i = 0; i < journal->told_count;)
    {
      struct answers answers = { .first = i };
      size_t first;
      uid_print (journal->told[i].save, answers.save);
      while (i < journal->told_count && uid_equal (journal->told[i].save, journal->told[answers.first].save))
        i++;
      answers.last = i;
      answers.sendings = journal_sendings (journal, journal->told[answers.first].save, &first);
      if (0 == answers.sendings)
        {
          check_found (check, &check->unsent, "save %s was answered, and no journal says that it was sent", answers.save);
          continue;
        }
      answers.sent = &journal->sent[first];
      uid_print (answers.sent->session, answers.session);
      judge (check, &answers);
    }
}
