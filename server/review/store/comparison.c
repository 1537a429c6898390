/* Practice: the agreed levels of a review that is locked, and that its reviewer has looked at them. */
#include "review_practice.h"
#include "run.h"

#include "seal.h"

static bool
read_all (const json_t *json, struct review_packet *packet, struct arena *arena)
{
  const json_t *agreed = json_object_get (json, "agreed");
  const json_t *tolerance = json_object_get (json, "tolerance");
  const size_t criteria = (size_t) packet->scale.criteria, cells = (size_t) packet->scale.pages * criteria;
  struct review_comparison *comparison = arena_take (arena, sizeof *comparison);

  *comparison = (struct review_comparison) {
    .levels = arena_take (arena, cells * sizeof *comparison->levels),
    .whys = arena_take (arena, cells * sizeof *comparison->whys),
    .total = (int) json_integer_value (json_object_get (json, "total")),
    .points_off = (int) json_integer_value (json_object_get (json, "points")),
    .levels_off = (int) json_integer_value (json_object_get (json, "levels")),
    .points_most = (int) json_integer_value (json_object_get (tolerance, "points")),
    .levels_most = (int) json_integer_value (json_object_get (tolerance, "levels")),
    .outside = json_is_true (json_object_get (json, "outside")),
  };
  for (size_t i = 0; i < cells; i++)
    {
      const json_t *one = json_object_get (agreed, arena_printf (arena, "%zu.%s", i / criteria + 1,
                                                                 arena_string (arena, packet->criteria[i % criteria].id)));
      const json_t *why = json_object_get (one, "why");
      if (! json_is_integer (json_object_get (one, "level")) || ! json_is_string (why))
        return false;
      comparison->levels[i] = (int) json_integer_value (json_object_get (one, "level"));
      comparison->whys[i] = review_copy (arena, text_from (json_string_value (why), json_string_length (why)));
    }
  packet->comparison = comparison;
  return true;
}

bool
review_open_comparison (const struct review_store *store, const struct pg_rows *rows, struct review_packet *packet,
                        struct arena *arena)
{
  const struct seal_place place = { KEY_REVIEW, "review.comparison.sealed", packet->allocation, packet->revision };
  json_auto_t *json = NULL;
  struct bytes plain;

  if (pg_is_null (rows, 0, "comparison"))
    return true;
  if (! seal_open (store->keyring, place, pg_get_bytes (rows, 0, "comparison"), arena, &plain))
    return false;
  json = json_loadb ((const char *) plain.at, plain.length, JSON_REJECT_DUPLICATES, NULL);
  return NULL != json && read_all (json, packet, arena);
}

enum review_held
review_held_of (const struct pg_rows *rows, size_t row)
{
  const struct text held = pg_get_text (rows, row, "held");

  if (text_is (held, "paused"))
    return REVIEW_HELD_PAUSED;
  return text_is (held, "practice") ? REVIEW_HELD_PRACTICE : 0 == held.length ? REVIEW_HELD_NOT : REVIEW_HELD_NEW;
}

enum review_outcome
review_store_look (struct review_store *store, struct hash token, struct text code)
{
  static const struct review_word words[] = { { "looked", REVIEW_DONE },
                                              { "not_ready", REVIEW_STALE },
                                              { "not_found", REVIEW_NONE } };
  const struct pg_param params[] = { pg_bytes (hash_bytes (&token)), pg_text (code) };

  return review_run_for_word (store, "look", params, BM_COUNT (params), words, BM_COUNT (words));
}
