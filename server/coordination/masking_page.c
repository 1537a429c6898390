#include "masking_page.h"

#include "masking.h"

#include <stdlib.h>
#include <string.h>

#define PLACES_MOST 2000

static size_t
number (const json_t *mask, const char *member)
{
  json_int_t value = json_integer_value (json_object_get (mask, member));
  return value < 0 ? 0 : (size_t) value;
}

/* The bytes of the text from one code point to another. */
static struct text
slice (struct text text, size_t from, size_t to)
{
  size_t point = 0;
  size_t first = text.length;
  size_t i = 0;
  for (; i < text.length; i++)
    {
      if (0x80 == ((unsigned char) text.at[i] & 0xC0))
        continue;
      if (point == from)
        first = i;
      if (point == to)
        break;
      point++;
    }
  return i <= first ? text_of ("") : text_from (text.at + first, i - first);
}

static void
add_segment (json_t *segments, struct text text, json_t *name)
{
  if (text.length > 0)
    json_array_append_new (segments, json_pack ("{s:s%, s:o}", "text", text.at, text.length, "mask", name));
  else
    json_decref (name);
}

static json_t *
segments_of (const json_t *response, size_t page, size_t place, struct arena *arena)
{
  struct text text = text_of (json_string_value (json_object_get (response, "text")));
  json_t *segments = json_array ();
  size_t at = 0;
  size_t i;
  json_t *mask;
  json_array_foreach (json_object_get (response, "masks"), i, mask)
  {
    add_segment (segments, slice (text, at, number (mask, "from")), json_null ());
    add_segment (segments, slice (text, number (mask, "from"), number (mask, "to")),
                 json_string (arena_printf (arena, "%zu-%zu-%zu", page, place, i)));
    at = number (mask, "to");
  }
  add_segment (segments, slice (text, at, SIZE_MAX), json_null ());
  return segments;
}

json_t *
masking_page_show (const json_t *pages, struct arena *arena, size_t *masks)
{
  json_t *shown = json_array ();
  size_t p, r;
  json_t *page, *response;
  *masks = 0;
  json_array_foreach (pages, p, page)
  {
    json_t *responses = json_array ();
    json_array_foreach (json_object_get (page, "responses"), r, response)
    {
      *masks += json_array_size (json_object_get (response, "masks"));
      json_array_append_new (responses, json_pack ("{s:O, s:o}", "prompt", json_object_get (response, "prompt"),
                                                   "segments", segments_of (response, p, r, arena)));
    }
    json_array_append_new (shown, json_pack ("{s:O, s:O, s:o}", "position", json_object_get (page, "position"), "title",
                                             json_object_get (page, "title"), "responses", responses));
  }
  return shown;
}

static json_t *
response_at (json_t *pages, size_t page, size_t place)
{
  return json_array_get (json_object_get (json_array_get (pages, page), "responses"), place);
}

/* "2-0-11" */
static bool
parse_name (struct text name, size_t at[3])
{
  for (size_t i = 0; i < 3; i++)
    {
      const char *hyphen = i < 2 ? memchr (name.at, '-', name.length) : name.at + name.length;
      int64_t value;
      if (NULL == hyphen || ! text_to_i64 (text_from (name.at, (size_t) (hyphen - name.at)), 0, 100000, &value))
        return false;
      at[i] = (size_t) value;
      name = i < 2 ? text_from (hyphen + 1, name.length - (size_t) (hyphen - name.at) - 1) : name;
    }
  return true;
}

/* Marks first and takes out afterwards: the names count the masks as they were shown. */
bool
masking_page_drop (json_t *pages, struct http_list drop)
{
  for (size_t i = 0; i < drop.count; i++)
    {
      size_t at[3];
      json_t *mask;
      if (! parse_name (drop.values[i], at))
        return false;
      mask = json_array_get (json_object_get (response_at (pages, at[0], at[1]), "masks"), at[2]);
      if (NULL == mask)
        return false;
      json_object_set_new (mask, "dropped", json_true ());
    }
  size_t p, r;
  json_t *page, *response;
  json_array_foreach (pages, p, page) json_array_foreach (json_object_get (page, "responses"), r, response)
  {
    json_t *masks = json_object_get (response, "masks");
    for (size_t m = json_array_size (masks); m-- > 0;)
      if (json_is_true (json_object_get (json_array_get (masks, m), "dropped")))
        json_array_remove (masks, m);
  }
  return true;
}

static int
by_place (const void *a, const void *b)
{
  const json_t *const *x = a;
  const json_t *const *y = b;
  size_t p = number (*x, "from");
  size_t q = number (*y, "from");
  return p < q ? -1 : p > q;
}

/* In order and without overlap, as masking_apply wants them: what overlaps becomes one. */
static void
tidy (json_t *masks, struct arena *arena)
{
  size_t count = json_array_size (masks);
  json_t **all = arena_take (arena, (count + 1) * sizeof *all);
  json_t *last = NULL;
  for (size_t i = 0; i < count; i++)
    all[i] = json_incref (json_array_get (masks, i));
  qsort (all, count, sizeof *all, by_place);
  json_array_clear (masks);
  for (size_t i = 0; i < count; i++)
    {
      if (NULL != last && number (all[i], "from") < number (last, "to"))
        {
          if (number (all[i], "to") > number (last, "to"))
            json_object_set (last, "to", json_object_get (all[i], "to"));
        }
      else
        {
          last = all[i];
          json_array_append (masks, last);
        }
      json_decref (all[i]);
    }
}

static size_t
add_to_response (json_t *response, struct text words, struct arena *arena)
{
  struct text text = text_of (json_string_value (json_object_get (response, "text")));
  struct mask *found = arena_take (arena, PLACES_MOST * sizeof *found);
  size_t count = masking_find (text, words, found, PLACES_MOST);
  json_t *masks = json_object_get (response, "masks");
  if (NULL == masks && 0 == json_object_set_new (response, "masks", json_array ()))
    masks = json_object_get (response, "masks");
  for (size_t i = 0; i < count && i < PLACES_MOST; i++)
    json_array_append_new (masks, json_pack ("{s:I, s:I, s:s}", "from", (json_int_t) found[i].from, "to",
                                             (json_int_t) found[i].to, "why", "masker"));
  if (count > 0)
    tidy (masks, arena);
  return count;
}

size_t
masking_page_add (json_t *pages, struct text words, struct arena *arena)
{
  size_t places = 0;
  size_t p, r;
  json_t *page, *response;
  json_array_foreach (pages, p, page) json_array_foreach (json_object_get (page, "responses"), r, response) places
      += add_to_response (response, words, arena);
  return places;
}
