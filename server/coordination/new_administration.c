#include "new_administration.h"

#include "adjudicate.h"

struct new_administration
new_administration_default (void)
{
  return (struct new_administration) { .title = text_of (""),
                                       .opens_date = text_of (""),
                                       .opens_time = text_of ("09:00"),
                                       .closes_date = text_of (""),
                                       .closes_time = text_of ("17:00"),
                                       .part1_minutes = text_of ("90"),
                                       .part2_minutes = text_of ("90"),
                                       .part1_pass_percent = text_of ("80"),
                                       .part2_pass_percent = text_of ("80"),
                                       .part2_rule = text_of (adjudicate_rule_word (ADJUDICATE_MEAN_OR_THIRD)),
                                       .near_line_points = text_of ("2"),
                                       .level_tolerance = text_of ("1"),
                                       .grace_s = text_of ("10"),
                                       .request_by_weeks = text_of (""),
                                       .lead_days = text_of ("21"),
                                       .idle_days = text_of ("7"),
                                       .practice_packets = text_of ("0"),
                                       .control_packets = text_of ("0"),
                                       .calibration_points = text_of ("4"),
                                       .calibration_levels = text_of ("1"),
                                       .small_group = text_of ("warn"),
                                       .retake_scope = text_of ("failed_parts"),
                                       .feedback = text_of ("on_fail") };
}

static void
put (json_t *to, const char *name, struct text text)
{
  json_object_set_new (to, name, json_stringn (text.at, text.length));
}

static struct text
form_of (const struct http_map *form, const char *slot)
{
  for (size_t i = 0; i < form->count; i++)
    if (text_is (form->pairs[i].key, slot))
      return form->pairs[i].value;
  return text_of ("");
}

/* Nothing chosen yet: the newest, which stands first. */
static void
choose (json_t *slot, const struct http_map *form)
{
  struct text chosen = form_of (form, json_string_value (json_object_get (slot, "key")));
  json_t *options = json_object_get (slot, "options");
  size_t i;
  json_t *option;
  json_array_foreach (
      options, i,
      option) if (0 == form->count ? 0 == i : text_is (chosen, json_string_value (json_object_get (option, "id"))))
      json_object_set_new (option, "chosen", json_true ());
  json_object_set_new (slot, "none", json_boolean (0 == json_array_size (options)));
}

/* The rules for two reviews, each with the words that a page says it in. */
static json_t *
rules_of (struct text chosen)
{
  json_t *rules = json_array ();
  for (int i = 0; i < ADJUDICATE_RULE_COUNT; i++)
    {
      const char *word = adjudicate_rule_word ((enum adjudicate_rule) i);
      json_array_append_new (rules, json_pack ("{s:s, s:{s:b}, s:b}", "rule", word, "is", word, 1, "chosen",
                                               (int) text_is (chosen, word)));
    }
  return rules;
}

void
new_administration_show (const struct new_administration *e, json_t *choices)
{
  json_t *entered = json_object ();
  json_t *is = json_object ();
  size_t i;
  json_t *slot;
  put (entered, "title", e->title);
  put (entered, "opens_date", e->opens_date);
  put (entered, "opens_time", e->opens_time);
  put (entered, "closes_date", e->closes_date);
  put (entered, "closes_time", e->closes_time);
  put (entered, "part1_minutes", e->part1_minutes);
  put (entered, "part2_minutes", e->part2_minutes);
  put (entered, "part1_pass_percent", e->part1_pass_percent);
  put (entered, "part2_pass_percent", e->part2_pass_percent);
  put (entered, "near_line_points", e->near_line_points);
  put (entered, "level_tolerance", e->level_tolerance);
  put (entered, "grace_s", e->grace_s);
  put (entered, "request_by_weeks", e->request_by_weeks);
  put (entered, "lead_days", e->lead_days);
  put (entered, "idle_days", e->idle_days);
  put (entered, "practice_packets", e->practice_packets);
  put (entered, "control_packets", e->control_packets);
  put (entered, "calibration_points", e->calibration_points);
  put (entered, "calibration_levels", e->calibration_levels);
  json_object_set_new (entered, "rules", rules_of (e->part2_rule));
  json_object_set_new (is, text_is (e->small_group, "hold") ? "hold" : "warn", json_true ());
  json_object_set_new (is, text_is (e->retake_scope, "whole_exam") ? "whole_exam" : "failed_parts", json_true ());
  json_object_set_new (is, text_is (e->feedback, "always") ? "always" : "on_fail", json_true ());
  json_object_set_new (entered, "is", is);
  json_object_set_new (choices, "entered", entered);
  json_array_foreach (json_object_get (choices, "slots"), i, slot) choose (slot, &e->form);
}
