#include "tutorial.h"

#include "vignette_document.h"

#include <string.h>

static struct text
kept (const struct http_map *keep, const char *key)
{
  for (size_t i = 0; i < keep->count; i++)
    if (text_is (keep->pairs[i].key, key))
      return keep->pairs[i].value;
  return text_of ("");
}

static struct candidate_answer
answer_of (struct arena *arena, const struct http_map *keep, int64_t step)
{
  struct candidate_answer answer = { .seen = true };
  struct text choice = kept (keep, arena_printf (arena, "choice.%d", (int) step));
  struct text struck = kept (keep, arena_printf (arena, "struck.%d", (int) step));

  answer.flagged = 0 != kept (keep, arena_printf (arena, "flag.%d", (int) step)).length;
  if (1 == choice.length && choice.at[0] >= 'A' && choice.at[0] <= 'D')
    answer.choice = choice.at[0];
  if (struck.length < sizeof answer.struck)
    memcpy (answer.struck, struck.at, struck.length);
  return answer;
}

static json_t *
question (const struct candidate_worker *worker, struct arena *arena, int64_t step, const struct http_map *keep)
{
  const json_t *source = json_array_get (json_object_get (worker->tutorial, "items"), (size_t) step - 1);
  struct candidate_answer answer = answer_of (arena, keep, step);
  struct candidate_item item = { .stem = json_string_value (json_object_get (source, "stem")) };
  char was = 0 == answer.choice ? '-' : answer.choice;

  for (size_t i = 0; i < CANDIDATE_OPTIONS; i++)
    item.options[i] = json_string_value (json_array_get (json_object_get (source, "options"), i));
  return wing_made (json_pack ("{s:s, s:o, s:b, s:s%, s:b, s:s*}", "stem", item.stem, "options", work_options (&item, &answer),
                               "flagged", answer.flagged, "was", &was, (size_t) 1, "answered", 0 != answer.choice, "tip",
                               json_string_value (json_object_get (source, "tip"))));
}

static json_t *
vignette (const struct candidate_worker *worker, struct arena *arena, const struct http_map *keep)
{
  const json_t *source = json_object_get (worker->tutorial, "vignette");
  struct candidate_prompt prompt = { "p1", json_string_value (json_object_get (source, "prompt")) };
  const char *paragraph = json_string_value (json_object_get (source, "paragraph"));
  const char *text = arena_string (arena, kept (keep, "text.p1"));
  struct candidate_vignette shown = { .title = json_string_value (json_object_get (source, "title")),
                                      .role = "",
                                      .paragraph_count = 1,
                                      .paragraphs = &paragraph,
                                      .prompt_count = 1,
                                      .prompts = &prompt };
  struct candidate_answer answer = { .texts = &text };

  return vignette_body (arena, &shown, &answer, 1);
}

static bool
is_answered (struct arena *arena, const struct http_map *keep, int64_t step)
{
  if (TUTORIAL_VIGNETTE == step)
    return 0 != text_trim (kept (keep, "text.p1")).length;
  return 0 != answer_of (arena, keep, step).choice;
}

static json_t *
navigator (struct arena *arena, int64_t step, const struct http_map *keep, json_int_t *answered)
{
  json_t *list = wing_made (json_array ());

  *answered = 0;
  for (int64_t i = 1; i <= TUTORIAL_VIGNETTE; i++)
    {
      bool done = is_answered (arena, keep, i);
      *answered += done;
      (void) json_array_append_new (
        list, wing_made (json_pack ("{s:I, s:s, s:b, s:b, s:b, s:b, s:b}", "place", (json_int_t) i, "href",
                                    arena_printf (arena, "/tutorial/%d", (int) i), "answered", done, "seen", i <= step || done,
                                    "flagged", answer_of (arena, keep, i).flagged, "current", i == step, "counts", false)));
    }
  return list;
}

static json_t *
carried (const struct http_map *keep)
{
  json_t *list = wing_made (json_array ());

  for (size_t i = 0; i < keep->count; i++)
    (void) json_array_append_new (
      list, wing_made (json_pack ("{s:s%, s:s%}", "key", keep->pairs[i].key.at, keep->pairs[i].key.length, "value",
                                  keep->pairs[i].value.at, keep->pairs[i].value.length)));
  return list;
}

json_t *
tutorial_page (const struct candidate_worker *worker, struct arena *arena, int64_t step, const struct http_map *keep)
{
  json_int_t answered = 0;
  json_t *list = navigator (arena, step, keep, &answered);
  json_t *page = wing_made (json_pack ("{s:I, s:I, s:I, s:o, s:o, s:b}", "place", (json_int_t) step, "count",
                                       (json_int_t) TUTORIAL_VIGNETTE, "answered", answered, "navigator", list, "keep",
                                       carried (keep), "end", step >= TUTORIAL_END));

  if (step > 1)
    (void) json_object_set_new (page, "previous", json_integer (step - 1));
  if (step <= TUTORIAL_ITEMS)
    (void) json_object_set_new (page, "question", question (worker, arena, step, keep));
  else if (TUTORIAL_VIGNETTE == step)
    (void) json_object_set_new (page, "vignette", vignette (worker, arena, keep));
  return page;
}
