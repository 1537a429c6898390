/* Practice and control packets. */
#include "registrar_calibration.h"

#include "registrar_inside.h"

#include "calibration.h"
#include "draw.h"

#include <string.h>

#define TEXT_COLUMN "bank_key.calibration_text.sealed"

enum registrar_status
registrar_store_calibration_work (struct registrar_store *store, struct pg_rows **list)
{
  arena_reset (store->scratch);
  return store_run (store, "calibration_work", NULL, 0, list);
}

struct registrar_choice
registrar_store_choice (const struct pg_rows *list, size_t row)
{
  const struct bytes digest = pg_get_bytes (list, row, "digest");
  struct registrar_choice choice = { .association = pg_get_uid (list, row, "association_id"),
                                     .administration = pg_get_uid (list, row, "administration_id"),
                                     .reviewer = pg_get_uid (list, row, "reviewer_id"),
                                     .calibration = pg_get_uid (list, row, "calibration_id"),
                                     .category = pg_get_text (list, row, "category"),
                                     .purpose = pg_get_text (list, row, "purpose"),
                                     .seen = pg_get_bool (list, row, "seen"),
                                     .wanted = (int) pg_get_i64 (list, row, "wanted") };

  if (sizeof choice.digest.bytes == digest.length)
    memcpy (choice.digest.bytes, digest.at, digest.length);
  return choice;
}

enum registrar_status
registrar_store_calibration_packing (struct registrar_store *store, const struct pg_rows *list, size_t row,
                                     struct registrar_packing *packing)
{
  const struct seal_place text = { KEY_BANK_KEY, TEXT_COLUMN, pg_get_uid (list, row, "calibration_id"), 0 };
  const struct seal_place rubric = { KEY_BANK, "bank.rubric.sealed", pg_get_uid (list, row, "rubric_id"), 0 };

  arena_reset (store->scratch);
  *packing = (struct registrar_packing) { .form = pg_get_uid (list, row, "form_id"),
                                          .category = pg_get_text (list, row, "category"),
                                          .content = store_open (store, text, pg_get_bytes (list, row, "sealed")),
                                          .rubric = store_open (store, rubric, pg_get_bytes (list, row, "rubric_sealed")) };
  if (NULL != packing->content && NULL != packing->rubric)
    return REGISTRAR_DONE;
  json_decref (packing->content);
  json_decref (packing->rubric);
  return REGISTRAR_BROKEN;
}

/* All that chance decides about it is drawn of the text and of who gets it. */
enum registrar_status
registrar_store_put_calibration (struct registrar_store *store, const struct registrar_choice *choice, const json_t *packet)
{
  static const char *const words[] = { "given", "not_wanted" };
  const struct registrar_drawn_of both = { choice->digest, choice->reviewer };
  const struct bytes of = bytes_of (&both, sizeof both);
  const struct seal_place place = { KEY_PACKET, "review.packet.sealed", crypto_draw_uid ("calibration packet", of), 0 };
  char code[DRAW_CODE_ROOM];
  uint8_t order_key[16];
  uint8_t draft_key[32];
  size_t which;

  crypto_draw_code ("calibration code", of, code);
  crypto_draw ("calibration order", of, order_key, sizeof order_key);
  crypto_draw ("calibration draft", of, draft_key, sizeof draft_key);
  arena_reset (store->scratch);
  {
    const struct pg_param params[]
      = { pg_uid (store->scratch, choice->association), pg_uid (store->scratch, choice->administration),
          pg_uid (store->scratch, choice->reviewer), pg_uid (store->scratch, choice->calibration),
          pg_uid (store->scratch, place.row), pg_bytes (store_seal (store, place, packet)),
          pg_uid (store->scratch, crypto_draw_uid ("calibration allocation", of)), pg_text (text_of (code)),
          pg_bytes (bytes_of (order_key, sizeof order_key)), pg_bytes (bytes_of (draft_key, sizeof draft_key)) };
    return store_word (store, "put_calibration", params, BM_COUNT (params), words, BM_COUNT (words), &which);
  }
}

