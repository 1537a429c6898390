#include "roster_page.h"

#include <string.h>

static void
add (json_t *list, size_t row, const char *field, const char *reason, struct text value)
{
  json_t *one = json_pack ("{s:I, s:s, s:s, s:s%, s:{s:b}}", "row", (json_int_t) row, "field", field, "reason", reason,
                           "value", value.at, value.length, "is", field, 1);
  json_object_set_new (json_object_get (one, "is"), reason, json_true ());
  if (0 == value.length)
    json_object_set_new (one, "value", json_null ());
  json_array_append_new (list, one);
}

/* Who sits one part only must have passed the other before. */
static bool
parts_unearned (const struct roster_candidate *one, const struct coordination_known *known)
{
  if (0 == strcmp (one->parts, "1"))
    return ! known->passed[1];
  return 0 == strcmp (one->parts, "2") && ! known->passed[0];
}

static void
add_known (json_t *list, const struct roster_candidate *one, const struct coordination_known *known)
{
  if (known->listed)
    add (list, one->row, "email", "listed", one->email);
  if (SIZE_MAX != known->same_as)
    add (list, one->row, "email", "email_twice", one->email);
  if (known->formless)
    add (list, one->row, "category", "no_form", text_of (""));
  if (known->repeats)
    add (list, one->row, "row", "repeats", one->name);
  if (parts_unearned (one, known))
    add (list, one->row, "parts", "not_passed", text_of (one->parts));
}

json_t *
roster_page_problems (const struct roster *roster, const struct coordination_known *known)
{
  json_t *list = json_array ();
  for (size_t i = 0; i < roster->problem_count; i++)
    {
      const struct roster_problem *one = &roster->problems[i];
      add (list, one->row, roster_field_word (one->field), roster_reason_word (one->reason), one->value);
    }
  for (size_t i = 0; NULL != known && i < roster->count; i++)
    add_known (list, &roster->candidates[i], &known[i]);
  return list;
}

static json_t *
row_of (const struct roster_candidate *one, const struct coordination_known *known)
{
  json_t *row = json_pack ("{s:I, s:s%, s:s%, s:s, s:s, s:i, s:s, s:b, s:{s:b, s:b}}", "row", (json_int_t) one->row,
                           "name", one->name.at, one->name.length, "email", one->email.at, one->email.length,
                           "category", one->category, "track", one->track, "esl_minutes", one->esl_minutes, "parts",
                           one->parts, "known", known->known, "is", one->category, 1, one->track, 1);
  if (one->esl_minutes > 0)
    json_object_set_new (json_object_get (row, "is"), "esl", json_true ());
  json_object_set_new (json_object_get (row, "is"),
                       0 == strcmp (one->parts, "1")   ? "part1_only"
                       : 0 == strcmp (one->parts, "2") ? "part2_only"
                                                       : "both_parts",
                       json_true ());
  return row;
}

json_t *
roster_page_preview (const struct roster *roster, const struct coordination_known *known)
{
  json_t *rows = json_array ();
  json_t *unused = json_array ();
  int esl = 0;
  int old = 0;
  for (size_t i = 0; i < roster->count; i++)
    {
      json_array_append_new (rows, row_of (&roster->candidates[i], &known[i]));
      esl += roster->candidates[i].esl_minutes > 0;
      old += known[i].known;
    }
  for (size_t i = 0; i < roster->unused_count; i++)
    json_array_append_new (unused, json_stringn (roster->unused[i].at, roster->unused[i].length));
  return json_pack ("{s:I, s:i, s:i, s:b, s:o, s:o}", "count", (json_int_t) roster->count, "esl_count", esl,
                    "known_count", old, "has_unused", roster->unused_count > 0, "unused", unused, "rows", rows);
}
