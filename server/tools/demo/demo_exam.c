#include "demo.h"

#include <string.h>

#define TRIES 600
#define BETWEEN_MS 100

static const char *
path_of (struct demo *demo, const json_t *exam, const char *rest)
{
  return arena_printf (demo->arena, "/administrations/%s%s", demo_string (exam, "id"), rest);
}

/* Of each slot the form whose code ends with the story's letter. */
static json_t *
choose_forms (struct demo_client *client, const char *letter)
{
  json_auto_t *choices = demo_get (client, "/administrations/new");
  json_t *forms = json_object ();
  size_t i, k;
  json_t *slot, *option;

  json_array_foreach (json_object_get (choices, "slots"), i, slot)
    json_array_foreach (json_object_get (slot, "options"), k, option)
      {
        const char *code = demo_string (option, "code");
        const char *end = strrchr (code, '-');
        if (NULL != end && 0 == strcmp (end + 1, letter))
          (void) json_object_set (forms, demo_string (slot, "key"), json_object_get (option, "id"));
      }
  return forms;
}

static bool
create (struct demo *demo, struct demo_client *client, json_t *exam)
{
  const char *opens, *closes, *month, *unused;
  json_auto_t *made = NULL;

  if (! demo_date (demo, demo_day_of (exam, "opens"), &opens, &month)
      || ! demo_date (demo, demo_day_of (exam, "closes"), &closes, &unused))
    return false;
  (void) json_object_set_new (exam, "title",
                              json_string (arena_printf (demo->arena, "%s, %s", demo_string (exam, "title"), month)));
  made = demo_post (client, "/administrations/new",
                    json_pack ("{s:s, s:s, s:s, s:s, s:s, s:O*, s:O*, s:o}", "title", demo_string (exam, "title"), "opens_date",
                               opens,
                               "opens_time", "08:00", "closes_date", closes, "closes_time", "20:00",
                               "practice_packets", json_object_get (exam, "practice_packets"), "control_packets",
                               json_object_get (exam, "control_packets"), "form",
                               choose_forms (client, demo_string (exam, "forms"))));
  if (NULL == made)
    return false;
  (void) json_object_set (exam, "id", json_object_get (made, "id"));
  return true;
}

static const char *
roster_of (struct demo *demo, const json_t *exam)
{
  const char *text = "name,email,category,track,esl,parts\n";
  size_t i;
  json_t *row;

  json_array_foreach (json_object_get (exam, "candidates"), i, row)
    text = arena_printf (demo->arena, "%s\"%s\",%s,%s,%s,%s,%s\n", text, demo_string (row, "name"),
                         demo_string (row, "email"), demo_string (row, "category"), demo_string (row, "track"),
                         json_is_true (json_object_get (row, "esl")) ? "yes" : "", demo_string (row, "parts"));
  return text;
}

/* As a coordinator does: looks at what the file would do, then confirms it. */
static bool
admit (struct demo *demo, struct demo_client *client, const json_t *exam)
{
  const char *path = path_of (demo, exam, "/roster");
  const char *roster = roster_of (demo, exam);

  return demo_do (client, path, json_pack ("{s:s}", "roster", roster))
         && demo_do (client, path, json_pack ("{s:s, s:b}", "roster", roster, "confirm", 1));
}

static json_t *
candidate_by_email (const json_t *exam, const char *email)
{
  size_t i;
  json_t *candidate;

  json_array_foreach (json_object_get (exam, "candidates"), i, candidate)
    if (0 == strcmp (demo_string (candidate, "email"), email))
      return candidate;
  return NULL;
}

static bool
print_slips (struct demo *demo, struct demo_client *client, const json_t *exam)
{
  json_auto_t *printed = demo_post (client, path_of (demo, exam, "/slips"), json_object ());
  size_t i;
  json_t *slip;

  json_array_foreach (json_object_get (printed, "slips"), i, slip)
    {
      json_t *candidate = candidate_by_email (exam, demo_string (slip, "email"));
      if (NULL != candidate)
        (void) json_object_set (candidate, "code", json_object_get (slip, "code"));
    }
  return NULL != printed;
}

bool
demo_exam_make (struct demo *demo, json_t *exam)
{
  struct demo_client *client BM_CLEANUP (demo_client_leave) = demo_coordinator (demo);

  return NULL != client && create (demo, client, exam) && admit (demo, client, exam) && print_slips (demo, client, exam);
}

json_t *
demo_exam_step (struct demo *demo, struct demo_client *client, const json_t *exam, const char *name)
{
  json_auto_t *page = demo_get (client, path_of (demo, exam, ""));
  size_t index;
  json_t *step;

  json_array_foreach (json_object_get (page, "steps"), index, step)
    if (0 == strcmp (demo_string (step, "step"), name))
      return json_incref (step);
  return NULL;
}

