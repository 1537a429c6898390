/* Locked reviews, and what follows from them. */
#include "registrar_inside.h"

#include "draw.h"

#include "log.h"

#include <string.h>

enum registrar_status
registrar_store_ready (struct registrar_store *store, struct pg_rows **list)
{
  arena_reset (store->scratch);
  return store_run (store, "ready_packets", NULL, 0, list);
}

enum registrar_status
registrar_store_ready_packet (struct registrar_store *store, const struct pg_rows *list, size_t row,
                              struct registrar_ready *ready)
{
  const struct seal_place place = { KEY_PACKET, "review.packet.sealed", pg_get_uid (list, row, "packet_id"),
                                    pg_get_i64 (list, row, "version") };

  arena_reset (store->scratch);
  *ready = (struct registrar_ready) { .association = pg_get_uid (list, row, "association_id"),
                                      .packet = place.row,
                                      .third = text_is (pg_get_text (list, row, "need"), "third"),
                                      .pages = (int) pg_get_i64 (list, row, "pages"),
                                      .criteria = (int) pg_get_i64 (list, row, "criteria"),
                                      .top_level = (int) pg_get_i64 (list, row, "top_level"),
                                      .pass_percent = (int) pg_get_i64 (list, row, "pass_percent"),
                                      .near_line_points = (int) pg_get_i64 (list, row, "near_line_points"),
                                      .content = store_open (store, place, pg_get_bytes (list, row, "sealed")) };
  return NULL == ready->content ? REGISTRAR_BROKEN : REGISTRAR_DONE;
}

/* A review that was exchanged after it was locked has another digest than the one recorded then. */
static json_t *
open_review (struct registrar_store *store, const struct pg_rows *rows, size_t row)
{
  const struct seal_place place = { KEY_REVIEW, "review.allocation.sealed", pg_get_uid (rows, row, "allocation_id"), 1 };
  const struct bytes commitment = pg_get_bytes (rows, row, "commitment");
  struct bytes plain;
  struct hash digest;

  if (! seal_open (store->keyring, place, pg_get_bytes (rows, row, "sealed"), store->scratch, &plain))
    return NULL;
  digest = crypto_digest (plain);
  if (commitment.length != sizeof digest.bytes || 0 != memcmp (commitment.at, digest.bytes, sizeof digest.bytes))
    return NULL;
  return json_loadb ((const char *) plain.at, plain.length, JSON_REJECT_DUPLICATES, NULL);
}

enum registrar_status
registrar_store_reviews (struct registrar_store *store, const struct registrar_ready *ready, json_t **reviews)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  json_auto_t *all = json_array ();
  enum registrar_status status;

  arena_reset (store->scratch);
  {
    const struct pg_param params[]
      = { pg_uid (store->scratch, ready->association), pg_uid (store->scratch, ready->packet) };
    status = store_run (store, "packet_reviews", params, BM_COUNT (params), &rows);
  }
  for (size_t i = 0; REGISTRAR_DONE == status && i < pg_count (rows); i++)
    if (0 != json_array_append_new (all, open_review (store, rows, i)))
      {
        log_event (LOG_LEVEL_ERROR, "review_is_not_its_commitment", "row=%zu", i);
        return REGISTRAR_BROKEN;
      }
  if (REGISTRAR_DONE == status)
    *reviews = json_incref (all);
  return status;
}

enum registrar_status
registrar_store_put_part2 (struct registrar_store *store, const struct registrar_ready *ready, const json_t *decision,
                           const char *rule)
{
  static const char *const words[] = { "decided", "already" };
  const struct seal_place place = { KEY_RESULT, "result.part2.sealed", ready->packet, 0 };
  size_t which;

  arena_reset (store->scratch);
  {
    const struct pg_param params[]
      = { pg_uid (store->scratch, ready->association), pg_uid (store->scratch, ready->packet),
          pg_bytes (store_seal (store, place, decision)), pg_text (text_of (rule)) };
    return store_word (store, "put_part2", params, BM_COUNT (params), words, BM_COUNT (words), &which);
  }
}

enum registrar_status
registrar_store_call_third (struct registrar_store *store, const struct registrar_ready *ready, bool *short_of)
{
  static const char *const words[] = { "allocated", "shortage", "already" };
  const struct bytes of = bytes_of (ready->packet.bytes, sizeof ready->packet.bytes);
  char code[DRAW_CODE_ROOM];
  uint8_t order_key[16];
  uint8_t draft_key[32];
  size_t which = 0;
  enum registrar_status status;

  crypto_draw_code ("third code", of, code);
  crypto_draw ("third order", of, order_key, sizeof order_key);
  crypto_draw ("third draft", of, draft_key, sizeof draft_key);
  arena_reset (store->scratch);
  {
    const struct pg_param params[]
      = { pg_uid (store->scratch, ready->association), pg_uid (store->scratch, ready->packet),
          pg_uid (store->scratch, crypto_draw_uid ("third", of)), pg_text (text_of (code)),
          pg_bytes (bytes_of (order_key, sizeof order_key)), pg_bytes (bytes_of (draft_key, sizeof draft_key)) };
    status = store_word (store, "call_third", params, BM_COUNT (params), words, BM_COUNT (words), &which);
  }
  *short_of = REGISTRAR_DONE == status && 1 == which;
  return status;
}
