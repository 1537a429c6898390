/* Responses on their way to review. */
#include "registrar_inside.h"

#include "draw.h"

enum registrar_status
registrar_store_intake_work (struct registrar_store *store, const struct registrar_duty *duty, struct pg_rows **list)
{
  return store_list (store, "intake_work", duty, list);
}

static json_t *
open_person (struct registrar_store *store, const struct pg_rows *list, size_t row)
{
  const struct seal_place place = { KEY_IDENTITY, "identity.person.sealed", pg_get_uid (list, row, "person_id"), 0 };
  return store_open (store, place, pg_get_bytes (list, row, "person_sealed"));
}

enum registrar_status
registrar_store_intake (struct registrar_store *store, const struct pg_rows *list, size_t row, struct registrar_intake *intake)
{
  const struct seal_place place
    = { KEY_ANSWERS, SHEET_COLUMN, pg_get_uid (list, row, "session_id"), pg_get_i64 (list, row, "version") };

  arena_reset (store->scratch);
  *intake = (struct registrar_intake) { .attempt = pg_get_uid (list, row, "attempt_id"),
                                        .form = pg_get_uid (list, row, "form_id"),
                                        .category = pg_get_text (list, row, "category"),
                                        .sheet = store_open (store, place, pg_get_bytes (list, row, "sealed")),
                                        .person = open_person (store, list, row) };
  if (NULL != intake->sheet && NULL != intake->person)
    return REGISTRAR_DONE;
  json_decref (intake->sheet);
  json_decref (intake->person);
  return REGISTRAR_BROKEN;
}

enum registrar_status
registrar_store_put_intake (struct registrar_store *store, const struct registrar_duty *duty,
                            const struct registrar_intake *intake, const json_t *content)
{
  static const char *const words[] = { "stored", "present" };
  const struct uid row = store_draw_uid ("intake", content);
  const struct seal_place place = { KEY_INTAKE, "intake.response.sealed", row, 1 };
  char code[DRAW_CODE_ROOM];
  size_t which;

  crypto_draw_code ("intake code", bytes_of (row.bytes, sizeof row.bytes), code);
  arena_reset (store->scratch);
  {
    const struct pg_param params[]
      = { pg_uid (store->scratch, duty->association), pg_uid (store->scratch, duty->administration),
          pg_uid (store->scratch, intake->attempt), pg_uid (store->scratch, place.row), pg_text (intake->category),
          pg_text (text_of (code)), pg_bytes (store_seal (store, place, content)) };
    return store_word (store, "put_intake", params, BM_COUNT (params), words, BM_COUNT (words), &which);
  }
}

enum registrar_status
registrar_store_packet_work (struct registrar_store *store, const struct registrar_duty *duty, struct pg_rows **list)
{
  return store_list (store, "packet_work", duty, list);
}

enum registrar_status
registrar_store_packing (struct registrar_store *store, const struct pg_rows *list, size_t row,
                         struct registrar_packing *packing)
{
  const struct seal_place content
    = { KEY_INTAKE, "intake.response.sealed", pg_get_uid (list, row, "intake_id"), pg_get_i64 (list, row, "version") };
  const struct seal_place rubric = { KEY_BANK, "bank.rubric.sealed", pg_get_uid (list, row, "rubric_id"), 0 };

  arena_reset (store->scratch);
  *packing = (struct registrar_packing) {
    .intake = content.row,
    .attempt = pg_get_uid (list, row, "attempt_id"),
    .form = pg_get_uid (list, row, "form_id"),
    .category = pg_get_text (list, row, "category"),
    .criteria = (int) pg_get_i64 (list, row, "criteria"),
    .top_level = (int) pg_get_i64 (list, row, "top_level"),
    .content = store_open (store, content, pg_get_bytes (list, row, "sealed")),
    .rubric = store_open (store, rubric, pg_get_bytes (list, row, "rubric_sealed")),
    .person = open_person (store, list, row)
  };
  if (NULL != packing->person && NULL != packing->content && NULL != packing->rubric)
    return REGISTRAR_DONE;
  json_decref (packing->content);
  json_decref (packing->rubric);
  json_decref (packing->person);
  return REGISTRAR_BROKEN;
}

/* The places in the form of the vignettes that the packet has a page of. */
static struct pg_param
places_of (struct registrar_store *store, const struct registrar_packing *packing)
{
  const json_t *pages = json_object_get (packing->content, "pages");
  const size_t count = json_array_size (pages);
  int32_t *places = arena_take (store->scratch, (count + 1) * sizeof *places);

  for (size_t i = 0; i < count; i++)
    places[i] = (int32_t) json_integer_value (json_object_get (json_array_get (pages, i), "position"));
  return pg_i32_array (store->scratch, places, count);
}

enum registrar_status
registrar_store_put_packet (struct registrar_store *store, const struct registrar_duty *duty,
                            const struct registrar_packing *packing, const json_t *packet)
{
  static const char *const words[] = { "stored", "present" };
  const struct seal_place place = { KEY_PACKET, "review.packet.sealed", store_draw_uid ("packet", packet), 0 };
  const int32_t pages = (int32_t) json_array_size (json_object_get (packet, "pages"));
  size_t which;

  arena_reset (store->scratch);
  {
    const struct pg_param params[]
      = { pg_uid (store->scratch, duty->association), pg_uid (store->scratch, duty->administration),
          pg_uid (store->scratch, packing->intake), pg_uid (store->scratch, packing->attempt),
          pg_uid (store->scratch, place.row), pg_text (packing->category), pg_i32 (store->scratch, pages),
          pg_i32 (store->scratch, packing->criteria), pg_i32 (store->scratch, packing->top_level),
          pg_bytes (store_seal (store, place, packet)), pg_uid_array (store->scratch, packing->barred, packing->barred_count),
          pg_uid (store->scratch, packing->form), places_of (store, packing) };
    return store_word (store, "put_packet", params, BM_COUNT (params), words, BM_COUNT (words), &which);
  }
}
