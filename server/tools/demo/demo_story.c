#include "demo.h"

#include "tool_file.h"

#include <string.h>

static json_t *
load (const char *path)
{
  json_error_t error;
  json_t *document = json_load_file (path, JSON_REJECT_DUPLICATES, &error);

  if (NULL == document)
    tool_complain ("demo: %s, line %d: %s", path, error.line, error.text);
  return document;
}

json_t *
demo_story_load (const char *share, struct arena *arena)
{
  return load (arena_printf (arena, "%s/demo/story.json", share));
}

const char *
demo_string (const json_t *object, const char *key)
{
  const char *value = json_string_value (json_object_get (object, key));

  return NULL == value ? "" : value;
}

struct up_first
demo_first (const json_t *story, struct arena *arena)
{
  const json_t *association = json_object_get (story, "association");
  const json_t *coordinator = json_object_get (association, "coordinator");

  return (struct up_first) { .name = arena_string (arena, text_of (demo_string (association, "name"))),
                             .zone = arena_string (arena, text_of (demo_string (association, "zone"))),
                             .coordinator_name = arena_string (arena, text_of (demo_string (coordinator, "name"))),
                             .coordinator_email = arena_string (arena, text_of (demo_string (coordinator, "email"))) };
}

json_t *
demo_administration (const struct demo *demo, size_t index)
{
  return json_array_get (json_object_get (demo->story, "administrations"), index);
}

int
demo_day_of (const json_t *administration, const char *name)
{
  return (int) json_integer_value (json_object_get (json_object_get (administration, "days"), name));
}

/* What is done with each file of a folder of the bank. */
typedef void gatherer (struct demo *demo, const json_t *file);

static void
gather_keys (struct demo *demo, const json_t *file)
{
  size_t index;
  json_t *item;

  json_array_foreach (json_object_get (file, "items"), index, item)
    (void) json_object_set (demo->keys, demo_string (item, "stem"), json_object_get (item, "key"));
}

static void
gather_titles (struct demo *demo, const json_t *file)
{
  size_t index;
  json_t *vignette;

  json_array_foreach (json_object_get (file, "vignettes"), index, vignette)
    (void) json_object_set (demo->titles, demo_string (vignette, "title"), json_object_get (vignette, "id"));
}

static void
gather_calibration (struct demo *demo, const json_t *file)
{
  (void) json_array_extend (demo->calibration, json_object_get (file, "packets"));
}

static bool
gather (struct demo *demo, const char *list, gatherer *each)
{
  const char *folder = arena_printf (demo->arena, "%s/question-bank/%s", demo->share, list);
  struct tool_names names;
  const char *problem = tool_list (folder, ".json", demo->arena, &names);

  for (size_t i = 0; NULL == problem && i < names.count; i++)
    {
      json_auto_t *file = load (arena_printf (demo->arena, "%s/%s", folder, names.at[i]));
      if (NULL == file)
        return false;
      each (demo, file);
    }
  if (NULL != problem)
    tool_complain ("demo: %s", problem);
  return NULL == problem;
}

bool
demo_bank_load (struct demo *demo)
{
  return gather (demo, "items", gather_keys) && gather (demo, "vignettes", gather_titles)
         && gather (demo, "calibration", gather_calibration);
}
