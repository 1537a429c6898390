#include "clocks_form.h"

#define MINUTES_MOST 600
#define REASON_LEAST 3
#define REASON_MOST 400

bool
clocks_read_uids (const struct http_list *list, struct arena *arena, const struct uid **uids)
{
  struct uid *read = arena_take (arena, (list->count + 1) * sizeof *read);
  *uids = read;
  for (size_t i = 0; i < list->count; i++)
    if (! uid_parse (list->values[i], &read[i]))
      return false;
  return true;
}

static bool
read_minutes (const struct clocks_form *form, int32_t *seconds)
{
  const struct text typed = text_trim (form->minutes);
  const bool gives = text_is (form->what, "minutes");
  int64_t minutes = 0;
  if (0 == typed.length ? gives : ! text_to_i64 (typed, gives, MINUTES_MOST, &minutes))
    return false;
  *seconds = (int32_t) minutes * 60;
  return 0 == minutes || gives || text_is (form->what, "reopen");
}

static bool
is_category (struct text typed)
{
  static const char *const categories[] = { "environment", "examinee", "staff", "technical", "other" };
  for (size_t i = 0; i < BM_COUNT (categories); i++)
    if (text_is (typed, categories[i]))
      return true;
  return false;
}

static bool
is_reason (struct text reason)
{
  const size_t points = text_code_points (reason);
  return REASON_LEAST <= points && points <= REASON_MOST;
}

bool
clocks_form_read (const struct clocks_form *form, struct arena *arena, struct coordination_act *act, struct clocks_fault *fault)
{
  act->what = form->what;
  act->everybody = form->everybody;
  act->session_count = form->sessions.count;
  act->category = form->category;
  act->reason = text_trim (form->reason);
  if (! clocks_read_uids (&form->sessions, arena, &act->sessions))
    *fault = (struct clocks_fault) { "session", "bad_id" };
  else if (! form->everybody && 0 == form->sessions.count)
    *fault = (struct clocks_fault) { "session", "nobody_chosen" };
  else if (! read_minutes (form, &act->seconds))
    *fault = (struct clocks_fault) { "minutes", text_is (form->what, "minutes") ? "minutes_wrong" : "minutes_wrong_here" };
  else if (! is_category (form->category))
    *fault = (struct clocks_fault) { "category", "category_missing" };
  else if (! is_reason (act->reason))
    *fault = (struct clocks_fault) { "reason", "reason_length" };
  else
    return true;
  return false;
}

static bool
is_ticked (const struct clocks_form *form, const char *session)
{
  for (size_t i = 0; i < form->sessions.count; i++)
    if (text_is (form->sessions.values[i], session))
      return true;
  return false;
}

static void
tick (const struct clocks_form *form, json_t *person)
{
  size_t i;
  json_t *part;
  json_array_foreach (json_object_get (person, "parts"), i, part)
    if (is_ticked (form, json_string_value (json_object_get (part, "session"))))
      json_object_set_new (part, "ticked", json_true ());
}

void
clocks_form_show (const struct clocks_form *form, json_t *doc)
{
  size_t i;
  json_t *person;
  json_t *entered = json_pack ("{s:s%, s:s%, s:b, s:{}}", "minutes", form->minutes.at, form->minutes.length, "reason",
                               form->reason.at, form->reason.length, "everybody", form->everybody, "category");
  if (is_category (form->category))
    json_object_setn_new (json_object_get (entered, "category"), form->category.at, form->category.length, json_true ());
  json_object_set_new (doc, "entered", entered);
  json_array_foreach (json_object_get (doc, "people"), i, person) tick (form, person);
}
