/* Calibration packets: calibration/<form>.json, {"form", "packets": [...]}: what a candidate could have written to that form, with
   the level that was agreed on for each criterion and why. */
#include "bank.h"

#include <string.h>

static const char *const purposes[] = { "practice", "control", NULL };

static const struct check_field file_fields[] = {
  { .name = "form", .kind = CHECK_ID, .pattern = "p2-*" },
  { .name = "packets", .kind = CHECK_LIST, .least = 1, .most = 50 },
};

static const struct check_field packet_fields[] = {
  { .name = "id", .kind = CHECK_ID, .pattern = "cal-*" },
  { .name = "purpose", .kind = CHECK_WORD, .words = purposes },
  { .name = "pages", .kind = CHECK_LIST, .least = 1, .most = 20 },
};

static const struct check_field page_fields[] = {
  { .name = "vignette", .kind = CHECK_ID, .pattern = "aaa-a9" },
  { .name = "responses", .kind = CHECK_LIST, .least = 1, .most = 20 },
  { .name = "agreed", .kind = CHECK_LIST, .least = 0, .most = 20 },
};

static const struct check_field response_fields[] = {
  { .name = "prompt", .kind = CHECK_ID, .pattern = "p9" },
  { .name = "paragraphs", .kind = CHECK_TEXTS, .least = 1, .most = 20 },
};

static const char *
text_at (const json_t *json, const char *name)
{
  return json_string_value (json_object_get (json, name));
}

static const struct bank_form *
form_of (const struct bank *bank, const char *code)
{
  for (size_t i = 0; i < bank->form_count; i++)
    if (0 == strcmp (bank->forms[i].code, code) && 2 == bank->forms[i].part)
      return &bank->forms[i];
  return NULL;
}

static const struct bank_entry *
entry_of (const struct bank *bank, const struct bank_form *form, const char *code)
{
  for (size_t i = 0; i < bank->entry_count; i++)
    if (0 == strcmp (bank->entries[i].form, form->code) && 0 == strcmp (bank->entries[i].code, code))
      return &bank->entries[i];
  return NULL;
}

/* Every prompt of the vignette has its response, in the vignette's order. */
static bool
check_responses (struct check *check, const char *where, const json_t *responses, const json_t *prompts)
{
  for (size_t i = 0; i < json_array_size (responses); i++)
    {
      const char *place = arena_printf (check->arena, "%s.responses[%zu]", where, i);
      const json_t *response = json_array_get (responses, i);
      const char *wanted = text_at (json_array_get (prompts, i), "id");
      if (! check_object (check, place, response, response_fields, BM_COUNT (response_fields)))
        return false;
      if (NULL == wanted || 0 != strcmp (wanted, text_at (response, "prompt")))
        return check_say (check, place, "prompt", "must be %s: each prompt of the vignette once, in its order",
                          NULL == wanted ? "left out" : wanted);
    }
  if (json_array_size (responses) < json_array_size (prompts))
    return check_say (check, where, "responses", "lacks prompt %s",
                      text_at (json_array_get (prompts, json_array_size (responses)), "id"));
  return true;
}

static bool
has_criterion (const json_t *criteria, const char *id)
{
  for (size_t i = 0; i < json_array_size (criteria); i++)
    if (0 == strcmp (text_at (json_array_get (criteria, i), "id"), id))
      return true;
  return false;
}

/* Every criterion of the rubric has its agreed level, in the rubric's order. */
static bool
check_agreed (struct check *check, const char *where, const json_t *agreed, const struct bank_rubric *rubric)
{
  const json_t *criteria = json_object_get (rubric->json, "criteria");
  const struct check_field fields[] = {
    { .name = "criterion", .kind = CHECK_ID, .pattern = "c9" },
    { .name = "level", .kind = CHECK_NUMBER, .least = 0, .most = rubric->top_level },
    { .name = "why", .kind = CHECK_TEXT, .least = 1, .most = 400 },
  };

  for (size_t i = 0; i < json_array_size (agreed); i++)
    {
      const char *place = arena_printf (check->arena, "%s.agreed[%zu]", where, i);
      const json_t *one = json_array_get (agreed, i);
      const char *wanted = text_at (json_array_get (criteria, i), "id");
      if (! check_object (check, place, one, fields, BM_COUNT (fields)))
        return false;
      if (! has_criterion (criteria, text_at (one, "criterion")))
        return check_say (check, place, "criterion", "rubric %s has no criterion %s", rubric->code, text_at (one, "criterion"));
      if (NULL == wanted || 0 != strcmp (wanted, text_at (one, "criterion")))
        return check_say (check, place, "criterion", "must be %s: each criterion once, in the rubric's order",
                          NULL == wanted ? "left out" : wanted);
    }
  if (json_array_size (agreed) < json_array_size (criteria))
    return check_say (check, where, "agreed", "lacks an agreed level for criterion %s",
                      text_at (json_array_get (criteria, json_array_size (agreed)), "id"));
  return true;
}

