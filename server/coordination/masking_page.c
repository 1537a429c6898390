#include "masking_page.h"

#include "masking.h"

#include <stdlib.h>
#include <string.h>

#define PLACES_MOST 2000
#define PLACE_MOST 10000000  /* of a code point */

static size_t
number (const json_t *mask, const char *member)
{
  json_int_t value = json_integer_value (json_object_get (mask, member));
  return value < 0 ? 0 : (size_t) value;
}

static json_t *
kind_of (const json_t *mask)
{
  const char *why = json_string_value (json_object_get (mask, "why"));

  return json_pack ("{s:b}", NULL == why ? "masker" : why, 1);
}

static void
add_segment (json_t *segments, struct text text, json_t *name, json_t *kind)
{
  if (text.length > 0)
    json_array_append_new (segments, json_pack ("{s:s%, s:o, s:o}", "text", text.at, text.length, "mask", name, "kind", kind));
  else
    {
      json_decref (name);
      json_decref (kind);
    }
}

/* One more place of a text that is masked. */
static void
count_words (json_t *counts, struct text text, const json_t *mask)
{
  json_t *entry = json_object_getn (counts, text.at, text.length);

  if (NULL != entry)
    json_object_set_new (entry, "count", json_integer (json_integer_value (json_object_get (entry, "count")) + 1));
  else if (text.length > 0)
    json_object_setn_new (counts, text.at, text.length, json_pack ("{s:s%, s:i, s:o}", "text", text.at, text.length, "count", 1,
                                                                   "kind", kind_of (mask)));
}

static json_t *
segments_of (const json_t *response, const char *at, json_t *counts, struct arena *arena)
{
  struct text text = text_of (json_string_value (json_object_get (response, "text")));
  json_t *segments = json_array ();
  size_t done = 0;
  size_t i;
  json_t *mask;
  json_array_foreach (json_object_get (response, "masks"), i, mask)
  {
    const struct text masked = text_between (text, number (mask, "from"), number (mask, "to"));
    add_segment (segments, text_between (text, done, number (mask, "from")), json_null (), json_null ());
    add_segment (segments, masked, json_string (arena_printf (arena, "%s-%zu", at, i)), kind_of (mask));
    count_words (counts, masked, mask);
    done = number (mask, "to");
  }
  add_segment (segments, text_between (text, done, SIZE_MAX), json_null (), json_null ());
  return segments;
}

/* What is masked in two places or more can be let go in all of them at once; null: there is none. */
static json_t *
repeated (const json_t *counts)
{
  json_t *list = json_array ();
  const char *key;
  json_t *entry;
  json_object_foreach ((json_t *) counts, key, entry)
    if (json_integer_value (json_object_get (entry, "count")) > 1)
      {
        json_object_set_new (entry, "number", json_integer ((json_int_t) json_array_size (list)));
        json_array_append (list, entry);
      }
  if (json_array_size (list) > 0)
    return json_pack ("{s:o}", "words", list);
  json_decref (list);
  return json_null ();
}

static json_t *
reasons_of (const json_t *returned)
{
  json_t *list = json_array ();
  json_t *one;
  size_t i;
  json_array_foreach (returned, i, one)
  {
    const char *kind = json_string_value (json_object_get (one, "kind"));
    json_array_append_new (list, json_pack ("{s:O, s:{s:b}}", "words", json_object_get (one, "words"), "is",
                                            NULL == kind ? "other" : kind, 1));
  }
  return list;
}

void
masking_page_show (json_t *doc, struct arena *arena)
{
  json_t *shown = json_array ();
  json_t *counts = json_object ();
  size_t masks = 0;
  size_t p, r;
  json_t *page, *response;
  json_array_foreach (json_object_get (doc, "pages"), p, page)
  {
    json_t *responses = json_array ();
    json_array_foreach (json_object_get (page, "responses"), r, response)
    {
      const char *at = arena_printf (arena, "%zu-%zu", p, r);
      masks += json_array_size (json_object_get (response, "masks"));
      json_array_append_new (responses, json_pack ("{s:O, s:s, s:o}", "prompt", json_object_get (response, "prompt"), "at", at,
                                                   "segments", segments_of (response, at, counts, arena)));
    }
    json_array_append_new (shown, json_pack ("{s:O, s:O, s:o}", "position", json_object_get (page, "position"), "title",
                                             json_object_get (page, "title"), "responses", responses));
  }
  json_object_set_new (doc, "pages", shown);
  json_object_set_new (doc, "masks", json_integer ((json_int_t) masks));
  json_object_set_new (doc, "repeated", repeated (counts));
  json_object_set_new (doc, "returned", reasons_of (json_object_get (doc, "returned")));
  json_object_del (doc, "id");
  json_decref (counts);
}

