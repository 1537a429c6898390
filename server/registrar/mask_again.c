/* A packet that a reviewer gave back goes to the maskers with the reason, and is sealed anew when one of them has approved. */
#include "log.h"
#include "masking.h"
#include "registrar_give_backs.h"
#include "work.h"

#define WORDS_MOST ((size_t) 64 * 1024)
#define MASKS_MOST 2000

/* The reviewer's words without the reviewer: who masks must not learn who reviews. */
static json_t *
without_reviewer (const struct registrar_give_back *back, struct arena *arena)
{
  const struct text words = text_of (json_string_value (json_object_get (back->reason, "words")));
  const struct masking_person reviewer = { .name = text_of (json_string_value (json_object_get (back->reviewer, "name"))),
                                           .email = text_of (json_string_value (json_object_get (back->reviewer, "email"))),
                                           .employer = text_of (json_string_value (json_object_get (back->reviewer, "employer"))) };
  struct mask *masks = arena_take (arena, MASKS_MOST * sizeof *masks);
  const size_t count = masking_propose (words, reviewer, masks, MASKS_MOST);
  struct buf out BM_CLEANUP (buf_free) = buf_new (WORDS_MOST);

  if (count > MASKS_MOST || ! masking_apply (words, masks, count, &out))
    return json_string (MASKING_SIGN);
  return json_stringn (out.length > 0 ? out.at : "", out.length);
}

static void
add_reason (const struct registrar_give_back *back, struct arena *arena)
{
  json_t *returned = json_object_get (back->content, "returned");

  if (NULL == returned && 0 == json_object_set_new (back->content, "returned", json_array ()))
    returned = json_object_get (back->content, "returned");
  json_array_append_new (returned, json_pack ("{s:O, s:o}", "kind", json_object_get (back->reason, "kind"), "words",
                                              without_reviewer (back, arena)));
}

static enum registrar_status
reopen (struct registrar *registrar, const struct pg_rows *list, size_t row)
{
  struct registrar_give_back back;
  enum registrar_status status = registrar_store_give_back (registrar->store, list, row, &back);

  arena_reset (registrar->arena);
  if (REGISTRAR_DONE == status && NULL != back.content)
    add_reason (&back, registrar->arena);
  if (REGISTRAR_DONE == status)
    status = registrar_store_reopen_masking (registrar->store, &back);
  registrar_give_back_free (&back);
  return status;
}

static enum registrar_status
seal_again (struct registrar *registrar, const struct pg_rows *list, size_t row)
{
  struct registrar_packing packing;
  json_auto_t *vignettes = NULL;
  json_auto_t *packet = NULL;
  enum registrar_status status = registrar_store_packing (registrar->store, list, row, &packing);

  arena_reset (registrar->arena);
  if (REGISTRAR_DONE != status)
    return status;
  status = registrar_store_vignettes (registrar->store, registrar_store_remasked_association (list, row), packing.form, &vignettes);
  if (REGISTRAR_DONE == status)
    packet = registrar_packet_of (&packing, vignettes, registrar->arena);
  json_decref (packing.content);
  json_decref (packing.rubric);
  json_decref (packing.person);
  if (REGISTRAR_DONE != status)
    return status;
  return NULL == packet ? REGISTRAR_BROKEN : registrar_store_put_packet_again (registrar->store, list, row, packet);
}

typedef enum registrar_status do_row (struct registrar *registrar, const struct pg_rows *list, size_t row);

/* One that is damaged is named in the log and does not keep the others. */
static enum registrar_status
do_each (struct registrar *registrar, const struct pg_rows *list, do_row *what, const char *event)
{
  enum registrar_status worst = REGISTRAR_DONE;

  for (size_t i = 0; REGISTRAR_AWAY != worst && i < registrar_list_count (list); i++)
    {
      const enum registrar_status status = what (registrar, list, i);
      if (REGISTRAR_DONE != status)
        worst = status;
      if (REGISTRAR_BROKEN == status)
        log_event (LOG_LEVEL_ERROR, event, "row=%zu", i);
    }
  return worst;
}

enum registrar_status
registrar_mask_again (struct registrar *registrar)
{
  struct pg_rows *given BM_CLEANUP (registrar_list_free) = NULL;
  struct pg_rows *masked BM_CLEANUP (registrar_list_free) = NULL;
  enum registrar_status status = registrar_store_give_backs (registrar->store, &given);
  enum registrar_status worst;

  if (REGISTRAR_DONE != status)
    return status;
  worst = do_each (registrar, given, reopen, "not_masked_again");
  if (REGISTRAR_AWAY == worst)
    return worst;
  status = registrar_store_remasked (registrar->store, &masked);
  if (REGISTRAR_DONE == status)
    status = do_each (registrar, masked, seal_again, "not_sealed_again");
  return REGISTRAR_DONE == status ? worst : status;
}