/* One page of a packet; *last: the place in the form of the page before. */
static bool
check_page (struct bank *bank, struct check *check, const struct bank_form *form, const json_t *page, const char *where, int *last)
{
  const char *code;
  const struct bank_entry *entry;

  if (! check_object (check, where, page, page_fields, BM_COUNT (page_fields)))
    return false;
  code = text_at (page, "vignette");
  entry = entry_of (bank, form, code);
  if (NULL == entry)
    return check_say (check, where, "vignette", "form %s has no vignette %s", form->code, code);
  if (entry->position <= *last)
    return check_say (check, where, "vignette", "%s must stand in the form's order, and once", code);
  *last = entry->position;
  return check_responses (check, where, json_object_get (page, "responses"),
                          json_object_get (bank_vignette_of (bank, code)->json, "prompts"))
         && check_agreed (check, where, json_object_get (page, "agreed"), bank_rubric_of (bank, form->rubric));
}

/* How many pages of the packet are vignettes of this choice set. */
static int
pages_of_set (const struct bank *bank, const struct bank_form *form, const json_t *pages, const char *set)
{
  int count = 0;

  for (size_t i = 0; i < json_array_size (pages); i++)
    count += 0 == strcmp (entry_of (bank, form, text_at (json_array_get (pages, i), "vignette"))->set, set);
  return count;
}

/* A packet of a candidate has as many pages of each choice set as count, so this one has too. */
static bool
check_sets (const struct bank *bank, struct check *check, const struct bank_form *form, const json_t *pages)
{
  for (size_t i = 0; i < bank->entry_count; i++)
    {
      const struct bank_entry *entry = &bank->entries[i];
      if (0 == strcmp (entry->form, form->code) && pages_of_set (bank, form, pages, entry->set) != entry->choose)
        return check_say (check, "", "pages", "must answer %d of choice set %s", entry->choose, entry->set);
    }
  return true;
}

static bool
take_packet (struct bank *bank, struct check *check, const struct bank_form *form, const json_t *json, size_t place)
{
  const char *id = text_at (json, "id");
  const json_t *pages = json_object_get (json, "pages");
  const char *places = "";
  int last = 0;

  check->id = NULL != id ? id : arena_printf (check->arena, "packets[%zu]", place);
  if (! check_object (check, "", json, packet_fields, BM_COUNT (packet_fields)))
    return false;
  for (size_t i = 0; i < bank->calibration_count; i++)
    if (0 == strcmp (bank->calibrations[i].code, id))
      return check_say (check, "", "id", "is also in %s", bank->calibrations[i].file);
  for (size_t i = 0; i < json_array_size (pages); i++)
    {
      if (! check_page (bank, check, form, json_array_get (pages, i), arena_printf (check->arena, "pages[%zu]", i), &last))
        return false;
      places = arena_printf (bank->arena, "%s%s%d", places, 0 == i ? "" : ",", last);
    }
  if (! check_sets (bank, check, form, pages))
    return false;
  bank->calibrations[bank->calibration_count++]
    = (struct bank_calibration) { check->file, id, form->code, text_at (json, "purpose"), places, json };
  return true;
}

bool
bank_take_calibrations (struct bank *bank, struct check *check)
{
  const struct bank_folder *folder = &bank->folders[4];
  size_t room = 0;

  for (size_t i = 0; i < folder->count; i++)
    room += json_array_size (json_object_get (folder->files[i].root, "packets"));
  bank->calibrations = arena_take (bank->arena, (room + 1) * sizeof *bank->calibrations);
  for (size_t i = 0; i < folder->count; i++)
    {
      const json_t *root = folder->files[i].root;
      const json_t *list = json_object_get (root, "packets");
      const struct bank_form *form;
      check->file = folder->files[i].name;
      check->id = "";
      if (! check_object (check, "", root, file_fields, BM_COUNT (file_fields)))
        return false;
      form = form_of (bank, text_at (root, "form"));
      if (NULL == form)
        return check_say (check, "", "form", "there is no Part 2 form %s", text_at (root, "form"));
      for (size_t k = 0; k < json_array_size (list); k++)
        if (! take_packet (bank, check, form, json_array_get (list, k), k))
          return false;
    }
  return true;
}
