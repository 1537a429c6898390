#include "session_time.h"

#include <string.h>

#define SECOND_US INT64_C (1000000)

static const struct
{
  const char *word;
  const char *label;
} kinds[] = {
#define X(name, word, label) { word, label },
  SESSION_TIME_KINDS (X)
#undef X
};

enum session_judgement
session_time_judge (int64_t arrival_us, int64_t deadline_us, int32_t grace_s, enum session_state state)
{
  if (SESSION_OPENED == state || SESSION_PAUSED == state)
    return SESSION_IN_TIME;
  return arrival_us <= deadline_us + grace_s * SECOND_US ? SESSION_IN_TIME : SESSION_LATE;
}

int64_t
session_time_left (int64_t now_us, int64_t deadline_us, int64_t entitled_s, enum session_state state)
{
  switch (state)
    {
    case SESSION_OPENED:
      return entitled_s;
    case SESSION_RUNNING:
    case SESSION_PAUSED:
      return now_us >= deadline_us ? 0 : (deadline_us - now_us) / SECOND_US;
    case SESSION_CLOSED:
      return 0;
    }
  return 0;
}

bool
session_time_clocks_part (int64_t skew_us)
{
  return skew_us > SECOND_US || skew_us < -SECOND_US;
}

bool
session_time_kind_of (struct text word, enum session_time_kind *kind)
{
  for (size_t i = 0; i < BM_COUNT (kinds); i++)
    if (text_is (word, kinds[i].word))
      {
        *kind = (enum session_time_kind) i;
        return true;
      }
  return false;
}

/* "esl:3600" */
static bool
read_entry (struct text word, struct session_time_entry *entry)
{
  const char *colon = memchr (word.at, ':', word.length);

  return NULL != colon && session_time_kind_of (text_from (word.at, (size_t) (colon - word.at)), &entry->kind)
         && text_to_i64 (text_from (colon + 1, (size_t) (word.at + word.length - colon - 1)), 1, INT32_MAX, &entry->seconds);
}

bool
session_time_read (struct text ledger, struct session_time_entry *entries, size_t most, size_t *count)
{
  bool more = ledger.length > 0;

  for (*count = 0; more; ++*count)
    {
      const char *comma = memchr (ledger.at, ',', ledger.length);
      size_t length = NULL == comma ? ledger.length : (size_t) (comma - ledger.at);
      if (*count == most || ! read_entry (text_from (ledger.at, length), &entries[*count]))
        return false;
      more = NULL != comma;
      ledger = more ? text_from (comma + 1, ledger.length - length - 1) : text_of ("");
    }
  return true;
}

int64_t
session_time_sum (const struct session_time_entry *entries, size_t count)
{
  int64_t sum = 0;

  for (size_t i = 0; i < count; i++)
    sum += entries[i].seconds;
  return sum;
}

void
session_time_minutes (int64_t seconds, struct buf *out)
{
  if (0 == seconds % 60)
    buf_printf (out, "%lld", (long long) (seconds / 60));
  else
    buf_printf (out, "%lld:%02lld", (long long) (seconds / 60), (long long) (seconds % 60));
}

/* How many kinds were named. */
static size_t
write_parts (const struct session_time_entry *entries, size_t count, struct buf *out)
{
  size_t named = 0;

  for (size_t kind = 0; kind < BM_COUNT (kinds); kind++)
    {
      int64_t sum = 0;
      for (size_t i = 0; i < count; i++)
        if (kind == (size_t) entries[i].kind)
          sum += entries[i].seconds;
      if (0 == sum)
        continue;
      if (named > 0)
        buf_string (out, " + ");
      session_time_minutes (sum, out);
      buf_string (out, kinds[kind].label);
      named++;
    }
  return named;
}

void
session_time_parts (const struct session_time_entry *entries, size_t count, struct buf *out)
{
  (void) write_parts (entries, count, out);
}

void
session_time_line (const struct session_time_entry *entries, size_t count, struct buf *out)
{
  if (write_parts (entries, count, out) > 1)
    {
      buf_string (out, " = ");
      session_time_minutes (session_time_sum (entries, count), out);
    }
  buf_string (out, " min");
}