/* The registrar works by itself; the checklist says when it is done. */
static bool
await (struct demo *demo, struct demo_client *client, const json_t *exam, const char *name)
{
  for (int i = 0; i < TRIES; i++)
    {
      json_auto_t *step = demo_exam_step (demo, client, exam, name);
      if (NULL == step)
        return false;
      if (0 == strcmp (demo_string (step, "state"), "done"))
        return true;
      if (0 == strcmp (demo_string (step, "state"), "refused"))
        {
          tool_complain ("demo: the registrar refused %s: %s", name, demo_string (step, "note"));
          return false;
        }
      demo_pause (BETWEEN_MS);
    }
  tool_complain ("demo: the registrar did not finish %s within a minute", name);
  return false;
}

bool
demo_exam_duty (struct demo *demo, const json_t *exam, const char *verb, const char *step)
{
  struct demo_client *client BM_CLEANUP (demo_client_leave) = demo_coordinator (demo);

  return NULL != client && demo_do (client, path_of (demo, exam, arena_printf (demo->arena, "/%s", verb)), json_object ())
         && await (demo, client, exam, step);
}

bool
demo_exam_mask (struct demo *demo)
{
  const json_t *person = demo_staff (demo, "masker", 0);
  struct demo_client *client BM_CLEANUP (demo_client_leave)
    = demo_sign_in (demo, demo->coordination_url, demo_string (person, "email"));
  json_auto_t *list = NULL == client ? NULL : demo_get (client, "/maskings");
  size_t i;
  json_t *row;

  json_array_foreach (json_object_get (list, "responses"), i, row)
    {
      const char *path = arena_printf (demo->arena, "/maskings/%s", demo_string (row, "code"));
      json_auto_t *response = NULL;
      if (0 != strcmp (demo_string (row, "state"), "proposed"))
        continue;
      response = demo_get (client, path);
      if (NULL == response
          || ! demo_do (client, path,
                        json_pack ("{s:I, s:s}", "version", json_integer_value (json_object_get (response, "version")),
                                   "action", "approve")))
        return false;
    }
  return NULL != list;
}

bool
demo_exam_small_groups (struct demo *demo, const json_t *exam)
{
  struct demo_client *client BM_CLEANUP (demo_client_leave) = demo_coordinator (demo);
  json_auto_t *page = NULL == client ? NULL : demo_get (client, path_of (demo, exam, ""));
  size_t i;
  json_t *group;

  json_array_foreach (json_object_get (page, "groups"), i, group)
    if (json_is_object (json_object_get (group, "waits"))
        && ! demo_do (client, path_of (demo, exam, "/small-groups"),
                      json_pack ("{s:O, s:s}", "category", json_object_get (group, "category"), "reason",
                                 "Few sat this category; the reviewers know none of them.")))
      return false;
  return NULL != page;
}

bool
demo_exam_allocate (struct demo *demo, const json_t *exam)
{
  struct demo_client *client BM_CLEANUP (demo_client_leave) = demo_coordinator (demo);

  return NULL != client && demo_do (client, path_of (demo, exam, "/reviewers"), json_object ());
}

static bool
approve_remarks (struct demo_client *client, const char *path)
{
  json_auto_t *page = demo_get (client, path);

  return NULL != page
         && demo_do (client, path,
                     json_pack ("{s:I, s:b, s:s}", "version", json_integer_value (json_object_get (page, "version")), "sure", 1,
                                "action", "approve"));
}

/* The registrar puts all remarks together once everything is decided; a coordinator reads and approves each. */
bool
demo_exam_remarks (struct demo *demo, const json_t *exam)
{
  struct demo_client *client BM_CLEANUP (demo_client_leave) = demo_coordinator (demo);

  for (int i = 0; NULL != client && i < TRIES; i++)
    {
      json_auto_t *list = demo_get (client, path_of (demo, exam, "/remarks"));
      json_auto_t *page = NULL == list ? NULL : demo_get (client, path_of (demo, exam, ""));
      size_t k;
      json_t *row;
      if (NULL == page)
        return false;
      if (json_integer_value (json_object_get (list, "approved"))
          == json_integer_value (json_object_get (json_object_get (page, "progress"), "packets")))
        return true;
      json_array_foreach (json_object_get (list, "feedbacks"), k, row)
        if (0 == strcmp (demo_string (row, "state"), "proposed")
            && ! approve_remarks (client,
                                  path_of (demo, exam, arena_printf (demo->arena, "/remarks/%s", demo_string (row, "code")))))
          return false;
      demo_pause (BETWEEN_MS);
    }
  if (NULL != client)
    tool_complain ("demo: the remarks were not put together within a minute");
  return false;
}

bool
demo_exam_publish (struct demo *demo, const json_t *exam)
{
  const json_t *person = demo_staff (demo, "approver", 0);
  struct demo_client *client BM_CLEANUP (demo_client_leave)
    = demo_sign_in (demo, demo->coordination_url, demo_string (person, "email"));
  const char *path = path_of (demo, exam, "/confirm");
  json_auto_t *page = NULL == client ? NULL : demo_get (client, path);

  return NULL != page
         && demo_do (client, path,
                     json_pack ("{s:s, s:b}", "digest", demo_string (json_object_get (page, "release"), "digest"), "sure", 1))
         && await (demo, client, exam, "release");
}
