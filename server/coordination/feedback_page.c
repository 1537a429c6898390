#include "feedback_page.h"

#include "feedback_scan.h"

#define FINDINGS_MOST 500   /* of one remark */

/* All who review, to look for their names. */
static struct masking_person *
reviewers_of (const json_t *doc, struct arena *arena, size_t *count)
{
  const json_t *people = json_object_get (doc, "people");
  struct masking_person *reviewers = arena_take (arena, (json_array_size (people) + 1) * sizeof *reviewers);
  json_t *person;
  size_t i;

  *count = json_array_size (people);
  json_array_foreach (people, i, person)
    reviewers[i] = (struct masking_person) { .name = text_of (json_string_value (json_object_get (person, "name"))),
                                             .email = text_of (json_string_value (json_object_get (person, "email"))) };
  return reviewers;
}

static size_t
scan (const json_t *doc, const json_t *remark, struct arena *arena, struct feedback_found **found)
{
  size_t people;
  const struct masking_person *reviewers = reviewers_of (doc, arena, &people);
  size_t count;

  *found = arena_take (arena, FINDINGS_MOST * sizeof **found);
  count = feedback_scan (text_of (json_string_value (json_object_get (remark, "text"))), reviewers, people, *found, FINDINGS_MOST);
  return count < FINDINGS_MOST ? count : FINDINGS_MOST;
}

size_t
feedback_page_findings (const json_t *doc, struct arena *arena)
{
  size_t all = 0;
  size_t i;
  json_t *remark;
  struct feedback_found *found;

  json_array_foreach (json_object_get (doc, "remarks"), i, remark)
    if (! json_is_true (json_object_get (remark, "dropped")))
      all += scan (doc, remark, arena, &found);
  return all;
}

/* The bytes of the text from *at on, up to this code point; *at goes on to it. */
static struct text
slice_to (struct text text, size_t *at, size_t *point, size_t to)
{
  const size_t from = *at;

  while (*at < text.length && *point < to)
    {
      ++*at;
      while (*at < text.length && 0x80 == ((unsigned char) text.at[*at] & 0xC0))
        ++*at;
      ++*point;
    }
  return text_from (text.at + from, *at - from);
}

static void
add_segment (json_t *segments, struct text text, const char *why)
{
  if (text.length > 0)
    json_array_append_new (segments, json_pack ("{s:s%, s:s?}", "text", text.at, text.length, "why", why));
}

static void
show_remark (const json_t *doc, json_t *remark, size_t number, struct arena *arena)
{
  const struct text text = text_of (json_string_value (json_object_get (remark, "text")));
  struct feedback_found *found;
  const size_t count = scan (doc, remark, arena, &found);
  json_t *segments = json_array ();
  json_t *list = json_array ();
  size_t at = 0;
  size_t point = 0;

  for (size_t i = 0; i < count; i++)
    {
      const char *why = feedback_why_word (found[i].why);
      struct text words;
      add_segment (segments, slice_to (text, &at, &point, found[i].from), NULL);
      words = slice_to (text, &at, &point, found[i].to);
      add_segment (segments, words, why);
      json_array_append_new (list, json_pack ("{s:s%, s:{s:b}}", "text", words.at, words.length, "is", why, 1));
    }
  add_segment (segments, slice_to (text, &at, &point, SIZE_MAX), NULL);
  json_object_set_new (remark, "number", json_integer ((json_int_t) number));
  json_object_set_new (remark, "nth", json_integer ((json_int_t) number + 1));
  json_object_set_new (remark, "segments", segments);
  json_object_set_new (remark, "marked", json_boolean (count > 0));
  json_object_set_new (remark, "found", list);
  json_object_del (remark, "place");
}

void
feedback_page_show (json_t *doc, struct arena *arena)
{
  size_t i;
  json_t *remark;

  json_object_set_new (doc, "marked", json_boolean (feedback_page_findings (doc, arena) > 0));
  json_object_set_new (doc, "any", json_boolean (json_array_size (json_object_get (doc, "remarks")) > 0));
  json_array_foreach (json_object_get (doc, "remarks"), i, remark)
    show_remark (doc, remark, i, arena);
  json_object_del (doc, "people");
  json_object_del (doc, "feedback");
}

static json_t *
remark_named (json_t *doc, struct text name)
{
  int64_t number;

  return text_to_i64 (name, 0, 100000, &number) ? json_array_get (json_object_get (doc, "remarks"), (size_t) number) : NULL;
}

bool
feedback_page_edit (json_t *doc, struct http_map texts, struct http_list dropped)
{
  size_t k;
  json_t *remark;

  for (size_t i = 0; i < texts.count; i++)
    {
      remark = remark_named (doc, texts.pairs[i].key);
      if (NULL == remark)
        return false;
      json_object_set_new (remark, "text", json_stringn (texts.pairs[i].value.at, texts.pairs[i].value.length));
    }
  json_array_foreach (json_object_get (doc, "remarks"), k, remark)
    json_object_set_new (remark, "dropped", json_false ());
  for (size_t i = 0; i < dropped.count; i++)
    {
      remark = remark_named (doc, dropped.values[i]);
      if (NULL == remark)
        return false;
      json_object_set_new (remark, "dropped", json_true ());
    }
  return true;
}
