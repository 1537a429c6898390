/* Part 2 vignettes: vignettes/<category>.json, {"category", "vignettes": [...]}. */
#include "bank.h"

#include <string.h>

static const char *const sets[] = { "A", "B", NULL };
static const char *const patterns[] = { "spc-a9", "mcl-a9", "mpo-a9", "mrf-a9" };

/* The roles of each category, in the order of bank_categories. */
static const char *const roles[][3] = {
  { "clinical", NULL }, { "supervisory", "clinical", NULL }, { "policy", NULL }, { "teaching", "empirical", NULL } };

static const struct check_field file_fields[] = {
  { .name = "category", .kind = CHECK_WORD, .words = bank_categories },
  { .name = "vignettes", .kind = CHECK_LIST, .least = 1, .most = 200 },
};

static const struct check_field prompt_fields[] = {
  { .name = "id", .kind = CHECK_ID, .pattern = "p9" },
  { .name = "text", .kind = CHECK_TEXT, .least = 1, .most = CHECK_LINE_MOST },
};

const struct bank_vignette *
bank_vignette_of (const struct bank *bank, const char *code)
{
  for (size_t i = 0; i < bank->vignette_count; i++)
    if (0 == strcmp (bank->vignettes[i].code, code))
      return &bank->vignettes[i];
  return NULL;
}

static size_t
category_number (const char *category)
{
  for (size_t i = 0; NULL != bank_categories[i]; i++)
    if (0 == strcmp (bank_categories[i], category))
      return i;
  return 0;
}

static bool
check_prompts (struct check *check, const json_t *prompts)
{
  for (size_t i = 0; i < json_array_size (prompts); i++)
    {
      const char *where = arena_printf (check->arena, "prompts[%zu]", i);
      const json_t *prompt = json_array_get (prompts, i);
      if (! check_object (check, where, prompt, prompt_fields, BM_COUNT (prompt_fields)))
        return false;
      for (size_t k = 0; k < i; k++)
        if (json_equal (json_object_get (json_array_get (prompts, k), "id"), json_object_get (prompt, "id")))
          return check_say (check, where, "id", "stands twice in the vignette");
    }
  return true;
}

static bool
check_vignette (struct check *check, const json_t *json, const char *category)
{
  size_t number = category_number (category);
  const struct check_field fields[] = {
    { .name = "id", .kind = CHECK_ID, .pattern = patterns[number] },
    { .name = "set", .kind = CHECK_WORD, .words = sets },
    { .name = "role", .kind = CHECK_WORD, .words = roles[number] },
    { .name = "title", .kind = CHECK_TEXT, .least = 1, .most = 120 },
    { .name = "paragraphs", .kind = CHECK_TEXTS, .least = 1, .most = 20 },
    { .name = "prompts", .kind = CHECK_LIST, .least = 2, .most = 3 },
  };

  return check_object (check, "", json, fields, BM_COUNT (fields))
         && check_prompts (check, json_object_get (json, "prompts"));
}

static bool
take_vignette (struct bank *bank, struct check *check, const json_t *json, const char *category, size_t place)
{
  const char *id = json_string_value (json_object_get (json, "id"));
  const struct bank_vignette *other;

  check->id = NULL != id ? id : arena_printf (check->arena, "vignettes[%zu]", place);
  if (! check_vignette (check, json, category))
    return false;
  other = bank_vignette_of (bank, id);
  if (NULL != other)
    return check_say (check, "", "id", "is also in %s", other->file);
  bank->vignettes[bank->vignette_count++] = (struct bank_vignette) { check->file, id, category, json };
  return true;
}

bool
bank_take_vignettes (struct bank *bank, struct check *check)
{
  const struct bank_folder *folder = &bank->folders[1];
  size_t room = 0;

  for (size_t i = 0; i < folder->count; i++)
    room += json_array_size (json_object_get (folder->files[i].root, "vignettes"));
  bank->vignettes = arena_take (bank->arena, (room + 1) * sizeof *bank->vignettes);
  for (size_t i = 0; i < folder->count; i++)
    {
      const json_t *root = folder->files[i].root;
      const json_t *list = json_object_get (root, "vignettes");
      check->file = folder->files[i].name;
      check->id = "";
      if (! check_object (check, "", root, file_fields, BM_COUNT (file_fields)))
        return false;
      for (size_t k = 0; k < json_array_size (list); k++)
        if (! take_vignette (bank, check, json_array_get (list, k), json_string_value (json_object_get (root, "category")), k))
          return false;
    }
  return true;
}
