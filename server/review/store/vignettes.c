/* All responses to one vignette together: the vignettes of a queue, and where a response stands among the others. */
#include "run.h"

#include "log.h"

static struct review_where
where (const struct pg_rows *rows, size_t row, const char *code, const char *page, struct arena *arena)
{
  if (pg_is_null (rows, row, code))
    return (struct review_where) { text_of (""), 0 };
  return (struct review_where) { review_copy (arena, pg_get_text (rows, row, code)), (int) pg_get_i64 (rows, row, page) };
}

/* From one of the packets that hold the vignette; "" when it has no such page. */
static bool
title_of (const struct review_store *store, const struct pg_rows *rows, size_t row, struct arena *arena, struct text *title)
{
  const size_t page = (size_t) pg_get_i64 (rows, row, "title_page") - 1;
  json_auto_t *json = NULL;
  struct bytes plain;
  const json_t *text;

  if (! review_open_packet (store, rows, row, arena, &plain))
    return false;
  json = json_loadb ((const char *) plain.at, plain.length, JSON_REJECT_DUPLICATES, NULL);
  text = json_object_get (json_array_get (json_object_get (json, "pages"), page), "title");
  *title = review_copy (arena, text_from (json_is_string (text) ? json_string_value (text) : "", json_string_length (text)));
  return NULL != json;
}

enum review_outcome
review_read_vignettes (struct review_store *store, struct hash token, struct arena *arena, struct review_queue *queue)
{
  const struct pg_param params[] = { pg_bytes (hash_bytes (&token)) };
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const enum review_outcome outcome = review_run (store, "vignettes", params, BM_COUNT (params), &rows);

  if (REVIEW_DONE != outcome)
    return outcome;
  queue->vignette_count = pg_count (rows);
  queue->vignettes = arena_take (arena, (queue->vignette_count + 1) * sizeof *queue->vignettes);
  for (size_t i = 0; i < queue->vignette_count; i++)
    {
      struct review_vignette *vignette = &queue->vignettes[i];
      *vignette = (struct review_vignette) {
        .association = review_copy (arena, pg_get_text (rows, i, "association")),
        .category = review_copy (arena, pg_get_text (rows, i, "category")),
        .part = (int) pg_get_i64 (rows, i, "part"),
        .responses = (int) pg_get_i64 (rows, i, "responses"),
        .scored = (int) pg_get_i64 (rows, i, "scored"),
        .first = where (rows, i, "first_code", "title_page", arena),
        .next = where (rows, i, "code", "page", arena),
      };
      if (! title_of (store, rows, i, arena, &vignette->title))
        {
          log_event (LOG_LEVEL_ERROR, "packet_unreadable", "what=title");
          return REVIEW_FAILED;
        }
    }
  return REVIEW_DONE;
}

enum review_outcome
review_store_around (struct review_store *store, struct hash token, struct text code, int page, struct arena *arena,
                     struct review_around *around)
{
  const struct pg_param params[] = { pg_bytes (hash_bytes (&token)), pg_text (code), pg_i32 (arena, page) };
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const enum review_outcome outcome = review_run (store, "around", params, BM_COUNT (params), &rows);

  if (REVIEW_DONE != outcome)
    return outcome;
  if (0 == pg_count (rows))
    return REVIEW_NONE;
  *around = (struct review_around) {
    .part = (int) pg_get_i64 (rows, 0, "part"),
    .parts = (int) pg_get_i64 (rows, 0, "parts"),
    .number = (int) pg_get_i64 (rows, 0, "number"),
    .responses = (int) pg_get_i64 (rows, 0, "responses"),
    .scored = (int) pg_get_i64 (rows, 0, "scored"),
    .before = where (rows, 0, "before_code", "before_page", arena),
    .after = where (rows, 0, "after_code", "after_page", arena),
    .onward = where (rows, 0, "onward_code", "onward_page", arena),
    .stays = pg_get_bool (rows, 0, "stays"),
  };
  return REVIEW_DONE;
}
