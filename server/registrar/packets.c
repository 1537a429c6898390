/* Approved responses become packets: masked copies, whole in themselves, that name nobody. */
#include "conflicts.h"
#include "masking.h"
#include "work.h"

#include <stdlib.h>

#define MASKS_MOST 20000
#define RESPONSE_MOST ((size_t) 4 * 1024 * 1024)

/* NULL when a mask does not lie in its text. */
static json_t *
masked (const json_t *response, struct arena *arena)
{
  const json_t *list = json_object_get (response, "masks");
  const char *text = json_string_value (json_object_get (response, "text"));
  const size_t count = json_array_size (list);
  struct mask *masks;
  struct buf out BM_CLEANUP (buf_free) = buf_new (RESPONSE_MOST);

  if (count > MASKS_MOST)
    return NULL;
  masks = arena_take (arena, (count + 1) * sizeof *masks);
  for (size_t i = 0; i < count; i++)
    {
      const json_t *one = json_array_get (list, i);
      masks[i].from = (size_t) json_integer_value (json_object_get (one, "from"));
      masks[i].to = (size_t) json_integer_value (json_object_get (one, "to"));
    }
  return masking_apply (text_of (text), masks, count, &out) ? json_string (out.at) : NULL;
}

/* [{"id", "text", "response"}] in the order of the vignette's prompts; NULL when a response is missing or does not fit. */
static json_t *
prompts_of (const json_t *vignette, const json_t *page, struct arena *arena)
{
  const json_t *prompts = json_object_get (vignette, "prompts");
  const json_t *responses = json_object_get (page, "responses");
  json_auto_t *out = json_array ();

  if (0 == json_array_size (prompts) || json_array_size (prompts) != json_array_size (responses))
    return NULL;
  for (size_t i = 0; i < json_array_size (prompts); i++)
    {
      const json_t *prompt = json_array_get (prompts, i);
      json_t *response;
      if (! json_equal (json_object_get (prompt, "id"), json_object_get (json_array_get (responses, i), "prompt")))
        return NULL;
      response = masked (json_array_get (responses, i), arena);
      if (NULL == response)
        return NULL;
      json_array_append_new (out, json_pack ("{s:O, s:O, s:o}", "id", json_object_get (prompt, "id"), "text",
                                             json_object_get (prompt, "text"), "response", response));
    }
  return json_incref (out);
}

static const json_t *
vignette_at (const json_t *vignettes, json_int_t position)
{
  json_t *vignette;
  size_t i;

  json_array_foreach (vignettes, i, vignette)
    if (json_integer_value (json_object_get (vignette, "position")) == position)
      return vignette;
  return NULL;
}

json_t *
registrar_packet_of (const struct registrar_packing *packing, const json_t *vignettes, struct arena *arena)
{
  json_auto_t *pages = json_array ();
  json_t *page;
  size_t i;

  json_array_foreach (json_object_get (packing->content, "pages"), i, page)
    {
      const json_t *vignette = vignette_at (vignettes, json_integer_value (json_object_get (page, "position")));
      json_t *prompts = prompts_of (vignette, page, arena);
      if (NULL == prompts)
        return NULL;
      json_array_append_new (pages, json_pack ("{s:I, s:O, s:O, s:o}", "position", (json_int_t) i + 1, "title",
                                               json_object_get (vignette, "title"), "paragraphs",
                                               json_object_get (vignette, "paragraphs"), "prompts", prompts));
    }
  return json_pack ("{s:{s:O}, s:O}", "rubric", "criteria", json_object_get (packing->rubric, "criteria"), "pages", pages);
}

static enum registrar_status
pack (struct registrar *registrar, const struct registrar_duty *duty, const json_t *facts, struct registrar_packing *packing)
{
  json_auto_t *vignettes = NULL;
  json_auto_t *packet = NULL;
  enum registrar_status status
    = registrar_store_vignettes (registrar->store, duty->association, packing->form, &vignettes);

  if (REGISTRAR_DONE == status)
    status = registrar_barred (facts, packing->person, registrar->arena, &packing->barred, &packing->barred_count);
  if (REGISTRAR_DONE != status)
    return status;
  packet = registrar_packet_of (packing, vignettes, registrar->arena);
  return NULL == packet ? REGISTRAR_BROKEN : registrar_store_put_packet (registrar->store, duty, packing, packet);
}

enum registrar_status
registrar_packets (struct registrar *registrar, const struct registrar_duty *duty, const char **note)
{
  struct pg_rows *list BM_CLEANUP (registrar_list_free) = NULL;
  json_auto_t *facts = NULL;
  enum registrar_status status = registrar_store_blocker (registrar->store, duty, registrar->arena, note);

  if (REGISTRAR_DONE != status || '\0' != (*note)[0])
    return status;
  *note = "";
  status = registrar_store_conflict_facts (registrar->store, duty->association, &facts);
  if (REGISTRAR_DONE == status)
    status = registrar_store_packet_work (registrar->store, duty, &list);
  for (size_t i = 0; REGISTRAR_DONE == status && i < registrar_list_count (list); i++)
    {
      struct registrar_packing packing;
      arena_reset (registrar->arena);
      status = registrar_store_packing (registrar->store, list, i, &packing);
      if (REGISTRAR_DONE != status)
        break;
      status = pack (registrar, duty, facts, &packing);
      json_decref (packing.content);
      json_decref (packing.rubric);
      json_decref (packing.person);
      if (REGISTRAR_DONE == status)
        status = registrar_store_progress (registrar->store, duty, i + 1, registrar_list_count (list));
    }
  return status;
}
