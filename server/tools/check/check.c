#include "inside.h"

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
  fprintf (check->task->out,
           "checked: sessions %zu, sent %zu, acknowledged %zu, stored %zu, lost %zu, changed %zu, duplicated %zu, unsent %zu, "
           "late %zu, late_accepted %zu, late_refused %zu, misordered %zu, receipts %zu, batches %zu, unproven %zu, events %zu, broken %zu, findings %zu\n",
           check->sessions, check->sent, check->acknowledged, check->stored, check->lost, check->changed, check->duplicated,
           check->unsent, check->late, check->late_accepted, check->late_refused, check->misordered, check->receipts,
           check->batches, check->unproven, check->events, check->broken,
           check->findings);
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
