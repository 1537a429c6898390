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

struct bank_sealed
bank_seal_form (const struct bank_form *form, struct arena *arena)
{
  return (struct bank_sealed) { crypto_uid (), bytes_of (NULL, 0), bytes_of (NULL, 0), digest (form->json, arena) };
}
