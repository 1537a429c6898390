#include "run.h"

#include "log.h"
#include "seal.h"

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
      };
    }
  return REVIEW_DONE;
}

static bool
open_packet (const struct review_store *store, const struct pg_rows *rows, struct review_packet *packet,
             struct arena *arena)
{
  const struct seal_place place = { KEY_PACKET, REVIEW_PACKET_COLUMN, pg_get_uid (rows, 0, "packet"),
                                    pg_get_i64 (rows, 0, "packet_version") };
  struct bytes plain;

  return seal_open (store->keyring, place, pg_get_bytes (rows, 0, "packet_sealed"), arena, &plain)
         && review_scale_valid (packet->scale) && review_read_packet (packet, plain, arena);
}

static bool
open_opinion (const struct review_store *store, const struct pg_rows *rows, struct review_packet *packet,
              struct arena *arena)
{
  const char *column = packet->locked ? "review_sealed" : "draft";
  const struct seal_place place = { KEY_REVIEW, packet->locked ? REVIEW_SEALED_COLUMN : REVIEW_DRAFT_COLUMN,
                                    packet->allocation, packet->locked ? REVIEW_SEALED_VERSION : packet->version };
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

  if (REVIEW_DONE != outcome)
    return outcome;
  if (0 == pg_count (rows))
    return REVIEW_NONE;
  *packet = (struct review_packet) {
    .allocation = pg_get_uid (rows, 0, "allocation"),
    .association = review_copy (arena, pg_get_text (rows, 0, "association")),
    .category = review_copy (arena, pg_get_text (rows, 0, "category")),
    .code = review_copy (arena, code),
    .keep = review_copy (arena, pg_get_text (rows, 0, "keep")),
    .locked = text_is (pg_get_text (rows, 0, "state"), "locked"),
    .version = pg_get_i64 (rows, 0, "version"),
    .scale = { (int) pg_get_i64 (rows, 0, "pages"), (int) pg_get_i64 (rows, 0, "criteria"),
               (int) pg_get_i64 (rows, 0, "top_level") },
  };
  if (! open_packet (store, rows, packet, arena) || ! open_opinion (store, rows, packet, arena))
    {
      log_event (LOG_LEVEL_ERROR, "packet_unreadable", "what=seal_or_shape");
      return REVIEW_FAILED;
    }
  return REVIEW_DONE;
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
                                     pg_bytes (seal (store->keyring, place, plain, arena)) };

  return review_run_for_word (store, "save_draft", params, BM_COUNT (params), words, BM_COUNT (words));
}
