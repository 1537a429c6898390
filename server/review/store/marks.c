/* Passages that a reviewer has marked: {"page", "prompt", "from", "to", "criterion": id or null}, pages and prompts from 1. */
#include "run.h"

#include <stdlib.h>

bool
review_mark_fits (const struct review_packet *packet, const struct review_mark *mark)
{
  const struct review_page *page;

  if (mark->page >= (size_t) packet->scale.pages)
    return false;
  page = &packet->pages[mark->page];
  return mark->prompt < page->prompt_count && ! page->prompts[mark->prompt].changed && mark->from < mark->to
         && mark->to <= text_code_points (page->prompts[mark->prompt].response);
}

static int
compare_sizes (size_t a, size_t b)
{
  return a < b ? -1 : a > b;
}

static int
compare_marks (const void *a, const void *b)
{
  const struct review_mark *one = a, *other = b;
  int order = compare_sizes (one->page, other->page);

  if (0 == order)
    order = compare_sizes (one->prompt, other->prompt);
  if (0 == order)
    order = compare_sizes (one->from, other->from);
  if (0 == order)
    order = compare_sizes (one->to, other->to);
  return 0 == order ? one->criterion - other->criterion : order;
}

void
review_marks_order (struct review_opinion *opinion)
{
  size_t kept = 0;

  if (0 == opinion->mark_count)
    return;
  qsort (opinion->marks, opinion->mark_count, sizeof *opinion->marks, compare_marks);
  for (size_t i = 1; i < opinion->mark_count; i++)
    if (0 != compare_marks (&opinion->marks[i], &opinion->marks[kept]))
      opinion->marks[++kept] = opinion->marks[i];
  opinion->mark_count = kept + 1;
}

/* 0 for what is no count from 1: the mark then fits nowhere. */
static size_t
place_of (const json_t *json, const char *key)
{
  const json_int_t value = json_integer_value (json_object_get (json, key));

  return value < 0 ? 0 : (size_t) value;
}

static int
criterion_of (const struct review_packet *packet, const json_t *id)
{
  for (int i = 0; json_is_string (id) && i < packet->scale.criteria; i++)
    if (text_is (packet->criteria[i].id, json_string_value (id)))
      return i;
  return REVIEW_NO_CRITERION;
}

void
review_read_marks (struct review_packet *packet, const json_t *marks, struct arena *arena)
{
  struct review_opinion *opinion = &packet->opinion;
  const size_t count = json_array_size (marks);

  opinion->marks = arena_take (arena, (count + 1) * sizeof *opinion->marks);
  opinion->mark_count = 0;
  for (size_t i = 0; i < count; i++)
    {
      const json_t *one = json_array_get (marks, i);
      const struct review_mark mark = { place_of (one, "page") - 1, place_of (one, "prompt") - 1, place_of (one, "from"),
                                        place_of (one, "to"), criterion_of (packet, json_object_get (one, "criterion")) };
      if (review_mark_fits (packet, &mark))
        opinion->marks[opinion->mark_count++] = mark;
    }
  review_marks_order (opinion);
}

json_t *
review_marks_json (const struct review_packet *packet)
{
  const struct review_opinion *opinion = &packet->opinion;
  json_t *json = json_array ();

  for (size_t i = 0; i < opinion->mark_count; i++)
    {
      const struct review_mark *mark = &opinion->marks[i];
      const struct text id
        = REVIEW_NO_CRITERION == mark->criterion ? text_of ("") : packet->criteria[mark->criterion].id;
      json_array_append_new (json, json_pack ("{s:i, s:i, s:i, s:i, s:o}", "page", (int) mark->page + 1, "prompt",
                                              (int) mark->prompt + 1, "from", (int) mark->from, "to", (int) mark->to,
                                              "criterion",
                                              0 == id.length ? json_null () : json_stringn (id.at, id.length)));
    }
  return json;
}
