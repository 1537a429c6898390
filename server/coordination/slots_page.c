#include "slots_page.h"

struct new_slots
new_slots_default (void)
{
  return (struct new_slots) { .part = text_of ("1"),
                              .date = text_of (""),
                              .time = text_of ("09:00"),
                              .places = text_of (""),
                              .place = text_of (""),
                              .times = text_of ("1"),
                              .every = text_of ("180") };
}

void
new_slots_show (const struct new_slots *entries, json_t *doc)
{
  const struct { const char *name; struct text text; } fields[]
      = { { "date", entries->date },   { "time", entries->time },   { "places", entries->places },
          { "place", entries->place }, { "times", entries->times }, { "every", entries->every } };
  json_t *entered = json_object ();
  for (size_t i = 0; i < BM_COUNT (fields); i++)
    json_object_set_new (entered, fields[i].name, json_stringn (fields[i].text.at, fields[i].text.length));
  json_object_set_new (entered, "is", json_pack ("{s:b}", text_is (entries->part, "2") ? "part2" : "part1", 1));
  json_object_set_new (doc, "entered", entered);
}

const char *
slots_reason (const json_t *doc)
{
  static const struct { const char *why; const char *reason; } rows[]
      = { { "date_wrong", "date_wrong" }, { "time_wrong", "time_wrong" }, { "slot_outside", "slot_outside" },
          { "slot_there", "slot_there" }, { "slot_taken", "slot_taken" }, { "slot_held", "slot_held" },
          { "begun", "slot_begun" },      { "over", "slot_over" },        { "no_slot", "slot_unknown" },
          { "outside", "slot_outside" },  { "full", "slot_full" } };
  const struct text why = text_of (json_string_value (json_object_get (doc, "why")));
  for (size_t i = 0; i < BM_COUNT (rows); i++)
    if (text_is (why, rows[i].why))
      return rows[i].reason;
  return "bad_word";
}
