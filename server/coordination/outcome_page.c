#include "outcome_page.h"

static bool
holds (const json_t *outcome, const char *part, const char *member)
{
  return json_is_true (json_object_get (json_object_get (outcome, part), member));
}

static void
mark_part (json_t *is, const json_t *outcome, const char *part, const char *passed, const char *failed,
           const char *not_sat)
{
  const char *mark = ! holds (outcome, part, "sat") ? not_sat : holds (outcome, part, "passed") ? passed : failed;
  json_object_set_new (is, mark, json_true ());
}

static bool
retakes (const json_t *outcome, json_int_t part)
{
  size_t i;
  json_t *one;
  json_array_foreach (json_object_get (json_object_get (outcome, "retake"), "parts"), i,
                      one) if (json_integer_value (one) == part) return true;
  return false;
}

/* Letters that were published before remarks were merged hold texts without what they are about. */
static void
mark_remarks (json_t *remarks)
{
  for (size_t i = 0; i < json_array_size (remarks); i++)
    if (json_is_string (json_array_get (remarks, i)))
      json_array_set_new (remarks, i, json_pack ("{s:b, s:O}", "overall", 0, "text", json_array_get (remarks, i)));
}

void
outcome_page_mark (json_t *outcome)
{
  json_t *is = json_object ();
  const char *category = json_string_value (json_object_get (outcome, "category"));
  const char *track = json_string_value (json_object_get (outcome, "track"));
  if (NULL != category)
    json_object_set_new (is, category, json_true ());
  if (NULL != track)
    json_object_set_new (is, track, json_true ());
  mark_part (is, outcome, "part1", "part1_passed", "part1_failed", "part1_not_sat");
  mark_part (is, outcome, "part2", "part2_passed", "part2_failed", "part2_not_sat");
  if (json_is_true (json_object_get (outcome, "endorsable")))
    json_object_set_new (is, "endorsable", json_true ());
  if (retakes (outcome, 1) && retakes (outcome, 2))
    json_object_set_new (is, "retake_both", json_true ());
  else if (retakes (outcome, 1))
    json_object_set_new (is, "retake_part1", json_true ());
  else if (retakes (outcome, 2))
    json_object_set_new (is, "retake_part2", json_true ());
  mark_remarks (json_object_get (json_object_get (outcome, "part2"), "remarks"));
  json_object_set_new (outcome, "is", is);
}

json_t *
outcome_page_totals (const json_t *list)
{
  int letters = 0, endorsable = 0, part1 = 0, part2 = 0, nothing = 0;
  size_t i;
  json_t *one;
  json_array_foreach (list, i, one)
  {
    const json_t *outcome = json_object_get (one, "outcome");
    letters++;
    endorsable += json_is_true (json_object_get (outcome, "endorsable"));
    part1 += holds (outcome, "part1", "sat") && ! holds (outcome, "part1", "passed");
    part2 += holds (outcome, "part2", "sat") && ! holds (outcome, "part2", "passed");
    nothing += ! holds (outcome, "part1", "sat") && ! holds (outcome, "part2", "sat");
  }
  return json_pack ("{s:i, s:i, s:i, s:i, s:i}", "letters", letters, "passed_all", endorsable, "failed_part1", part1,
                    "failed_part2", part2, "sat_nothing", nothing);
}