static json_t *
response_at (json_t *pages, size_t page, size_t place)
{
  return json_array_get (json_object_get (json_array_get (pages, page), "responses"), place);
}

/* "2-0-11" */
static bool
parse_name (struct text name, size_t *at, size_t count)
{
  for (size_t i = 0; i < count; i++)
    {
      const char *hyphen = i + 1 < count ? memchr (name.at, '-', name.length) : name.at + name.length;
      int64_t value;
      if (NULL == hyphen || ! text_to_i64 (text_from (name.at, (size_t) (hyphen - name.at)), 0, PLACE_MOST, &value))
        return false;
      at[i] = (size_t) value;
      name = i + 1 < count ? text_from (hyphen + 1, name.length - (size_t) (hyphen - name.at) - 1) : name;
    }
  return true;
}

static void
take_out (json_t *pages)
{
  size_t p, r;
  json_t *page, *response;
  json_array_foreach (pages, p, page) json_array_foreach (json_object_get (page, "responses"), r, response)
  {
    json_t *masks = json_object_get (response, "masks");
    for (size_t m = json_array_size (masks); m-- > 0;)
      if (json_is_true (json_object_get (json_array_get (masks, m), "dropped")))
        json_array_remove (masks, m);
  }
}

/* Marks first and takes out afterwards: the names count the masks as they were shown. */
bool
masking_page_drop (json_t *pages, struct http_list drop)
{
  for (size_t i = 0; i < drop.count; i++)
    {
      size_t at[3];
      json_t *mask;
      if (! parse_name (drop.values[i], at, BM_COUNT (at)))
        return false;
      mask = json_array_get (json_object_get (response_at (pages, at[0], at[1]), "masks"), at[2]);
      if (NULL == mask)
        return false;
      json_object_set_new (mask, "dropped", json_true ());
    }
  take_out (pages);
  return true;
}

static bool
is_listed (struct http_list list, struct text text)
{
  for (size_t i = 0; i < list.count; i++)
    if (text_equal (list.values[i], text))
      return true;
  return false;
}

void
masking_page_drop_words (json_t *pages, struct http_list words)
{
  size_t p, r, m;
  json_t *page, *response, *mask;
  json_array_foreach (pages, p, page) json_array_foreach (json_object_get (page, "responses"), r, response)
  {
    struct text text = text_of (json_string_value (json_object_get (response, "text")));
    json_array_foreach (json_object_get (response, "masks"), m, mask)
      if (is_listed (words, text_between (text, number (mask, "from"), number (mask, "to"))))
        json_object_set_new (mask, "dropped", json_true ());
  }
  take_out (pages);
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

static json_t *
masks_of (json_t *response)
{
  if (NULL == json_object_get (response, "masks"))
    json_object_set_new (response, "masks", json_array ());
  return json_object_get (response, "masks");
}

static void
add_mask (json_t *masks, struct mask mask)
{
  json_array_append_new (masks, json_pack ("{s:I, s:I, s:s}", "from", (json_int_t) mask.from, "to", (json_int_t) mask.to, "why",
                                           mask_why_word (mask.why)));
}

static size_t
add_to_response (json_t *response, struct text words, struct mask *found, struct arena *arena)
{
  struct text text = text_of (json_string_value (json_object_get (response, "text")));
  size_t count = masking_find (text, words, found, PLACES_MOST);
  json_t *masks = masks_of (response);
  for (size_t i = 0; i < count && i < PLACES_MOST; i++)
    add_mask (masks, found[i]);
  if (count > 0)
    tidy (masks, arena);
  return count;
}

size_t
masking_page_add (json_t *pages, struct text words, struct arena *arena)
{
  struct mask *found = arena_take (arena, PLACES_MOST * sizeof *found);
  size_t places = 0;
  size_t p, r;
  json_t *page, *response;
  json_array_foreach (pages, p, page) json_array_foreach (json_object_get (page, "responses"), r, response) places
      += add_to_response (response, words, found, arena);
  return places;
}

bool
masking_page_add_range (json_t *pages, struct text range, struct arena *arena)
{
  size_t at[4];
  json_t *response;
  if (! parse_name (range, at, BM_COUNT (at)))
    return false;
  response = response_at (pages, at[0], at[1]);
  if (NULL == response || at[2] >= at[3]
      || at[3] > text_code_points (text_of (json_string_value (json_object_get (response, "text")))))
    return false;
  add_mask (masks_of (response), (struct mask) { at[2], at[3], MASK_MASKER });
  tidy (masks_of (response), arena);
  return true;
}
