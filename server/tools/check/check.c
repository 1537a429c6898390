#include "check_inside.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define SCRATCH_MOST ((size_t) 256 * 1024 * 1024)  /* of one session, or of one chain */

void
check_found (struct check *check, size_t *count, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  (void) vfprintf (check->task->out, format, args);
  va_end (args);
  (void) fputc ('\n', check->task->out);
  (*count)++;
  check->findings++;
}

bool
check_is (struct bytes stored, const struct hash *hash)
{
  return sizeof hash->bytes == stored.length && 0 == memcmp (stored.at, hash->bytes, stored.length);
}

static void
count_sent (struct check *check)
{
  const struct journal *journal = check->task->journal;

  for (size_t i = 0; i < journal->sent_count; i++)
    if (0 == i || ! uid_equal (journal->sent[i].save, journal->sent[i - 1].save))
      check->sent++;
}

static void
tell_sums (const struct check *check)
{
  const struct
  {
    const char *name;
    size_t count;
  } sums[] = { { "sessions", check->sessions },
               { "sent", check->sent },
               { "acknowledged", check->acknowledged },
               { "stored", check->stored },
               { "lost", check->lost },
               { "refused", check->refused },
               { "changed", check->changed },
               { "duplicated", check->duplicated },
               { "unsent", check->unsent },
               { "late", check->late },
               { "late_accepted", check->late_accepted },
               { "late_refused", check->late_refused },
               { "misordered", check->misordered },
               { "receipts", check->receipts },
               { "batches", check->batches },
               { "unproven", check->unproven },
               { "events", check->events },
               { "broken", check->broken },
               { "findings", check->findings } };

  for (size_t i = 0; i < BM_COUNT (sums); i++)
    fprintf (check->task->out, "%s %s %zu", 0 == i ? "checked:" : ",", sums[i].name, sums[i].count);
  (void) fputc ('\n', check->task->out);
}

bool
check_run (struct pg_conn *conn, const struct check_task *task, size_t *findings)
{
  struct arena *scratch BM_CLEANUP (arena_cleanup) = arena_new (SCRATCH_MOST);
  struct check check = { .task = task, .conn = conn, .arena = scratch };

  bool answered;

  count_sent (&check);
  answered = check_saves (&check) && check_batches (&check) && check_chains (&check);
  free (check.named);
  if (! answered)
    return false;
  check_told (&check);
  tell_sums (&check);
  *findings = check.findings;
  return true;
}
