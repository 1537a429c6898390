/* The cleartext of a packet: {"rubric": {"criteria": [...]}, "pages": [...]}. Made by the registrar, and still checked:
   what has another shape is not shown. */
#include "run.h"

static bool
take (const json_t *object, const char *key, struct arena *arena, struct text *text)
{
  const json_t *value = json_object_get (object, key);

  if (! json_is_string (value))
    return false;
  *text = review_copy (arena, text_from (json_string_value (value), json_string_length (value)));
  return true;
}

static bool
read_criterion (const json_t *json, const struct review_packet *packet, struct review_criterion *criterion,
                struct arena *arena)
{
  const json_t *levels = json_object_get (json, "levels");
  const size_t count = (size_t) packet->scale.top_level + 1;

  if (json_array_size (levels) != count || ! take (json, "id", arena, &criterion->id)
      || ! take (json, "domain", arena, &criterion->domain) || ! take (json, "title", arena, &criterion->title))
    return false;
  criterion->levels = arena_take (arena, count * sizeof *criterion->levels);
  for (size_t i = 0; i < count; i++)
    {
      const json_t *level = json_array_get (levels, i);
      if (json_integer_value (json_object_get (level, "level")) != (json_int_t) i
          || ! take (level, "title", arena, &criterion->levels[i].title)
          || ! take (level, "descriptor", arena, &criterion->levels[i].descriptor))
        return false;
    }
  return true;
}

static bool
read_prompts (const json_t *json, struct review_page *page, struct arena *arena)
{
  page->prompt_count = json_array_size (json);
  page->prompts = arena_take (arena, (page->prompt_count + 1) * sizeof *page->prompts);
  for (size_t i = 0; i < page->prompt_count; i++)
    {
      const json_t *prompt = json_array_get (json, i);
      page->prompts[i].response = text_of ("");
      if (! take (prompt, "text", arena, &page->prompts[i].text))
        return false;
      if (! json_is_null (json_object_get (prompt, "response"))
          && ! take (prompt, "response", arena, &page->prompts[i].response))
        return false;
      page->prompts[i].print = review_print_of (page->prompts[i].response, arena);
      page->prompts[i].before = text_of ("");
    }
  return 0 != page->prompt_count;
}

static bool
read_page (const json_t *json, struct review_page *page, struct arena *arena)
{
  const json_t *paragraphs = json_object_get (json, "paragraphs");

  if (! take (json, "title", arena, &page->title) || ! json_is_array (paragraphs))
    return false;
  page->paragraph_count = json_array_size (paragraphs);
  page->paragraphs = arena_take (arena, (page->paragraph_count + 1) * sizeof *page->paragraphs);
  for (size_t i = 0; i < page->paragraph_count; i++)
    {
      const json_t *paragraph = json_array_get (paragraphs, i);
      if (! json_is_string (paragraph))
        return false;
      page->paragraphs[i]
        = review_copy (arena, text_from (json_string_value (paragraph), json_string_length (paragraph)));
    }
  return read_prompts (json_object_get (json, "prompts"), page, arena);
}

static bool
read_all (const json_t *json, struct review_packet *packet, struct arena *arena)
{
  const json_t *criteria = json_object_get (json_object_get (json, "rubric"), "criteria");
  const json_t *pages = json_object_get (json, "pages");
  const size_t criterion_count = (size_t) packet->scale.criteria;
  const size_t page_count = (size_t) packet->scale.pages;

  if (json_array_size (criteria) != criterion_count || json_array_size (pages) != page_count)
    return false;
  packet->criteria = arena_take (arena, criterion_count * sizeof *packet->criteria);
  packet->pages = arena_take (arena, page_count * sizeof *packet->pages);
  for (size_t i = 0; i < criterion_count; i++)
    if (! read_criterion (json_array_get (criteria, i), packet, &packet->criteria[i], arena))
      return false;
  for (size_t i = 0; i < page_count; i++)
    if (! read_page (json_array_get (pages, i), &packet->pages[i], arena))
      return false;
  return true;
}

bool
review_read_packet (struct review_packet *packet, struct bytes plain, struct arena *arena)
{
  json_t *json = json_loadb ((const char *) plain.at, plain.length, JSON_REJECT_DUPLICATES, NULL);
  const bool whole = NULL != json && read_all (json, packet, arena);

  json_decref (json);
  return whole;
}
