#include "run.h"

#include "log.h"
#include "seal.h"

#include <string.h>

enum review_outcome
review_store_queue (struct review_store *store, struct hash token, struct arena *arena, struct review_queue *queue)
{
  const struct pg_param params[] = { pg_bytes (hash_bytes (&token)) };
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const enum review_outcome outcome = review_run (store, "queue", params, BM_COUNT (params), &rows);

  if (REVIEW_DONE != outcome)
    return outcome;
  queue->count = pg_count (rows);
  queue->packets = arena_take (arena, (queue->count + 1) * sizeof *queue->packets);
  for (size_t i = 0; i < queue->count; i++)
    {
      const struct text state = pg_get_text (rows, i, "state");
      queue->packets[i] = (struct review_queued) {
        .association = review_copy (arena, pg_get_text (rows, i, "association")),
        .category = review_copy (arena, pg_get_text (rows, i, "category")),
        .code = review_copy (arena, pg_get_text (rows, i, "code")),
        .state = text_is (state, "locked")  ? REVIEW_QUEUED_LOCKED
                 : text_is (state, "draft") ? REVIEW_QUEUED_DRAFT
                                            : REVIEW_QUEUED_NEW,
        .scored = pg_get_bool (rows, i, "is_scored"),
        .seconds = pg_get_i64 (rows, i, "seconds"),
        .practice = pg_get_bool (rows, i, "practice"),
        .compared = pg_get_bool (rows, i, "is_compared"),
        .looked = pg_get_bool (rows, i, "is_looked"),
        .held = review_held_of (rows, i),
      };
    }
  return review_read_vignettes (store, token, arena, queue);
}

bool
review_open_packet (const struct review_store *store, const struct pg_rows *rows, size_t row, struct arena *arena,
                    struct bytes *plain)
{
  const struct seal_place place = { KEY_PACKET, REVIEW_PACKET_COLUMN, pg_get_uid (rows, row, "packet"),
                                    pg_get_i64 (rows, row, "packet_version") };

  return seal_open (store->keyring, place, pg_get_bytes (rows, row, "packet_sealed"), arena, plain);
}

static bool
open_packet (const struct review_store *store, const struct pg_rows *rows, struct review_packet *packet,
             struct arena *arena)
{
  struct bytes plain;

  return review_open_packet (store, rows, 0, arena, &plain) && review_scale_valid (packet->scale)
         && review_read_packet (packet, plain, arena);
}

static int32_t *
seconds_of (const struct pg_rows *rows, struct review_scale scale, struct arena *arena)
{
  const size_t pages = (size_t) scale.pages;
  const struct text text = pg_get_text (rows, 0, "seconds");
  json_auto_t *list = json_loadb (text.at, text.length, 0, NULL);
  int32_t *seconds = arena_take (arena, (pages + 1) * sizeof *seconds);

  for (size_t i = 0; i < pages; i++)
    seconds[i] = (int32_t) json_integer_value (json_array_get (list, i));
  return seconds;
}

static bool
open_opinion (const struct review_store *store, const struct pg_rows *rows, struct review_packet *packet,
              struct arena *arena)
{
  const char *column = packet->locked ? "review_sealed" : "draft";
  const struct seal_place place = { KEY_REVIEW, packet->locked ? REVIEW_SEALED_COLUMN : REVIEW_DRAFT_COLUMN,
                                    packet->allocation, packet->locked ? packet->revision : packet->version };
  struct bytes plain;

  review_empty_opinion (packet, arena);
  if (pg_is_null (rows, 0, column))
    return true;
  return seal_open (store->keyring, place, pg_get_bytes (rows, 0, column), arena, &plain)
         && review_read_opinion (packet, plain, arena);
}

enum review_outcome
review_store_packet (struct review_store *store, struct hash token, struct text code, struct arena *arena,
                     struct review_packet *packet)
{
  const struct pg_param params[] = { pg_bytes (hash_bytes (&token)), pg_text (code) };
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const enum review_outcome outcome = review_run (store, "packet", params, BM_COUNT (params), &rows);
  struct text state;

