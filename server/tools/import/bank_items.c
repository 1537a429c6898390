/* Part 1 items: items/<area>.json, {"area", "items": [...]}. */
#include "bank.h"

#include <string.h>

static const char *const areas[] = { "attachment", "development", "relationship", "screening", "disorders", "culture",
                                     "reflective", NULL };
static const char *const prefixes[] = { "att-999", "dev-999", "rel-999", "scr-999", "dis-999", "cul-999", "ref-999" };
static const char *const age_ranges[] = { "0-3", "3-6", NULL };
static const char *const focuses[] = { "direct-service", "reflective-supervision", "policy", "research", NULL };
static const char *const keys[] = { "A", "B", "C", "D", NULL };

static const struct check_field file_fields[] = {
  { .name = "area", .kind = CHECK_WORD, .words = areas },
  { .name = "items", .kind = CHECK_LIST, .least = 1, .most = 5000 },
};

static const struct check_field source_fields[] = {
  { .name = "author", .kind = CHECK_TEXT, .least = 1, .most = 400 },
  { .name = "year", .kind = CHECK_NUMBER, .least = 1900, .most = 2100 },
  { .name = "title", .kind = CHECK_TEXT, .least = 1, .most = 400 },
};

const struct bank_item *
bank_item_of (const struct bank *bank, const char *code)
{
  for (size_t i = 0; i < bank->item_count; i++)
    if (0 == strcmp (bank->items[i].code, code))
      return &bank->items[i];
  return NULL;
}

/* The prefix of an id tells the area (question-bank/README.md). */
static const char *
pattern_of (const char *area)
{
  for (size_t i = 0; NULL != areas[i]; i++)
    if (0 == strcmp (areas[i], area))
      return prefixes[i];
  return "";
}

static bool
check_item (struct check *check, const json_t *json, const char *area)
{
  const struct check_field fields[] = {
    { .name = "id", .kind = CHECK_ID, .pattern = pattern_of (area) },
    { .name = "age_range", .kind = CHECK_WORD, .words = age_ranges },
    { .name = "focus", .kind = CHECK_WORD, .words = focuses },
    { .name = "stem", .kind = CHECK_TEXT, .least = 1, .most = CHECK_LINE_MOST },
    { .name = "options", .kind = CHECK_TEXTS, .least = 4, .most = 4 },
    { .name = "key", .kind = CHECK_WORD, .words = keys },
    { .name = "rationale", .kind = CHECK_TEXT, .least = 1, .most = CHECK_LINE_MOST },
    { .name = "source", .kind = CHECK_OBJECT },
  };

  return check_object (check, "", json, fields, BM_COUNT (fields))
         && check_object (check, "source", json_object_get (json, "source"), source_fields, BM_COUNT (source_fields));
}

static bool
take_item (struct bank *bank, struct check *check, const json_t *json, const char *area, size_t place)
{
  const char *id = json_string_value (json_object_get (json, "id"));
  const struct bank_item *other;

  check->id = NULL != id ? id : arena_printf (check->arena, "items[%zu]", place);
  if (! check_item (check, json, area))
    return false;
  other = bank_item_of (bank, id);
  if (NULL != other)
    return check_say (check, "", "id", "is also in %s", other->file);
  bank->items[bank->item_count++] = (struct bank_item) {
    check->file, id, area, json_string_value (json_object_get (json, "age_range")), json };
  return true;
}

bool
bank_take_items (struct bank *bank, struct check *check)
{
  const struct bank_folder *folder = &bank->folders[0];
  size_t room = 0;

  for (size_t i = 0; i < folder->count; i++)
    room += json_array_size (json_object_get (folder->files[i].root, "items"));
  bank->items = arena_take (bank->arena, (room + 1) * sizeof *bank->items);
  for (size_t i = 0; i < folder->count; i++)
    {
      const json_t *root = folder->files[i].root;
      const json_t *list = json_object_get (root, "items");
      check->file = folder->files[i].name;
      check->id = "";
      if (! check_object (check, "", root, file_fields, BM_COUNT (file_fields)))
        return false;
      for (size_t k = 0; k < json_array_size (list); k++)
        if (! take_item (bank, check, json_array_get (list, k), json_string_value (json_object_get (root, "area")), k))
          return false;
    }
  return true;
}
