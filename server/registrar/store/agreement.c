#include "registrar_agreement.h"

#include "registrar_inside.h"

enum registrar_status
registrar_store_agreement_work (struct registrar_store *store, const struct registrar_duty *duty, struct pg_rows **list)
{
  return store_list (store, "agreement_work", duty, list);
}

enum registrar_status
registrar_store_agreement_packet (struct registrar_store *store, const struct registrar_duty *duty,
                                  const struct pg_rows *list, size_t row, struct registrar_reviewed *reviewed)
{
  const struct seal_place place
    = { KEY_PACKET, "review.packet.sealed", pg_get_uid (list, row, "packet_id"), pg_get_i64 (list, row, "version") };

  arena_reset (store->scratch);
  *reviewed = (struct registrar_reviewed) {
    .packet = { .association = duty->association,
                .packet = place.row,
                .pages = (int) pg_get_i64 (list, row, "pages"),
                .criteria = (int) pg_get_i64 (list, row, "criteria"),
                .top_level = (int) pg_get_i64 (list, row, "top_level"),
                .pass_percent = (int) pg_get_i64 (list, row, "pass_percent"),
                .content = store_open (store, place, pg_get_bytes (list, row, "sealed")) },
    .category = pg_get_text (list, row, "category"),
    .reviewers = pg_get_text (list, row, "reviewers")
  };
  return NULL == reviewed->packet.content ? REGISTRAR_BROKEN : REGISTRAR_DONE;
}
