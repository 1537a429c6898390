/* Rubrics: rubrics/<category>.json, one each. */
#include "bank.h"

#include <string.h>

static const char *const domains[] = { "Reflection", "Thinking", "Working with Others", "Direct Service", "Communicating",
                                       "Administration", "Research & Evaluation", NULL };

#define CRITERIA 5
#define LEVELS 5

static const struct check_field rubric_fields[] = {
  { .name = "id", .kind = CHECK_ID, .pattern = "rub-*" },
  { .name = "category", .kind = CHECK_WORD, .words = bank_categories },
  { .name = "criteria", .kind = CHECK_LIST, .least = CRITERIA, .most = CRITERIA },
};

static const struct check_field criterion_fields[] = {
  { .name = "id", .kind = CHECK_ID, .pattern = "c9" },
  { .name = "domain", .kind = CHECK_WORD, .words = domains },
  { .name = "title", .kind = CHECK_TEXT, .least = 1, .most = 120 },
  { .name = "levels", .kind = CHECK_LIST, .least = LEVELS, .most = LEVELS },
};

static const struct check_field level_fields[] = {
  { .name = "level", .kind = CHECK_NUMBER, .least = 0, .most = LEVELS - 1 },
  { .name = "title", .kind = CHECK_TEXT, .least = 1, .most = 120 },
  { .name = "descriptor", .kind = CHECK_TEXT, .least = 1, .most = CHECK_LINE_MOST },
};

const struct bank_rubric *
bank_rubric_of (const struct bank *bank, const char *code)
{
  for (size_t i = 0; i < bank->rubric_count; i++)
    if (0 == strcmp (bank->rubrics[i].code, code))
      return &bank->rubrics[i];
  return NULL;
}

/* Levels stand in order, 0 first: a level's number is its place, so points cannot be read two ways. */
static bool
check_levels (struct check *check, const char *where, const json_t *levels)
{
  for (size_t i = 0; i < json_array_size (levels); i++)
    {
      const char *place = arena_printf (check->arena, "%s.levels[%zu]", where, i);
      const json_t *level = json_array_get (levels, i);
      if (! check_object (check, place, level, level_fields, BM_COUNT (level_fields)))
        return false;
      if (json_integer_value (json_object_get (level, "level")) != (json_int_t) i)
        return check_say (check, place, "level", "must be %zu: levels stand in order", i);
    }
  return true;
}

static bool
check_criteria (struct check *check, const json_t *criteria)
{
  for (size_t i = 0; i < json_array_size (criteria); i++)
    {
      const char *where = arena_printf (check->arena, "criteria[%zu]", i);
      const json_t *criterion = json_array_get (criteria, i);
      if (! check_object (check, where, criterion, criterion_fields, BM_COUNT (criterion_fields)))
        return false;
      for (size_t k = 0; k < i; k++)
        if (json_equal (json_object_get (json_array_get (criteria, k), "id"), json_object_get (criterion, "id")))
          return check_say (check, where, "id", "stands twice in the rubric");
      if (! check_levels (check, where, json_object_get (criterion, "levels")))
        return false;
    }
  return true;
}

bool
bank_take_rubrics (struct bank *bank, struct check *check)
{
  const struct bank_folder *folder = &bank->folders[2];

  bank->rubrics = arena_take (bank->arena, (folder->count + 1) * sizeof *bank->rubrics);
  for (size_t i = 0; i < folder->count; i++)
    {
      const json_t *root = folder->files[i].root;
      const char *id = json_string_value (json_object_get (root, "id"));
      const struct bank_rubric *other;
      check->file = folder->files[i].name;
      check->id = NULL != id ? id : "";
      if (! check_object (check, "", root, rubric_fields, BM_COUNT (rubric_fields))
          || ! check_criteria (check, json_object_get (root, "criteria")))
        return false;
      other = bank_rubric_of (bank, id);
      if (NULL != other)
        return check_say (check, "", "id", "is also in %s", other->file);
      bank->rubrics[bank->rubric_count++] = (struct bank_rubric) {
        check->file, id, json_string_value (json_object_get (root, "category")), CRITERIA, LEVELS - 1, root };
    }
  return true;
}
