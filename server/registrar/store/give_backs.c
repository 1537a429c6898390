/* Packets that come back. */
#include "registrar_give_backs.h"

#include "registrar_inside.h"

enum registrar_status
registrar_store_give_backs (struct registrar_store *store, struct pg_rows **list)
{
  arena_reset (store->scratch);
  return store_run (store, "give_backs", NULL, 0, list);
}

enum registrar_status
registrar_store_give_back (struct registrar_store *store, const struct pg_rows *list, size_t row, struct registrar_give_back *back)
{
  const struct seal_place reason = { KEY_REVIEW, "review.give_back.sealed", pg_get_uid (list, row, "give_back_id"), 0 };
  const struct seal_place reviewer = { KEY_IDENTITY, "staff.account.sealed", pg_get_uid (list, row, "account_id"), 0 };
  const bool masked = ! pg_is_null (list, row, "intake_id");

  arena_reset (store->scratch);
  *back = (struct registrar_give_back) { .association = pg_get_uid (list, row, "association_id"),
                                         .id = reason.row,
                                         .reason = store_open (store, reason, pg_get_bytes (list, row, "sealed")),
                                         .reviewer = store_open (store, reviewer, pg_get_bytes (list, row, "account_sealed")) };
  if (masked)
    {
      const struct seal_place content
        = { KEY_INTAKE, "intake.response.sealed", pg_get_uid (list, row, "intake_id"), pg_get_i64 (list, row, "version") };
      back->intake = content.row;
      back->version = (int32_t) content.version;
      back->content = store_open (store, content, pg_get_bytes (list, row, "intake_sealed"));
    }
  return NULL != back->reason && NULL != back->reviewer && masked == (NULL != back->content) ? REGISTRAR_DONE : REGISTRAR_BROKEN;
}

void
registrar_give_back_free (struct registrar_give_back *back)
{
  json_decref (back->reason);
  json_decref (back->reviewer);
  json_decref (back->content);
}

enum registrar_status
registrar_store_reopen_masking (struct registrar_store *store, const struct registrar_give_back *back)
{
  static const char *const words[] = { "reopened", "done", "stale" };
  const struct seal_place place = { KEY_INTAKE, "intake.response.sealed", back->intake, back->version + 1 };
  const bool masked = NULL != back->content;
  size_t which;

  arena_reset (store->scratch);
  {
    const struct pg_param params[]
      = { pg_uid (store->scratch, back->association), pg_uid (store->scratch, back->id),
          masked ? pg_uid (store->scratch, back->intake) : pg_null (),
          masked ? pg_i32 (store->scratch, back->version) : pg_null (),
          masked ? pg_bytes (store_seal (store, place, back->content)) : pg_null () };
    return store_word (store, "reopen_masking", params, BM_COUNT (params), words, BM_COUNT (words), &which);
  }
}

enum registrar_status
registrar_store_remasked (struct registrar_store *store, struct pg_rows **list)
{
  arena_reset (store->scratch);
  return store_run (store, "remasked", NULL, 0, list);
}

struct uid
registrar_store_remasked_association (const struct pg_rows *list, size_t row)
{
  return pg_get_uid (list, row, "association_id");
}

enum registrar_status
registrar_store_put_packet_again (struct registrar_store *store, const struct pg_rows *list, size_t row, const json_t *packet)
{
  static const char *const words[] = { "stored", "stale" };
  const int64_t version = pg_get_i64 (list, row, "packet_version");
  const struct seal_place place = { KEY_PACKET, "review.packet.sealed", pg_get_uid (list, row, "packet_id"), version + 1 };
  size_t which;

  arena_reset (store->scratch);
  {
    const struct pg_param params[]
      = { pg_uid (store->scratch, pg_get_uid (list, row, "association_id")), pg_uid (store->scratch, place.row),
          pg_i32 (store->scratch, (int32_t) version), pg_bytes (store_seal (store, place, packet)),
          pg_uid (store->scratch, pg_get_uid (list, row, "intake_id")),
          pg_i32 (store->scratch, (int32_t) pg_get_i64 (list, row, "version")) };
    return store_word (store, "put_packet_again", params, BM_COUNT (params), words, BM_COUNT (words), &which);
  }
}
