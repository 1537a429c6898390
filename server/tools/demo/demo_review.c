#include "demo.h"

#include <string.h>

#define KNOWN_BY 40     /* bytes: no response names its writer so early, so no mask lies there */
#define TRIES 300
#define BETWEEN_MS 100

/* A packet says nothing about its writer; the demo knows whose it is because it wrote the responses itself. */
static json_t *
writer_of (const json_t *exam, const json_t *page)
{
  size_t i, k;
  json_t *candidate, *prompt;
  const char *vignette, *id;
  json_t *texts, *text;

  json_array_foreach (json_object_get (exam, "candidates"), i, candidate)
    json_object_foreach (json_object_get (candidate, "responses"), vignette, texts)
      json_object_foreach (texts, id, text)
        json_array_foreach (json_object_get (json_object_get (page, "vignette"), "prompts"), k, prompt)
          if (0 == strncmp (demo_string (prompt, "response"), json_string_value (text), KNOWN_BY))
            return candidate;
  return NULL;
}

/* The next of the story's reviews of this candidate, whoever the reviewer is; NULL when all were given. */
static const json_t *
next_review (json_t *candidate)
{
  int64_t given = json_integer_value (json_object_get (candidate, "reviews_given"));

  (void) json_object_set_new (candidate, "reviews_given", json_integer (given + 1));
  return json_array_get (json_object_get (candidate, "reviews"), (size_t) given);
}

static json_t *
read_page (struct demo *demo, struct demo_client *client, const char *path, int page)
{
  return demo_get (client, arena_printf (demo->arena, "%s?page=%d", path, page));
}

/* Saves one page of the review; its version afterwards, or -1. */
static int64_t
draft (struct demo *demo, struct demo_client *client, const char *path, const json_t *page, const json_t *review, bool whole)
{
  const char *title = demo_string (json_object_get (page, "vignette"), "title");
  const json_t *plan = json_object_get (json_object_get (review, "pages"), demo_string (demo->titles, title));
  json_t *levels = json_object ();
  json_t *form = json_pack ("{s:O, s:O, s:O, s:o, s:O*}", "packet", json_object_get (page, "code"), "version",
                            json_object_get (page, "version"), "page", json_object_get (page, "at"), "level", levels,
                            "remark", json_object_get (plan, "remarks"));
  json_auto_t *saved = NULL;
  size_t i;
  json_t *criterion;

  json_array_foreach (json_object_get (page, "criteria"), i, criterion)
    {
      int64_t level = json_integer_value (json_array_get (json_object_get (plan, "levels"), i));
      (void) json_object_set_new (levels, demo_string (criterion, "id"),
                                  json_string (arena_printf (demo->arena, "%lld", (long long) level)));
    }
  if (whole)
    {
      (void) json_object_set (form, "overall", json_object_get (review, "overall"));
      (void) json_object_set (form, "recommendation", json_object_get (review, "recommendation"));
    }
  saved = demo_post (client, arena_printf (demo->arena, "%s/draft", path), form);
  return NULL == saved ? -1 : json_integer_value (json_object_get (saved, "version"));
}

static bool
lock (struct demo *demo, struct demo_client *client, const char *path, const json_t *review)
{
  int64_t version = 0;
  int64_t pages = 1;

  for (int number = 1; number <= pages; number++)
    {
      json_auto_t *page = read_page (demo, client, path, number);
      if (NULL == page)
        return false;
      pages = json_integer_value (json_object_get (page, "pages"));
      version = draft (demo, client, path, page, review, number == pages);
      if (version < 0)
        return false;
    }
  return demo_do (client, arena_printf (demo->arena, "%s/lock", path),
                  json_pack ("{s:I, s:b}", "version", version, "confirm", 1));
}

enum work { LOCK_ALL, LOCK_UNREVIEWED, BEGIN_UNREVIEWED };

