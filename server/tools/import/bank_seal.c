#include "bank_seal.h"

#include "log.h"
#include "seal.h"

#include <stdlib.h>

/* The named fields of an object, in this order. */
static json_t *
pick (const json_t *from, const char *const *names)
{
  json_t *made = json_object ();

  for (; NULL != *names; names++)
    if (0 != json_object_set (made, *names, json_object_get (from, *names)))
      log_fatal ("no_memory", "field=%s", *names);
  return made;
}

static struct bytes
dump (const json_t *json, struct arena *arena)
{
  char *text = json_dumps (json, JSON_COMPACT);
  struct bytes kept;

  if (NULL == text)
    log_fatal ("no_memory", "what=%s", "json");
  kept = bytes_of_text (text_of (arena_string (arena, text_of (text))));
  free (text);
  return kept;
}

/* Over the whole of it, its keys sorted, so that another order of fields in the file is no change. The rationale, which is
   secret, is under it: nobody who holds an item's text can find its key by trying four digests. */
static struct bytes
digest (const json_t *json, struct arena *arena)
{
  char *text = json_dumps (json, JSON_COMPACT | JSON_SORT_KEYS);
  struct hash hash;

  if (NULL == text)
    log_fatal ("no_memory", "what=%s", "json");
  hash = crypto_digest (bytes_of_text (text_of (text)));
  free (text);
  return arena_bytes (arena, hash_bytes (&hash));
}

static struct bytes
seal_fields (const struct keyring *ring, struct seal_place place, const json_t *json, const char *const *names,
             struct arena *arena)
{
  json_t *part = pick (json, names);
  struct bytes sealed = seal (ring, place, dump (part, arena), arena);

  json_decref (part);
  return sealed;
}

struct bank_sealed
bank_seal_item (const struct keyring *ring, const struct bank_item *item, struct arena *arena)
{
  static const char *const shown[] = { "stem", "options", NULL };
  static const char *const secret[] = { "key", "rationale", "source", NULL };
  struct uid id = crypto_uid ();
  json_t *whole = json_pack ("{s:O, s:s}", "item", item->json, "area", item->area);
  struct bank_sealed sealed = {
    id,
    seal_fields (ring, (struct seal_place) { KEY_BANK, "bank.item.sealed", id, 0 }, item->json, shown, arena),
    seal_fields (ring, (struct seal_place) { KEY_BANK_KEY, "bank_key.item_key.sealed", id, 0 }, item->json, secret, arena),
    digest (whole, arena) };

  json_decref (whole);
  return sealed;
}

struct bank_sealed
bank_seal_vignette (const struct keyring *ring, const struct bank_vignette *vignette, struct arena *arena)
{
  static const char *const shown[] = { "title", "role", "paragraphs", "prompts", NULL };
  struct uid id = crypto_uid ();

  return (struct bank_sealed) {
    id,
    seal_fields (ring, (struct seal_place) { KEY_BANK, "bank.vignette.sealed", id, 0 }, vignette->json, shown, arena),
    bytes_of (NULL, 0), digest (vignette->json, arena) };
}

struct bank_sealed
bank_seal_rubric (const struct keyring *ring, const struct bank_rubric *rubric, struct arena *arena)
{
  static const char *const shown[] = { "criteria", NULL };
  struct uid id = crypto_uid ();

  return (struct bank_sealed) {
    id, seal_fields (ring, (struct seal_place) { KEY_BANK, "bank.rubric.sealed", id, 0 }, rubric->json, shown, arena),
    bytes_of (NULL, 0), digest (rubric->json, arena) };
}

/* As a candidate types it: an empty line between paragraphs. */
static json_t *
joined (const json_t *paragraphs, struct arena *arena)
{
  const char *text = "";
  size_t i;
  json_t *one;

  json_array_foreach ((json_t *) paragraphs, i, one)
    text = arena_printf (arena, "%s%s%s", text, 0 == i ? "" : "\n\n", json_string_value (one));
  return json_string (text);
}

static json_t *
responses_of (const json_t *page, struct arena *arena)
{
  json_t *list = json_array ();
  size_t i;
  json_t *response;

  json_array_foreach (json_object_get (page, "responses"), i, response)
    json_array_append_new (list, json_pack ("{s:O, s:o}", "prompt", json_object_get (response, "prompt"), "text",
                                            joined (json_object_get (response, "paragraphs"), arena)));
  return list;
}

/* places: "1,3"; the place of a page is the number at its place in it. */
static json_t *
calibration_json (const struct bank_calibration *calibration, struct arena *arena)
{
  json_t *pages = json_array ();
  json_t *agreed = json_object ();
  const char *place = calibration->places;
  size_t i, k;
  json_t *page, *one;

  json_array_foreach (json_object_get (calibration->json, "pages"), i, page)
    {
      char *end;
      const json_int_t position = strtol (place, &end, 10);
      place = end + (',' == *end);
      json_array_append_new (pages, json_pack ("{s:I, s:o}", "position", position, "responses", responses_of (page, arena)));
      json_array_foreach (json_object_get (page, "agreed"), k, one)
        (void) json_object_set_new (
          agreed, arena_printf (arena, "%zu.%s", i + 1, json_string_value (json_object_get (one, "criterion"))),
          json_pack ("{s:O, s:O}", "level", json_object_get (one, "level"), "why", json_object_get (one, "why")));
    }
  return json_pack ("{s:o, s:o}", "pages", pages, "agreed", agreed);
}

struct bank_sealed
bank_seal_calibration (const struct keyring *ring, const struct bank_calibration *calibration, struct arena *arena)
{
  const struct seal_place place = { KEY_BANK_KEY, "bank_key.calibration_text.sealed", crypto_uid (), 0 };
  json_t *content = calibration_json (calibration, arena);
  struct bank_sealed sealed = { place.row, seal (ring, place, dump (content, arena), arena), bytes_of (NULL, 0),
                                digest (calibration->json, arena) };

  json_decref (content);
  return sealed;
}

struct bank_sealed
bank_seal_form (const struct bank_form *form, struct arena *arena)
{
  return (struct bank_sealed) { crypto_uid (), bytes_of (NULL, 0), bytes_of (NULL, 0), digest (form->json, arena) };
}
