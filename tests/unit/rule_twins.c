/* Reads cases and PostgreSQL's answers from standard input, one a line, as COPY writes them; answers each with core and counts.
   Run by test_rule_twins.py:

     rule_twins deadline   arrival, deadline (or \N), grace, paused at (or \N), in time
     rule_twins retake     for each part: sat, passed, date; whole exam, weeks; then parts to sit again (bits), earliest, request by

   Instants in microseconds and dates in days since 1970-01-01; what PostgreSQL answers with are dates in words, or "-".
   Prints "checked N" and shows the first lines that differ; exit status 0 when none does. */
#include "retake.h"
#include "session_time.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHOWN 5

struct verdict
{
  bool readable;
  bool agrees;
};

static bool
read_instant (const char *word, int64_t *us)
{
  char *end;

  *us = strtoll (word, &end, 10);
  return 0 != strcmp (word, "\\N") && '\0' == *end && end != word;
}

static struct verdict
check_deadline (const char *line)
{
  char deadline[32], paused[32];
  int64_t arrival_us, deadline_us, paused_us;
  int grace_s, in_time;
  enum session_state state = SESSION_RUNNING;

  if (5 != sscanf (line, "%" SCNd64 "\t%31s\t%d\t%31s\t%d", &arrival_us, deadline, &grace_s, paused, &in_time))
    return (struct verdict) { .readable = false };
  if (! read_instant (deadline, &deadline_us))
    state = SESSION_OPENED;
  if (read_instant (paused, &paused_us))
    state = SESSION_PAUSED;
  return (struct verdict) { true, (0 != in_time)
                                    == (SESSION_IN_TIME == session_time_judge (arrival_us, deadline_us, grace_s, state)) };
}

/* "2027-03-15"; "-" when there is none. */
static bool
is_written (bool present, struct civil_date date, const char *word)
{
  char text[16];

  if (! present)
    return 0 == strcmp (word, "-");
  (void) snprintf (text, sizeof text, "%04u-%02u-%02u", (unsigned) date.year % 10000, (unsigned) date.month % 100,
                   (unsigned) date.day % 100);
  return 0 == strcmp (word, text);
}

static struct verdict
check_retake (const char *line)
{
  int sat[2], passed[2], days[2], whole_exam, weeks, bits;
  char earliest[16], request_by[16];
  struct retake_part parts[2];
  struct retake retake;

  if (11 != sscanf (line, "%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%15s\t%15s", &sat[0], &passed[0], &days[0], &sat[1], &passed[1],
                    &days[1], &whole_exam, &weeks, &bits, earliest, request_by))
    return (struct verdict) { .readable = false };
  for (int i = 0; i < 2; i++)
    parts[i] = (struct retake_part) { 0 != sat[i], 0 != passed[i], civil_date_from_unix_days (days[i]) };
  retake = retake_of (parts, (struct retake_policy) { 0 != whole_exam, weeks });
  return (struct verdict) { true, bits == (retake.part[0] ? 1 : 0) + (retake.part[1] ? 2 : 0) && retake.needed == (0 != bits)
                                    && is_written (retake.needed, retake.earliest, earliest)
                                    && is_written (retake.has_request_by, retake.request_by, request_by) };
}

static int
check_all (struct verdict (*check) (const char *line))
{
  char line[256];
  uint64_t checked = 0;
  uint64_t wrong = 0;

  while (NULL != fgets (line, sizeof line, stdin))
    {
      struct verdict verdict = check (line);
      if (! verdict.readable)
        {
          printf ("not readable: %s", line);
          return 2;
        }
      checked++;
      if (! verdict.agrees && wrong++ < SHOWN)
        printf ("differs: %s", line);
    }
  printf ("checked %" PRIu64 "\ndiffering %" PRIu64 "\n", checked, wrong);
  return 0 == wrong ? 0 : 1;
}

int
main (int count, char **arguments)
{
  if (2 == count && 0 == strcmp (arguments[1], "deadline"))
    return check_all (check_deadline);
  if (2 == count && 0 == strcmp (arguments[1], "retake"))
    return check_all (check_retake);
  (void) fputs ("usage: rule_twins deadline|retake\n", stderr);
  return 2;
}
