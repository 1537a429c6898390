/* Forms: forms/<id>.json, what one candidate sits. They may name only what the same bank holds. */
#include "bank.h"

#include <string.h>

#define VIGNETTES_MOST 20

static const struct check_field part1_fields[] = {
  { .name = "id", .kind = CHECK_ID, .pattern = "p1-*" },
  { .name = "part", .kind = CHECK_NUMBER, .least = 1, .most = 1 },
  { .name = "track", .kind = CHECK_WORD, .words = bank_tracks },
  { .name = "title", .kind = CHECK_TEXT, .least = 1, .most = 120 },
  { .name = "items", .kind = CHECK_IDS, .least = BANK_ITEMS_OF_FORM, .most = BANK_ITEMS_OF_FORM, .pattern = "aaa-999" },
};

static const struct check_field part2_fields[] = {
  { .name = "id", .kind = CHECK_ID, .pattern = "p2-*" },
  { .name = "part", .kind = CHECK_NUMBER, .least = 2, .most = 2 },
  { .name = "category", .kind = CHECK_WORD, .words = bank_categories },
  { .name = "tracks", .kind = CHECK_WORDS, .least = 1, .most = 2, .words = bank_tracks },
  { .name = "title", .kind = CHECK_TEXT, .least = 1, .most = 120 },
  { .name = "rubric", .kind = CHECK_ID, .pattern = "rub-*" },
  { .name = "choice_sets", .kind = CHECK_LIST, .least = 1, .most = VIGNETTES_MOST },
};

static const struct check_field set_fields[] = {
  { .name = "id", .kind = CHECK_ID, .pattern = "*" },
  { .name = "answer", .kind = CHECK_NUMBER, .least = 1, .most = VIGNETTES_MOST },
  { .name = "vignettes", .kind = CHECK_IDS, .least = 1, .most = VIGNETTES_MOST, .pattern = "aaa-a9" },
};

static const char *
text_at (const json_t *json, const char *name)
{
  return json_string_value (json_object_get (json, name));
}

static bool
take_items (struct bank *bank, struct check *check, const struct bank_form *form)
{
  const json_t *items = json_object_get (form->json, "items");

  for (size_t i = 0; i < json_array_size (items); i++)
    {
      const char *code = json_string_value (json_array_get (items, i));
      const struct bank_item *item = bank_item_of (bank, code);
      const char *place = arena_printf (check->arena, "items[%zu]", i);
      if (NULL == item)
        return check_say (check, "", place, "there is no item %s", code);
      if (0 == strcmp (form->tracks, "imh") && 0 != strcmp (item->age_range, "0-3"))
        return check_say (check, "", place, "item %s is for ages %s, which track imh does not ask", code, item->age_range);
      bank->entries[bank->entry_count++] = (struct bank_entry) { form->code, (int) i + 1, code, "", 0 };
    }
  return true;
}

static bool
is_placed (const struct bank *bank, const struct bank_form *form, const char *code)
{
  for (size_t i = bank->entry_count; i > 0 && 0 == strcmp (bank->entries[i - 1].form, form->code); i--)
    if (0 == strcmp (bank->entries[i - 1].code, code))
      return true;
  return false;
}

static bool
take_set (struct bank *bank, struct check *check, const struct bank_form *form, const json_t *set, const char *where,
          int *position)
{
  const json_t *list = json_object_get (set, "vignettes");
  int answer = (int) json_integer_value (json_object_get (set, "answer"));

  if (answer > (int) json_array_size (list))
    return check_say (check, where, "answer", "asks for %d of %zu", answer, json_array_size (list));
  for (size_t i = 0; i < json_array_size (list); i++)
    {
      const char *code = json_string_value (json_array_get (list, i));
      const struct bank_vignette *vignette = bank_vignette_of (bank, code);
      const char *place = arena_printf (check->arena, "vignettes[%zu]", i);
      if (NULL == vignette)
        return check_say (check, where, place, "there is no vignette %s", code);
      if (0 != strcmp (vignette->category, form->category))
        return check_say (check, where, place, "vignette %s is of category %s", code, vignette->category);
      if (is_placed (bank, form, code))
        return check_say (check, where, place, "vignette %s stands twice in the form", code);
      *position += 1;
      if (*position > VIGNETTES_MOST)
        return check_say (check, where, place, "the form has more than %d vignettes", VIGNETTES_MOST);
      bank->entries[bank->entry_count++] = (struct bank_entry) { form->code, *position, code, text_at (set, "id"), answer };
    }
  return true;
}