/* One packet of the queue. *did: whether something was done with it. */
static bool
work_on (struct demo *demo, struct demo_client *client, const json_t *exam, const char *code, enum work work, bool *did)
{
  const char *path = arena_printf (demo->arena, "/packets/%s", code);
  json_auto_t *page = read_page (demo, client, path, 1);
  json_t *writer = NULL == page ? NULL : writer_of (exam, page);
  const json_t *review;

  *did = false;
  if (NULL == page)
    return false;
  if (NULL == writer && NULL != demo_calibration_of (demo, page))
    return true;
  if (NULL == writer)
    {
      tool_complain ("demo: packet %s holds no response of the story", code);
      return false;
    }
  if (LOCK_ALL != work && json_integer_value (json_object_get (writer, "reviews_given")) > 0)
    return true;
  review = next_review (writer);
  if (NULL == review)
    {
      tool_complain ("demo: the story holds too few reviews of %s", demo_string (writer, "name"));
      return false;
    }
  *did = true;
  return BEGIN_UNREVIEWED == work ? draft (demo, client, path, page, review, false) >= 0 : lock (demo, client, path, review);
}

/* At most so many packets of this reviewer's queue. */
static bool
sit_down (struct demo *demo, const json_t *exam, const json_t *reviewer, enum work work, int most)
{
  struct demo_client *client BM_CLEANUP (demo_client_leave)
    = demo_sign_in (demo, demo->review_url, demo_string (reviewer, "email"));
  json_auto_t *queue = NULL == client || ! demo_practise (demo, client) ? NULL : demo_get (client, "/queue");
  size_t i, k;
  json_t *group, *row;

  json_array_foreach (json_object_get (queue, "groups"), i, group)
    json_array_foreach (json_object_get (group, "open"), k, row)
      {
        bool did = false;
        if (most > 0 && ! work_on (demo, client, exam, demo_string (row, "code"), work, &did))
          return false;
        most -= did;
      }
  if (NULL != queue && LOCK_ALL != work && most > 0)
    tool_complain ("demo: %s has too few packets", demo_string (reviewer, "name"));
  return NULL != queue && (LOCK_ALL == work || 0 == most);
}

/* Whoever has packets left locks them. */
static bool
work_off (struct demo *demo, const json_t *exam, const json_t *people)
{
  size_t i;
  json_t *person;
  const json_t *reviewer;

  json_array_foreach (people, i, person)
    for (size_t k = 0; NULL != (reviewer = demo_staff (demo, "reviewer", k)); k++)
      if (0 == strcmp (demo_string (reviewer, "name"), demo_string (person, "name"))
          && json_integer_value (json_object_get (person, "locked"))
               < json_integer_value (json_object_get (person, "allocated"))
          && ! sit_down (demo, exam, reviewer, LOCK_ALL, 1000))
        return false;
  return true;
}

/* The registrar judges the two reviews of a packet soon after the second is locked, and finds a third reviewer itself. */
bool
demo_review_all (struct demo *demo, json_t *exam)
{
  struct demo_client *client BM_CLEANUP (demo_client_leave) = demo_coordinator (demo);
  const char *path = arena_printf (demo->arena, "/administrations/%s/reviewers", demo_string (exam, "id"));

  for (int i = 0; NULL != client && i < TRIES; i++)
    {
      json_auto_t *page = demo_get (client, path);
      json_auto_t *step = NULL;
      if (NULL == page || ! work_off (demo, exam, json_object_get (page, "people")))
        return false;
      step = demo_exam_step (demo, client, exam, "reviews");
      if (NULL == step || 0 == strcmp (demo_string (step, "state"), "done"))
        return NULL != step;
      demo_pause (BETWEEN_MS);
    }
  if (NULL != client)
    tool_complain ("demo: the registrar did not decide every packet within %d s", TRIES * BETWEEN_MS / 1000);
  return false;
}

bool
demo_review_some (struct demo *demo, json_t *exam)
{
  const json_t *first = demo_staff (demo, "reviewer", 0);
  const json_t *second = demo_staff (demo, "reviewer", 1);

  return sit_down (demo, exam, first, LOCK_UNREVIEWED, 2) && sit_down (demo, exam, second, BEGIN_UNREVIEWED, 1);
}