enum registrar_status
registrar_store_let_control_go (struct registrar_store *store, const struct registrar_choice *choice)
{
  static const char *const words[] = { "let_go", "not_wanted" };
  size_t which;

  arena_reset (store->scratch);
  {
    const struct pg_param params[]
      = { pg_uid (store->scratch, choice->association), pg_uid (store->scratch, choice->administration),
          pg_uid (store->scratch, choice->reviewer), pg_text (choice->category) };
    return store_word (store, "let_control_go", params, BM_COUNT (params), words, BM_COUNT (words), &which);
  }
}

enum registrar_status
registrar_store_calibration_ready (struct registrar_store *store, struct pg_rows **list)
{
  arena_reset (store->scratch);
  return store_run (store, "calibration_ready", NULL, 0, list);
}

enum registrar_status
registrar_store_calibration (struct registrar_store *store, const struct pg_rows *list, size_t row,
                             struct registrar_calibration *calibration)
{
  const struct seal_place packet = { KEY_PACKET, "review.packet.sealed", pg_get_uid (list, row, "packet_id"),
                                     pg_get_i64 (list, row, "version") };
  const struct seal_place text = { KEY_BANK_KEY, TEXT_COLUMN, pg_get_uid (list, row, "calibration_id"), 0 };

  arena_reset (store->scratch);
  *calibration = (struct registrar_calibration) {
    .ready = { .association = pg_get_uid (list, row, "association_id"),
               .packet = packet.row,
               .pages = (int) pg_get_i64 (list, row, "pages"),
               .criteria = (int) pg_get_i64 (list, row, "criteria"),
               .top_level = (int) pg_get_i64 (list, row, "top_level"),
               .content = store_open (store, packet, pg_get_bytes (list, row, "sealed")) },
    .allocation = pg_get_uid (list, row, "allocation_id"),
    .revision = (int) pg_get_i64 (list, row, "revision"),
    .practice = text_is (pg_get_text (list, row, "purpose"), "practice"),
    .points = (int) pg_get_i64 (list, row, "points"),
    .levels = (int) pg_get_i64 (list, row, "levels"),
    .text = store_open (store, text, pg_get_bytes (list, row, "text_sealed")),
  };
  return NULL != calibration->ready.content && NULL != calibration->text ? REGISTRAR_DONE : REGISTRAR_BROKEN;
}

void
registrar_calibration_free (struct registrar_calibration *calibration)
{
  json_decref (calibration->ready.content);
  json_decref (calibration->text);
}

enum registrar_status
registrar_store_put_comparison (struct registrar_store *store, const struct registrar_calibration *calibration,
                                const struct calibration *found, const json_t *comparison)
{
  static const char *const words[] = { "compared", "stale" };
  const struct seal_place place = { KEY_REVIEW, "review.comparison.sealed", calibration->allocation, calibration->revision };
  size_t which;

  arena_reset (store->scratch);
  {
    const struct pg_param params[]
      = { pg_uid (store->scratch, calibration->ready.association), pg_uid (store->scratch, calibration->allocation),
          pg_i32 (store->scratch, calibration->revision), pg_bytes (hash_bytes (&calibration->ready.made_from[0])),
          pg_i32 (store->scratch, found->points), pg_i32 (store->scratch, found->levels), pg_bool (store->scratch, found->outside),
          NULL == comparison ? pg_null () : pg_bytes (store_seal (store, place, comparison)) };
    return store_word (store, "put_comparison", params, BM_COUNT (params), words, BM_COUNT (words), &which);
  }
}

enum registrar_status
registrar_store_renew_held (struct registrar_store *store)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;

  arena_reset (store->scratch);
  return store_run (store, "renew_held", NULL, 0, &rows);
}
