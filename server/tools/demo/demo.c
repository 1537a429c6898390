#include "demo.h"

#include "crypto.h"
#include "tool_file.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ARENA_MOST ((size_t) 128 * 1024 * 1024)
#define MORNING (9 * 60)

enum { YEAR_AGO, IN_REVIEW, OPEN_NOW };

static bool
make (struct demo *demo, size_t index)
{
  json_t *exam = demo_administration (demo, index);

  return demo_travel (demo, demo_day_of (exam, "made"), MORNING) && demo_exam_make (demo, exam);
}

/* Each candidate on a day of their own. */
static bool
sit (struct demo *demo, size_t index)
{
  const json_t *exam = demo_administration (demo, index);
  size_t i;
  json_t *candidate;

  json_array_foreach (json_object_get (exam, "candidates"), i, candidate)
    if (! demo_travel (demo, demo_day_of (exam, "sits") + (int) i, MORNING) || ! demo_sit (demo, candidate))
      return false;
  return true;
}

static bool
score (struct demo *demo, size_t index)
{
  const json_t *exam = demo_administration (demo, index);

  return demo_travel (demo, demo_day_of (exam, "after"), MORNING) && demo_exam_duty (demo, exam, "score", "score")
         && demo_exam_duty (demo, exam, "intake", "intake");
}

static bool
mask (struct demo *demo, size_t index)
{
  const json_t *exam = demo_administration (demo, index);

  return demo_exam_mask (demo) && demo_exam_small_groups (demo, exam) && demo_exam_duty (demo, exam, "packets", "packets")
         && demo_exam_allocate (demo, exam);
}

static bool make_first (struct demo *demo) { return make (demo, YEAR_AGO); }
static bool sit_first (struct demo *demo) { return sit (demo, YEAR_AGO); }
static bool score_first (struct demo *demo) { return score (demo, YEAR_AGO); }
static bool mask_first (struct demo *demo) { return mask (demo, YEAR_AGO); }
static bool make_second (struct demo *demo) { return make (demo, IN_REVIEW); }
static bool sit_second (struct demo *demo) { return sit (demo, IN_REVIEW); }
static bool make_third (struct demo *demo) { return make (demo, OPEN_NOW); }

static bool
begin (struct demo *demo)
{
  return demo_travel (demo, demo_day_of (demo_administration (demo, YEAR_AGO), "made"), MORNING) && demo_import_bank (demo)
         && demo_bank_load (demo);
}

static bool
review_first (struct demo *demo)
{
  json_t *exam = demo_administration (demo, YEAR_AGO);

  return demo_travel (demo, demo_day_of (exam, "reviewed"), MORNING) && demo_review_all (demo, exam);
}

static bool
publish_first (struct demo *demo)
{
  const json_t *exam = demo_administration (demo, YEAR_AGO);

  return demo_travel (demo, demo_day_of (exam, "published"), MORNING) && demo_exam_remarks (demo, exam)
         && demo_exam_duty (demo, exam, "preview", "prepare") && demo_exam_publish (demo, exam);
}

static bool
score_second (struct demo *demo)
{
  return score (demo, IN_REVIEW) && mask (demo, IN_REVIEW);
}

static bool
review_second (struct demo *demo)
{
  json_t *exam = demo_administration (demo, IN_REVIEW);

  return demo_travel (demo, demo_day_of (exam, "reviewed"), MORNING) && demo_review_some (demo, exam);
}

/* Who can do something today stands first: those who may sit the open exam, then those whose results are there. */
static void
name_candidates (struct demo *demo, size_t index, const char *role)
{
  const json_t *exam = demo_administration (demo, index);
  size_t i;
  json_t *candidate;

  json_array_foreach (json_object_get (exam, "candidates"), i, candidate)
    (void) json_array_append_new (
      demo->people,
      json_pack ("{s:s, s:s, s:s, s:s, s:s}", "role", role, "name", demo_string (candidate, "name"), "email",
                 demo_string (candidate, "email"), "code", demo_string (candidate, "code"), "link", demo->candidate_url));
}