static bool
take_sets (struct bank *bank, struct check *check, const struct bank_form *form)
{
  const json_t *sets = json_object_get (form->json, "choice_sets");
  int position = 0;

  for (size_t i = 0; i < json_array_size (sets); i++)
    {
      const json_t *set = json_array_get (sets, i);
      const char *where = arena_printf (check->arena, "choice_sets[%zu]", i);
      if (! check_object (check, where, set, set_fields, BM_COUNT (set_fields)))
        return false;
      for (size_t k = 0; k < i; k++)
        if (json_equal (json_object_get (json_array_get (sets, k), "id"), json_object_get (set, "id")))
          return check_say (check, where, "id", "stands twice in the form");
      if (! take_set (bank, check, form, set, where, &position))
        return false;
    }
  return true;
}

static bool
take_part1 (struct bank *bank, struct check *check, struct bank_form *form)
{
  if (! check_object (check, "", form->json, part1_fields, BM_COUNT (part1_fields)))
    return false;
  form->part = 1;
  form->code = text_at (form->json, "id");
  form->tracks = text_at (form->json, "track");
  form->title = text_at (form->json, "title");
  form->category = "";
  form->rubric = "";
  return take_items (bank, check, form);
}

static bool
take_part2 (struct bank *bank, struct check *check, struct bank_form *form)
{
  const json_t *tracks = json_object_get (form->json, "tracks");
  const struct bank_rubric *rubric;

  if (! check_object (check, "", form->json, part2_fields, BM_COUNT (part2_fields)))
    return false;
  form->part = 2;
  form->code = text_at (form->json, "id");
  form->category = text_at (form->json, "category");
  form->title = text_at (form->json, "title");
  form->rubric = text_at (form->json, "rubric");
  form->tracks = json_array_size (tracks) > 1 ? "imh,ecmh" : json_string_value (json_array_get (tracks, 0));
  rubric = bank_rubric_of (bank, form->rubric);
  if (NULL == rubric)
    return check_say (check, "", "rubric", "there is no rubric %s", form->rubric);
  if (0 != strcmp (rubric->category, form->category))
    return check_say (check, "", "rubric", "rubric %s is of category %s", form->rubric, rubric->category);
  return take_sets (bank, check, form);
}

/* Its id must be new before its entries are taken: they are told apart by it. */
static bool
is_new (const struct bank *bank, struct check *check, const char *id)
{
  for (size_t i = 0; NULL != id && i < bank->form_count; i++)
    if (0 == strcmp (bank->forms[i].code, id))
      return check_say (check, "", "id", "is also in %s", bank->forms[i].file);
  return true;
}

static bool
take_form (struct bank *bank, struct check *check, const struct bank_file *file)
{
  const json_t *part = json_object_get (file->root, "part");
  const char *id = text_at (file->root, "id");
  struct bank_form form = { .file = file->name, .json = file->root };
  bool good;

  check->file = file->name;
  check->id = NULL != id ? id : "";
  if (! json_is_object (file->root))
    return check_say (check, "", "", "must be an object");
  if (! json_is_integer (part) || json_integer_value (part) < 1 || json_integer_value (part) > 2)
    return check_say (check, "", "part", NULL == part ? "is missing" : "must be 1 or 2");
  if (! is_new (bank, check, id))
    return false;
  good = 1 == json_integer_value (part) ? take_part1 (bank, check, &form) : take_part2 (bank, check, &form);
  if (good)
    bank->forms[bank->form_count++] = form;
  return good;
}

bool
bank_take_forms (struct bank *bank, struct check *check)
{
  const struct bank_folder *folder = &bank->folders[3];

  bank->forms = arena_take (bank->arena, (folder->count + 1) * sizeof *bank->forms);
  bank->entries = arena_take (bank->arena, (folder->count * BANK_ITEMS_OF_FORM + 1) * sizeof *bank->entries);
  for (size_t i = 0; i < folder->count; i++)
    if (! take_form (bank, check, &folder->files[i]))
      return false;
  return true;
}
