/* Locked reviews, and what follows from them. */
#include "sealed_review.h"

#include "draw.h"

#include "log.h"

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
                                      .pages = (int) pg_get_i64 (list, row, "pages"),
                                      .criteria = (int) pg_get_i64 (list, row, "criteria"),
                                      .top_level = (int) pg_get_i64 (list, row, "top_level"),
                                      .pass_percent = (int) pg_get_i64 (list, row, "pass_percent"),
                                      .near_line_points = (int) pg_get_i64 (list, row, "near_line_points"),
                                      .level_tolerance = (int) pg_get_i64 (list, row, "level_tolerance"),
                                      .content = store_open (store, place, pg_get_bytes (list, row, "sealed")) };
  return NULL != ready->content && adjudicate_rule_read (pg_get_text (list, row, "rule"), &ready->rule) ? REGISTRAR_DONE
                                                                                                       : REGISTRAR_BROKEN;
}

enum registrar_status
registrar_store_reopen (struct registrar_store *store)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;

  arena_reset (store->scratch);
  return store_run (store, "reopen_packets", NULL, 0, &rows);
}

enum registrar_status
registrar_store_reviewed (struct registrar_store *store, const struct registrar_duty *duty, struct pg_rows **list)
{
  return store_list (store, "reviewed_packets", duty, list);
}

struct registrar_ready
registrar_store_reviewed_packet (const struct registrar_duty *duty, const struct pg_rows *list, size_t row)
{
  return (struct registrar_ready) { .association = duty->association, .packet = pg_get_uid (list, row, "packet_id") };
}

/* NULL: the review is not what was locked, and the log says which and why. */
static json_t *
open_review (struct registrar_store *store, const struct pg_rows *rows, const struct review_span *span, struct hash *commitment)
{
  const char *why = "review";
  json_t *review = sealed_review_open (store, rows, span, commitment, &why);
  char id[UID_TEXT_ROOM];

  if (NULL != review)
    return review;
  uid_print (pg_get_uid (rows, span->first, "allocation_id"), id);
  log_event (LOG_LEVEL_ERROR, "review_is_not_as_sealed", "allocation=%s why=%s", id, why);
  return NULL;
}

/* The rows of one allocation, from first to before end. */
static size_t
end_of (const struct pg_rows *rows, size_t first)
{
  const struct uid allocation = pg_get_uid (rows, first, "allocation_id");
  size_t end = first + 1;

  while (end < pg_count (rows) && uid_equal (allocation, pg_get_uid (rows, end, "allocation_id")))
    end++;
  return end;
}

static enum registrar_status
open_all (struct registrar_store *store, const struct pg_rows *rows, struct registrar_ready *ready, json_t *all)
{
  enum registrar_status status = REGISTRAR_DONE;
  size_t end;

  ready->made_from_count = 0;
  for (size_t first = 0; first < pg_count (rows); first = end)
    {
      const struct review_span span = { first, end = end_of (rows, first) };
      struct hash commitment;
      json_t *review = open_review (store, rows, &span, &commitment);
      if (NULL == review || REGISTRAR_REVIEWS_MOST == ready->made_from_count)
        {
          json_decref (review);
          status = REGISTRAR_BROKEN;
          continue;
        }
      ready->made_from[ready->made_from_count++] = commitment;
      json_array_append_new (all, review);
    }
  return status;
}

enum registrar_status
registrar_store_reviews (struct registrar_store *store, struct registrar_ready *ready, json_t **reviews)
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
  if (REGISTRAR_DONE == status)
    status = open_all (store, rows, ready, all);
  if (REGISTRAR_DONE == status)
    *reviews = json_incref (all);
  return status;
}

/* *number: what the next decision on the packet gets. */
static enum registrar_status
next_decision (struct registrar_store *store, const struct registrar_ready *ready, int32_t *number)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct pg_param params[]
    = { pg_uid (store->scratch, ready->association), pg_uid (store->scratch, ready->packet) };
  const enum registrar_status status = store_run (store, "next_decision", params, BM_COUNT (params), &rows);

  if (REGISTRAR_DONE == status)
    *number = (int32_t) pg_get_i64 (rows, 0, "number");
  return status;
}

enum registrar_status
registrar_store_put_part2 (struct registrar_store *store, const struct registrar_ready *ready, const json_t *decision,
                           const char *rule)
{
  static const char *const words[] = { "decided", "already" };
  struct seal_place place = { KEY_RESULT, "result.part2.sealed", ready->packet, 0 };
  struct bytes made_from[REGISTRAR_REVIEWS_MOST];
  enum registrar_status status;
  int32_t number = 1;
  size_t which;

  arena_reset (store->scratch);
  status = next_decision (store, ready, &number);
  if (REGISTRAR_DONE != status)
    return status;
  place.version = number - 1;
  for (size_t i = 0; i < ready->made_from_count; i++)
    made_from[i] = hash_bytes (&ready->made_from[i]);
  {
    const struct pg_param params[]
      = { pg_uid (store->scratch, ready->association), pg_uid (store->scratch, ready->packet), pg_i32 (store->scratch, number),
          pg_bytes (store_seal (store, place, decision)), pg_text (text_of (rule)),
          pg_bytes_array (store->scratch, made_from, ready->made_from_count) };
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
