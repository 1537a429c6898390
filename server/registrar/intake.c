/* Responses that count go to the maskers, with what core/masking.h proposes to take out of them. */
#include "choice_set.h"
#include "masking.h"
#include "work.h"

#include <string.h>

#define MASKS_USUAL 100
#define VIGNETTES_MOST 20

static json_t *
with_masks (const json_t *response, struct masking_person person, struct arena *arena)
{
  const char *text = json_string_value (json_object_get (response, "text"));
  struct mask *masks = arena_take (arena, MASKS_USUAL * sizeof *masks);
  size_t count = masking_propose (text_of (text), person, masks, MASKS_USUAL);
  json_t *list = json_array ();

  if (count > MASKS_USUAL)
    {
      masks = arena_take (arena, count * sizeof *masks);
      count = masking_propose (text_of (text), person, masks, count);
    }
  for (size_t i = 0; i < count; i++)
    json_array_append_new (list, json_pack ("{s:I, s:I, s:s}", "from", (json_int_t) masks[i].from, "to",
                                            (json_int_t) masks[i].to, "why", mask_why_word (masks[i].why)));
  return json_pack ("{s:O, s:s, s:o}", "prompt", json_object_get (response, "prompt"), "text", text, "masks", list);
}

static json_t *
page_of (const json_t *answered, const json_t *vignette, struct masking_person person, struct arena *arena)
{
  json_t *responses = json_array ();
  json_t *response;
  size_t i;

  json_array_foreach (json_object_get (answered, "responses"), i, response)
    json_array_append_new (responses, with_masks (response, person, arena));
  return json_pack ("{s:O, s:O, s:o}", "position", json_object_get (answered, "position"), "title",
                    json_object_get (vignette, "title"), "responses", responses);
}

/* A set of which fewer than k were answered is filled up in form order: those pages are empty and score 0. */
static void
fill_up (const json_t *vignettes, bool *counts)
{
  json_t *vignette;
  size_t i;

  json_array_foreach (vignettes, i, vignette)
    {
      const char *set = json_string_value (json_object_get (vignette, "set"));
      json_int_t left = json_integer_value (json_object_get (vignette, "choose"));
      json_t *other;
      size_t j;
      json_array_foreach (vignettes, j, other)
        left -= counts[j] && 0 == strcmp (set, json_string_value (json_object_get (other, "set")));
      if (left > 0)
        counts[i] = true;
    }
}

/* The pages that count, in form order; NULL when the sheet is not one of this form. */
static json_t *
pages_of (const json_t *sheet, const json_t *vignettes, struct masking_person person, struct arena *arena)
{
  const json_t *answered = json_object_get (sheet, "vignettes");
  bool counts[VIGNETTES_MOST] = { false };
  json_t *pages;

  if (json_array_size (answered) != json_array_size (vignettes) || json_array_size (vignettes) > VIGNETTES_MOST)
    return NULL;
  for (size_t i = 0; i < json_array_size (answered); i++)
    counts[i] = json_is_true (json_object_get (json_array_get (answered, i), "counts"));
  fill_up (vignettes, counts);
  pages = json_array ();
  for (size_t i = 0; i < json_array_size (answered); i++)
    if (counts[i])
      json_array_append_new (pages, page_of (json_array_get (answered, i), json_array_get (vignettes, i), person, arena));
  return pages;
}

static struct text
member (const json_t *person, const char *name)
{
  return text_of (json_string_value (json_object_get (person, name)));
}

static struct masking_person
person_of (const json_t *person)
{
  return (struct masking_person) { member (person, "name"), member (person, "email"), member (person, "employer"),
                                   member (person, "supervisor") };
}

static enum registrar_status
take_in (struct registrar *registrar, const struct registrar_duty *duty, const struct registrar_intake *intake)
{
  const struct masking_person person = person_of (intake->person);
  json_auto_t *vignettes = NULL;
  json_auto_t *content = NULL;
  json_t *pages;
  enum registrar_status status
    = registrar_store_vignettes (registrar->store, duty->association, intake->form, &vignettes);

  if (REGISTRAR_DONE != status)
    return status;
  pages = pages_of (intake->sheet, vignettes, person, registrar->arena);
  if (NULL == pages)
    return REGISTRAR_BROKEN;
  content = json_pack ("{s:o}", "pages", pages);
  return registrar_store_put_intake (registrar->store, duty, intake, content);
}

enum registrar_status
registrar_intake (struct registrar *registrar, const struct registrar_duty *duty, const char **note)
{
  struct pg_rows *list BM_CLEANUP (registrar_list_free) = NULL;
  enum registrar_status status = registrar_store_blocker (registrar->store, duty, registrar->arena, note);

  if (REGISTRAR_DONE != status || '\0' != (*note)[0])
    return status;
  status = registrar_store_intake_work (registrar->store, duty, &list);
  for (size_t i = 0; REGISTRAR_DONE == status && i < registrar_list_count (list); i++)
    {
      struct registrar_intake intake;
      arena_reset (registrar->arena);
      status = registrar_store_intake (registrar->store, list, i, &intake);
      if (REGISTRAR_DONE != status)
        break;
      status = take_in (registrar, duty, &intake);
      json_decref (intake.sheet);
      json_decref (intake.person);
      if (REGISTRAR_DONE == status)
        status = registrar_store_progress (registrar->store, duty, i + 1, registrar_list_count (list));
    }
  *note = "";
  return status;
}
