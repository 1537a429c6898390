/* Remarks on their way to candidates. The text is sealed for the coordination desk, the link for nobody but the registrar. */
#include "registrar_feedback.h"
#include "registrar_inside.h"

#include "draw.h"

#include <string.h>

static struct seal_place
text_place (struct uid id, int64_t version)
{
  return (struct seal_place) { KEY_RESULT, "result.feedback_text.sealed", id, version };
}

static struct seal_place
link_place (struct uid id, int64_t version)
{
  return (struct seal_place) { KEY_REVIEW, "bridge.feedback_link.sealed", id, version };
}

enum registrar_status
registrar_store_feedback_work (struct registrar_store *store, struct pg_rows **list)
{
  arena_reset (store->scratch);
  return store_run (store, "feedback_work", NULL, 0, list);
}

static enum registrar_status
open_earlier (struct registrar_store *store, const struct pg_rows *list, size_t row, struct registrar_feedback *feedback)
{
  feedback->present = ! pg_is_null (list, row, "feedback_id");
  if (! feedback->present)
    return REGISTRAR_DONE;
  feedback->id = pg_get_uid (list, row, "feedback_id");
  feedback->version = (int) pg_get_i64 (list, row, "version");
  feedback->link_version = (int) pg_get_i64 (list, row, "link_version");
  feedback->text = store_open (store, text_place (feedback->id, feedback->version), pg_get_bytes (list, row, "sealed"));
  feedback->link
    = store_open (store, link_place (feedback->id, feedback->link_version), pg_get_bytes (list, row, "link_sealed"));
  return NULL == feedback->text || NULL == feedback->link ? REGISTRAR_BROKEN : REGISTRAR_DONE;
}

enum registrar_status
registrar_store_feedback (struct registrar_store *store, const struct pg_rows *list, size_t row,
                          struct registrar_feedback *feedback)
{
  const struct seal_place packet
    = { KEY_PACKET, "review.packet.sealed", pg_get_uid (list, row, "packet_id"), pg_get_i64 (list, row, "packet_version") };
  const struct bytes basis = pg_get_bytes (list, row, "basis");
  enum registrar_status status;

  arena_reset (store->scratch);
  *feedback = (struct registrar_feedback) { .administration = pg_get_uid (list, row, "administration_id") };
  feedback->of = (struct registrar_ready) { .association = pg_get_uid (list, row, "association_id"),
                                            .packet = packet.row,
                                            .pages = (int) pg_get_i64 (list, row, "pages"),
                                            .criteria = (int) pg_get_i64 (list, row, "criteria"),
                                            .content = store_open (store, packet, pg_get_bytes (list, row, "packet_sealed")) };
  status = NULL == feedback->of.content || basis.length != sizeof feedback->basis.bytes ? REGISTRAR_BROKEN
                                                                                       : open_earlier (store, list, row, feedback);
  if (REGISTRAR_DONE == status)
    memcpy (feedback->basis.bytes, basis.at, basis.length);
  else
    registrar_feedback_free (feedback);
  return status;
}

void
registrar_feedback_free (struct registrar_feedback *feedback)
{
  json_decref (feedback->of.content);
  json_decref (feedback->text);
  json_decref (feedback->link);
  *feedback = (struct registrar_feedback) { .present = false };
}

enum registrar_status
registrar_store_put_feedback (struct registrar_store *store, const struct registrar_feedback *feedback, const json_t *text,
                              const json_t *link)
{
  static const char *const words[] = { "stored", "present" };
  const struct uid id = crypto_draw_uid ("feedback", bytes_of (feedback->of.packet.bytes, sizeof feedback->of.packet.bytes));
  char code[DRAW_CODE_ROOM];
  size_t which;

  crypto_draw_code ("feedback code", bytes_of (id.bytes, sizeof id.bytes), code);
  arena_reset (store->scratch);
  {
    const struct pg_param params[]
      = { pg_uid (store->scratch, feedback->of.association), pg_uid (store->scratch, feedback->administration),
          pg_uid (store->scratch, feedback->of.packet), pg_uid (store->scratch, id), pg_text (text_of (code)),
          pg_bytes (hash_bytes (&feedback->basis)), pg_bytes (store_seal (store, text_place (id, 1), text)),
          pg_bytes (store_seal (store, link_place (id, 1), link)) };
    return store_word (store, "put_feedback", params, BM_COUNT (params), words, BM_COUNT (words), &which);
  }
}

enum registrar_status
registrar_store_renew_feedback (struct registrar_store *store, const struct registrar_feedback *feedback, const json_t *text,
                                const json_t *link)
{
  static const char *const words[] = { "renewed", "stale" };
  size_t which;

  arena_reset (store->scratch);
  {
    const struct pg_param params[]
      = { pg_uid (store->scratch, feedback->of.association), pg_uid (store->scratch, feedback->id),
          pg_i32 (store->scratch, feedback->version), pg_i32 (store->scratch, feedback->link_version),
          pg_bytes (hash_bytes (&feedback->basis)),
          NULL == text ? pg_null () : pg_bytes (store_seal (store, text_place (feedback->id, feedback->version + 1), text)),
          pg_bytes (store_seal (store, link_place (feedback->id, feedback->link_version + 1), link)) };
    return store_word (store, "renew_feedback", params, BM_COUNT (params), words, BM_COUNT (words), &which);
  }
}

enum registrar_status
registrar_store_approved (struct registrar_store *store, const struct pg_rows *list, size_t row, json_t **text, json_t **link)
{
  *text = NULL;
  *link = NULL;
  if (pg_is_null (list, row, "feedback_id"))
    return REGISTRAR_DONE;
  {
    const struct uid id = pg_get_uid (list, row, "feedback_id");
    *text = store_open (store, text_place (id, pg_get_i64 (list, row, "feedback_version")), pg_get_bytes (list, row, "feedback"));
    *link = store_open (store, link_place (id, pg_get_i64 (list, row, "link_version")), pg_get_bytes (list, row, "link"));
  }
  if (NULL != *text && NULL != *link)
    return REGISTRAR_DONE;
  json_decref (*text);
  json_decref (*link);
  *text = NULL;
  *link = NULL;
  return REGISTRAR_BROKEN;
}
