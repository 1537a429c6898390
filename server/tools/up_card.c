/* demo.json: what a person needs to try the installation, and the demo to fill it. */
#include "up.h"

#include "tool_file.h"

#include <errno.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define DEMO_US (900 * INT64_C (1000000))

static json_t *
first_people (const struct up *up)
{
  if (! up->created)
    return json_array ();
  return json_pack ("[{s:s, s:s, s:s, s:s}]", "role", "coordinator", "name", up->first.coordinator_name, "email",
                    up->first.coordinator_email, "code", up->code);
}

const char *
up_write_card (struct up *up)
{
  const struct tool_owner ourselves = { (uid_t) -1, (gid_t) -1 };
  const char *path = up_path (up, "demo.json");
  json_t *card = json_load_file (path, JSON_REJECT_DUPLICATES, NULL);
  const char *problem = "demo.json cannot be made.";
  char *text;

  if (! json_is_object (card))
    {
      json_decref (card);
      card = json_object ();
    }
  if (up->created || ! json_is_array (json_object_get (card, "people")))
    (void) json_object_set_new (card, "people", first_people (up));
  (void) json_object_set_new (card, "candidate_url", json_string (up->urls[0]));
  (void) json_object_set_new (card, "review_url", json_string (up->urls[1]));
  (void) json_object_set_new (card, "coordination_url", json_string (up->urls[2]));
  (void) json_object_set_new (card, "conninfo", json_string (up->conninfo));
  text = json_dumps (card, JSON_INDENT (2));
  if (NULL != text)
    problem = tool_write (path, text_of (text), 0600, ourselves, up->arena);
  free (text);
  json_decref (card);
  return problem;
}

static const char *
field (const json_t *person, const char *key)
{
  const char *value = json_string_value (json_object_get (person, key));
  return NULL == value ? "" : value;
}

static void
show_person (const json_t *person)
{
  const char *key;
  json_t *value;

  printf ("  %-12s %s", field (person, "role"), field (person, "name"));
  if ('\0' != field (person, "email")[0])
    printf (" <%s>", field (person, "email"));
  json_object_foreach ((json_t *) (uintptr_t) person, key, value)
    if (json_is_string (value) && 0 != strcmp (key, "role") && 0 != strcmp (key, "name") && 0 != strcmp (key, "email"))
      printf ("  %s: %s", key, json_string_value (value));
  putchar ('\n');
}

const char *
up_show_card (struct up *up)
{
  json_t *card = json_load_file (up_path (up, "demo.json"), JSON_REJECT_DUPLICATES, NULL);
  const json_t *people = json_object_get (card, "people");
  size_t index;
  json_t *person;

  printf ("\nBlindmark is ready.\n\n  Candidates    %s\n  Reviewers     %s\n  Coordinators  %s\n\n", up->urls[0], up->urls[1],
          up->urls[2]);
  if (json_array_size (people) > 0)
    puts ("Who can sign in:");
  json_array_foreach ((json_t *) (uintptr_t) people, index, person)
    show_person (person);
  printf ("\nThe same stands in %s. Ctrl-C stops everything.\n", up_path (up, "demo.json"));
  (void) fflush (stdout);
  json_decref (card);
  return NULL;
}

/* A mark stays behind when the demo is cut off, since half a demo cannot be gone on with. */
const char *
up_demo (struct up *up)
{
  const struct tool_owner ourselves = { (uid_t) -1, (gid_t) -1 };
  const char *mark = up_path (up, "demo.begun");
  struct child demo = { .name = "The demo", .log = up_path (up, "log/demo.log"), .stop_signal = SIGTERM,
                        .args = { arena_printf (up->arena, "%s/blindmark", up->bin), "demo", "--data", up->data, NULL } };
  const char *problem;

  if (up->empty || ! up->created || ! tool_is_there ("demo"))
    return NULL;
  puts ("Making the demo");
  (void) fflush (stdout);
  problem = tool_write (mark, text_of ("\n"), 0600, ourselves, up->arena);
  if (NULL == problem)
    problem = child_start (&demo, up->arena);
  while (NULL == problem && child_runs (&demo))
    {
      if (up_told_to_stop ())
        {
          child_stop (&demo, 5000000);
          problem = "Stopped before the demo was finished; start with --reset.";
        }
      pause_ms (100);
    }
  if (NULL == problem && (! WIFEXITED (demo.status) || 0 != WEXITSTATUS (demo.status)))
    problem = arena_printf (up->arena, "The demo failed: %s", child_last_line (demo.log, up->arena));
  if (NULL == problem && 0 != unlink (mark))
    problem = arena_printf (up->arena, "%s cannot be removed: %s.", mark, strerror (errno));
  return problem;
}