  if (REVIEW_DONE != outcome)
    return outcome;
  if (0 == pg_count (rows))
    return REVIEW_NONE;
  state = pg_get_text (rows, 0, "state");
  *packet = (struct review_packet) {
    .allocation = pg_get_uid (rows, 0, "allocation"),
    .association = review_copy (arena, pg_get_text (rows, 0, "association")),
    .category = review_copy (arena, pg_get_text (rows, 0, "category")),
    .code = review_copy (arena, code),
    .keep = review_copy (arena, pg_get_text (rows, 0, "keep")),
    .locked = text_is (state, "locked"),
    .revising = text_is (state, "revising"),
    .closed = pg_get_bool (rows, 0, "closed"),
    .revision = (uint32_t) pg_get_i64 (rows, 0, "revision"),
    .version = pg_get_i64 (rows, 0, "version"),
    .scale = { (int) pg_get_i64 (rows, 0, "pages"), (int) pg_get_i64 (rows, 0, "criteria"),
               (int) pg_get_i64 (rows, 0, "top_level") },
    .practice = pg_get_bool (rows, 0, "practice"),
    .looked = pg_get_bool (rows, 0, "looked"),
    .held = review_held_of (rows, 0),
  };
  if (sizeof packet->commitment.bytes == pg_get_bytes (rows, 0, "commitment").length)
    memcpy (packet->commitment.bytes, pg_get_bytes (rows, 0, "commitment").at, sizeof packet->commitment.bytes);
  if (! open_packet (store, rows, packet, arena) || ! open_opinion (store, rows, packet, arena)
      || ! review_open_comparison (store, rows, packet, arena))
    {
      log_event (LOG_LEVEL_ERROR, "packet_unreadable", "what=seal_or_shape");
      return REVIEW_FAILED;
    }
  packet->seconds = seconds_of (rows, packet->scale, arena);
  if (packet->locked || REVIEW_HELD_NOT == packet->held)
    return REVIEW_DONE;
  return REVIEW_HELD_PAUSED == packet->held ? REVIEW_PAUSED : REVIEW_PRACTICE_FIRST;
}

/* Levels given on each page: all that the database learns of a draft. */
static struct pg_param
scored_of (const struct review_packet *packet, struct arena *arena)
{
  const size_t pages = (size_t) packet->scale.pages, criteria = (size_t) packet->scale.criteria;
  int32_t *scored = arena_take (arena, pages * sizeof *scored);

  for (size_t i = 0; i < pages; i++)
    scored[i] = 0;
  for (size_t i = 0; i < pages * criteria; i++)
    scored[i / criteria] += REVIEW_NO_LEVEL != packet->opinion.levels[i];
  return pg_i32_array (arena, scored, pages);
}

enum review_outcome
review_store_save (struct review_store *store, struct hash token, const struct review_packet *packet,
                   struct arena *arena)
{
  static const struct review_word words[] = { { "saved", REVIEW_DONE },
                                              { "stale", REVIEW_STALE },
                                              { "locked", REVIEW_LOCKED },
                                              { "not_found", REVIEW_NONE } };
  const struct seal_place place = { KEY_REVIEW, REVIEW_DRAFT_COLUMN, packet->allocation, packet->version + 1 };
  const struct bytes plain = review_dump (review_opinion_json (packet, arena), arena);
  const struct pg_param params[] = { pg_bytes (hash_bytes (&token)), pg_text (packet->code),
                                     pg_i32 (arena, (int32_t) packet->version),
                                     pg_bytes (seal (store->keyring, place, plain, arena)), scored_of (packet, arena),
                                     pg_i32_array (arena, packet->seconds, (size_t) packet->scale.pages) };

  return review_run_for_word (store, "save_draft", params, BM_COUNT (params), words, BM_COUNT (words));
}

enum review_outcome
review_store_spend (struct review_store *store, struct hash token, const struct review_packet *packet, struct arena *arena)
{
  static const struct review_word words[] = { { "spent", REVIEW_DONE }, { "not_found", REVIEW_NONE } };
  const struct pg_param params[] = { pg_bytes (hash_bytes (&token)), pg_text (packet->code),
                                     pg_i32_array (arena, packet->seconds, (size_t) packet->scale.pages) };

  return review_run_for_word (store, "spend", params, BM_COUNT (params), words, BM_COUNT (words));
}
