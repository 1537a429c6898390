/* Masks responses for test_masking.py: a JSON object a line, {"name", "email", "employer", "supervisor", "text"}; answers with
   {"masked", "masks": [[from, to, why]]} a line, and at the end {"milliseconds"} that the proposals took. */
#include "masking.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define MASKS_MOST 20000

static double
milliseconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static struct text
member (const json_t *line, const char *name)
{
  return text_of (json_string_value (json_object_get (line, name)));
}

static double
answer (const json_t *line)
{
  static struct mask masks[MASKS_MOST];
  const struct masking_person person
    = { member (line, "name"), member (line, "email"), member (line, "employer"), member (line, "supervisor") };
  struct buf out BM_CLEANUP (buf_free) = buf_new (64 << 20);
  const double began = milliseconds ();
  const size_t count = masking_propose (member (line, "text"), person, masks, MASKS_MOST);
  const double took = milliseconds () - began;
  json_t *list = json_array ();

  if (count > MASKS_MOST || ! masking_apply (member (line, "text"), masks, count, &out))
    exit (1);
  for (size_t i = 0; i < count; i++)
    json_array_append_new (list, json_pack ("[I, I, s]", (json_int_t) masks[i].from, (json_int_t) masks[i].to,
                                            mask_why_word (masks[i].why)));
  json_t *reply = json_pack ("{s:s, s:o}", "masked", NULL == out.at ? "" : out.at, "masks", list);
  json_dumpf (reply, stdout, JSON_COMPACT);
  putchar ('\n');
  json_decref (reply);
  return took;
}

int
main (void)
{
  char *line = NULL;
  size_t room = 0;
  double took = 0;

  while (getline (&line, &room, stdin) > 0)
    {
      json_t *one = json_loads (line, 0, NULL);
      if (NULL == one)
        return 1;
      took += answer (one);
      json_decref (one);
    }
  printf ("{\"milliseconds\": %.3f}\n", took);
  free (line);
  return 0;
}
