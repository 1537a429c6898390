/* Opened forms, kept for the whole process: they never change once published, and every page of an exam needs one. */
#include "store.h"

#include "log.h"

#include <pthread.h>
#include <stdlib.h>

#define FORM_CAP ((size_t) 8 * 1024 * 1024)

struct kept
{
  struct kept *next;
  struct uid id;
  struct arena *arena;
  struct candidate_form form;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct kept *first;

static const struct candidate_form *
find (struct uid id)
{
  const struct kept *at;

  pthread_mutex_lock (&lock);
  for (at = first; NULL != at && ! uid_equal (at->id, id); at = at->next)
    continue;
  pthread_mutex_unlock (&lock);
  return NULL == at ? NULL : &at->form;
}

/* Two workers may open the same form at the same time: the first one kept stays. */
static const struct candidate_form *
keep (struct kept *opened)
{
  struct kept *at;

  pthread_mutex_lock (&lock);
  for (at = first; NULL != at && ! uid_equal (at->id, opened->id); at = at->next)
    continue;
  if (NULL == at)
    {
      opened->next = first;
      first = opened;
      at = opened;
    }
  pthread_mutex_unlock (&lock);
  if (at != opened)
    {
      arena_free (opened->arena);
      free (opened);
    }
  return &at->form;
}

static const char *
copy (struct arena *arena, const json_t *object, const char *member)
{
  return arena_string (arena, text_of (json_string_value (json_object_get (object, member))));
}

static struct candidate_item
read_item (struct arena *arena, const json_t *json)
{
  struct candidate_item item = { .stem = copy (arena, json, "stem") };
  const json_t *options = json_object_get (json, "options");

  for (size_t i = 0; i < CANDIDATE_OPTIONS; i++)
    item.options[i] = arena_string (arena, text_of (json_string_value (json_array_get (options, i))));
  return item;
}

static struct candidate_vignette
read_vignette (struct arena *arena, const json_t *json)
{
  const json_t *paragraphs = json_object_get (json, "paragraphs");
  const json_t *prompts = json_object_get (json, "prompts");
  struct candidate_vignette vignette = { .title = copy (arena, json, "title"),
                                         .role = copy (arena, json, "role"),
                                         .paragraph_count = json_array_size (paragraphs),
                                         .prompt_count = json_array_size (prompts) };

  vignette.paragraphs = arena_take (arena, (vignette.paragraph_count + 1) * sizeof *vignette.paragraphs);
  for (size_t i = 0; i < vignette.paragraph_count; i++)
    vignette.paragraphs[i] = arena_string (arena, text_of (json_string_value (json_array_get (paragraphs, i))));
  vignette.prompts = arena_take (arena, (vignette.prompt_count + 1) * sizeof *vignette.prompts);
  for (size_t i = 0; i < vignette.prompt_count; i++)
    vignette.prompts[i] = (struct candidate_prompt) { copy (arena, json_array_get (prompts, i), "id"),
                                                      copy (arena, json_array_get (prompts, i), "text") };
  return vignette;
}

static bool
read_row (struct candidate_store *store, const struct pg_rows *rows, size_t row, int part, struct kept *kept)
{
  struct arena *scratch BM_CLEANUP (arena_cleanup) = arena_new (1 << 20);
  struct seal_place place = { KEY_BANK, 1 == part ? "bank.item.sealed" : "bank.vignette.sealed",
                              pg_get_uid (rows, row, 1 == part ? "item_id" : "vignette_id"), 0 };
  json_t *json;

  if (! store_open_json (store, place, pg_get_bytes (rows, row, "sealed"), scratch, &json))
    return false;
  if (1 == part)
    kept->form.items[row] = read_item (kept->arena, json);
  else
    {
      kept->form.vignettes[row] = read_vignette (kept->arena, json);
      kept->form.vignettes[row].choice_set = store_text (kept->arena, rows, row, "choice_set");
      kept->form.vignettes[row].choose = (int) pg_get_i64 (rows, row, "choose");
    }
  json_decref (json);
  return true;
}

static struct kept *
read_form (struct candidate_store *store, const struct pg_rows *rows, int part, struct uid id)
{
  struct kept *kept = calloc (1, sizeof *kept);
  size_t count = pg_count (rows);

  if (NULL == kept)
    log_fatal ("no_memory", "in=%s", "candidate_form");
  kept->id = id;
  kept->arena = arena_new (FORM_CAP);
  kept->form.count = count;
  kept->form.items = arena_take (kept->arena, (count + 1) * sizeof *kept->form.items);
  kept->form.vignettes = arena_take (kept->arena, (count + 1) * sizeof *kept->form.vignettes);
  for (size_t row = 0; row < count; row++)
    if (row + 1 != (size_t) pg_get_i64 (rows, row, "position") || ! read_row (store, rows, row, part, kept))
      {
        arena_free (kept->arena);
        free (kept);
        return NULL;
      }
  return kept;
}

enum candidate_outcome
store_form (struct candidate_store *store, const struct candidate_call *call, int part, struct uid form,
            const struct candidate_form **opened)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct pg_param params[] = { store_token (call), pg_uid (call->arena, form) };
  enum candidate_outcome outcome;
  struct kept *kept;

  *opened = find (form);
  if (NULL != *opened)
    return CANDIDATE_DONE;
  outcome = store_run (store, 1 == part ? "form_items" : "form_vignettes", params, BM_COUNT (params), &rows);
  if (CANDIDATE_DONE != outcome)
    return outcome;
  kept = 0 == pg_count (rows) ? NULL : read_form (store, rows, part, form);
  if (NULL == kept)
    {
      log_event (LOG_LEVEL_ERROR, "form_not_readable", "part=%d rows=%zu", part, pg_count (rows));
      return CANDIDATE_BROKEN;
    }
  *opened = keep (kept);
  return CANDIDATE_DONE;
}