static bool
write_card (struct demo *demo)
{
  const struct tool_owner ourselves = { (uid_t) -1, (gid_t) -1 };
  const char *problem = "there is no memory left.";
  char *text;

  name_candidates (demo, OPEN_NOW, "candidate");
  name_candidates (demo, YEAR_AGO, "past candidate");
  (void) json_object_set (demo->card, "people", demo->people);
  text = json_dumps (demo->card, JSON_INDENT (2));
  if (NULL != text)
    problem = tool_write (arena_printf (demo->arena, "%s/demo.json", demo->data), text_of (text), 0600, ourselves,
                          demo->arena);
  free (text);
  if (NULL != problem)
    tool_complain ("demo: %s", problem);
  return NULL == problem;
}

static const struct
{
  demo_step *run;
  const char *says;
} steps[] = {
  { begin, "the sample question bank comes in" },
  { demo_hire, "coordinators, a proctor, a masker and reviewers choose their passwords" },
  { make_first, "the first administration gets its roster and slips, a year ago" },
  { sit_first, "six candidates sit both parts" },
  { score_first, "Part 1 is scored and Part 2 taken in" },
  { mask_first, "a masker reads every response; packets go to two reviewers each" },
  { review_first, "reviews are locked, a third one where two disagree" },
  { publish_first, "a second person confirms the release" },
  { make_second, "the second administration gets its roster and slips" },
  { sit_second, "five candidates sit both parts" },
  { score_second, "its packets go to reviewers" },
  { make_third, "the third administration gets its roster and slips" },
  { review_second, "reviewers begin with the second administration" },
  { demo_arrive, "the clock shows the true time again" },
};

static bool
play (struct demo *demo)
{
  for (size_t i = 0; i < BM_COUNT (steps); i++)
    {
      printf ("demo: %zu of %zu: %s\n", i + 1, BM_COUNT (steps), steps[i].says);
      (void) fflush (stdout);
      if (! steps[i].run (demo))
        return false;
    }
  return write_card (demo);
}

static bool
load (struct demo *demo)
{
  const char *path = arena_printf (demo->arena, "%s/demo.json", demo->data);

  demo->share = tool_share (demo->arena);
  demo->card = json_load_file (path, JSON_REJECT_DUPLICATES, NULL);
  if (NULL == demo->card)
    {
      tool_complain ("demo: %s cannot be read", path);
      return false;
    }
  if ('\0' == demo_string (json_array_get (json_object_get (demo->card, "people"), 0), "code")[0])
    {
      tool_complain ("demo: %s names no coordinator who still has a one-time code; only a new installation can be filled",
                     path);
      return false;
    }
  demo->candidate_url = demo_string (demo->card, "candidate_url");
  demo->review_url = demo_string (demo->card, "review_url");
  demo->coordination_url = demo_string (demo->card, "coordination_url");
  demo->story = demo_story_load (demo->share, demo->arena);
  demo->keys = json_object ();
  demo->titles = json_object ();
  demo->calibration = json_array ();
  demo->passwords = json_object ();
  demo->people = json_array ();
  return NULL != demo->story;
}

static void
forget (struct demo *demo)
{
  demo_clock_close (demo);
  json_decref (demo->card);
  json_decref (demo->story);
  json_decref (demo->keys);
  json_decref (demo->titles);
  json_decref (demo->calibration);
  json_decref (demo->passwords);
  json_decref (demo->people);
}

enum tool_exit
tool_demo (int argc, char **argv)
{
  struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (ARENA_MOST);
  struct demo demo = { .arena = arena };
  bool done = false;

  if (3 != argc || 0 != strcmp (argv[1], "--data"))
    {
      tool_complain ("usage: blindmark demo --data DIR");
      return TOOL_MISUSED;
    }
  demo.data = argv[2];
  if (! crypto_start () || CURLE_OK != curl_global_init (CURL_GLOBAL_DEFAULT))
    tool_complain ("demo: libsodium or libcurl does not start");
  else if (load (&demo) && demo_clock_open (&demo))
    {
      done = play (&demo);
      if (! done)
        (void) demo_arrive (&demo);
    }
  forget (&demo);
  return done ? TOOL_DONE : TOOL_FAILED;
}
