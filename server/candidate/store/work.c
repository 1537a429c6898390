#include "store.h"

#include "choice_set.h"
#include "item_order.h"

#include <string.h>

#define ANSWER_MOST ((size_t) 1024 * 1024)   /* the longest text has 120 KB as it is stored */

struct pg_param
store_refs (struct arena *arena, int part, const struct candidate_form *form)
{
  size_t room = 1, count = 0;
  struct text *refs;

  for (size_t i = 0; i < form->count; i++)
    room += 1 == part ? 1 : form->vignettes[i].prompt_count;
  refs = arena_take (arena, room * sizeof *refs);
  for (size_t i = 0; i < form->count; i++)
    if (1 == part)
      refs[count++] = text_of (arena_printf (arena, "item.%zu", i + 1));
    else
      for (size_t j = 0; j < form->vignettes[i].prompt_count; j++)
        refs[count++] = text_of (arena_printf (arena, "prompt.%zu.%s", i + 1, form->vignettes[i].prompts[j].id));
  if (2 == part)
    refs[count++] = text_of ("choice");
  return pg_text_array (arena, refs, count);
}

/* Where in the arrays the question of a form's position stands; count when there is none. */
static size_t
index_of (const struct candidate_work *work, int64_t position)
{
  size_t index = 0;

  while (index < work->count && position != work->positions[index])
    index++;
  return index;
}

static void
take_text (struct candidate_work *work, size_t index, struct text prompt, const char *text, struct candidate_revision revision,
           struct arena *arena)
{
  const struct candidate_vignette *vignette = &work->form->vignettes[index];
  struct candidate_answer *answer = &work->answers[index];

  for (size_t i = 0; i < vignette->prompt_count; i++)
    if (text_is (prompt, vignette->prompts[i].id))
      {
        answer->texts[i] = arena_string (arena, text_of (text));
        answer->written[i] = revision;
        answer->answered = answer->answered || 0 != text_trim (text_of (text)).length;
      }
}

static void
take_choice (struct candidate_work *work, const json_t *positions)
{
  size_t at;
  json_t *position;

  json_array_foreach (positions, at, position)
    {
      size_t index = index_of (work, json_integer_value (position));
      if (index < work->count)
        work->answers[index].marked = true;
    }
}

/* Opens into the scratch, which is empty then; what the page shows is copied into the arena. */
static bool
take_answer (struct candidate_store *store, const struct pg_rows *rows, size_t row, struct arena *scratch, struct arena *arena,
             size_t index, struct text prompt, struct candidate_work *work)
{
  const struct candidate_revision revision = { pg_get_i64 (rows, row, "epoch"), pg_get_i64 (rows, row, "sequence") };
  json_t *json;
  const char *choice;

  arena_reset (scratch);
  if (! store_open_json (store,
                         (struct seal_place) { KEY_ANSWERS, "work.save.sealed", pg_get_uid (rows, row, "save_id"), 0 },
                         pg_get_bytes (rows, row, "sealed"), scratch, &json))
    return false;
  choice = json_string_value (json_object_get (json, "choice"));
  if (text_is (pg_get_text (rows, row, "ref"), "choice"))
    {
      take_choice (work, json_object_get (json, "vignettes"));
      work->marked = revision;
    }
  else if (0 != prompt.length && index < work->count)
    take_text (work, index, prompt, json_string_value (json_object_get (json, "text")), revision, arena);
  else if (0 == prompt.length && index < work->count)
    {
      work->answers[index].choice = NULL == choice ? 0 : choice[0];
      work->answers[index].chosen = revision;
    }
  json_decref (json);
  return true;
}

static enum candidate_outcome
read_answers (struct candidate_store *store, const struct candidate_call *call, int part, struct candidate_work *work)
{
  struct arena *scratch BM_CLEANUP (arena_cleanup) = arena_new (ANSWER_MOST);
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct pg_param params[]
    = { store_token (call), pg_i32 (call->arena, part), store_refs (call->arena, part, work->form) };
  enum candidate_outcome outcome = store_run (store, "answers", params, BM_COUNT (params), &rows);

  if (CANDIDATE_DONE != outcome)
    return outcome;
  for (size_t row = 0; row < pg_count (rows); row++)
    {
      struct text prompt;
      size_t index = index_of (work, store_ref_position (pg_get_text (rows, row, "ref"), &prompt));
      if (pg_get_bool (rows, row, "seen") && index < work->count)
        {
          struct text struck = pg_get_text (rows, row, "struck");
          work->answers[index].seen = true;
          work->answers[index].flagged = pg_get_bool (rows, row, "flagged");
          memcpy (work->answers[index].struck, struck.at, struck.length < 4 ? struck.length : 4);
        }
      if (! pg_is_null (rows, row, "save_id") && ! take_answer (store, rows, row, scratch, call->arena, index, prompt, work))
        return CANDIDATE_BROKEN;
    }
  return CANDIDATE_DONE;
}

void
store_lay_out (struct arena *arena, int part, const uint8_t *seed, struct candidate_work *work)
{
  work->count = work->form->count;
  work->positions = arena_take (arena, (work->count + 1) * sizeof *work->positions);
  work->answers = arena_take (arena, (work->count + 1) * sizeof *work->answers);
  if (1 == part)
    item_order (seed, work->count, work->positions);
  for (size_t i = 0; 2 == part && i < work->count; i++)
    {
      size_t prompts = work->form->vignettes[i].prompt_count;
      work->positions[i] = (uint16_t) (i + 1);
      work->answers[i].texts = arena_take (arena, (prompts + 1) * sizeof *work->answers[i].texts);
      work->answers[i].written = arena_take (arena, (prompts + 1) * sizeof *work->answers[i].written);
      for (size_t j = 0; j < prompts; j++)
        work->answers[i].texts[j] = "";
    }
}

static void
count_vignettes (struct arena *arena, struct candidate_work *work)
{
  struct choice_set_vignette *vignettes = arena_take (arena, (work->count + 1) * sizeof *vignettes);
  bool *counts = arena_take (arena, work->count + 1);

  for (size_t i = 0; i < work->count; i++)
    vignettes[i] = (struct choice_set_vignette) { .set = text_of (work->form->vignettes[i].choice_set),
                                                  .choose = work->form->vignettes[i].choose,
                                                  .answered = work->answers[i].answered,
                                                  .marked = work->answers[i].marked };
  choice_set_counts (vignettes, work->count, counts);
  for (size_t i = 0; i < work->count; i++)
    work->answers[i].counts = counts[i];
}

/* Says to the database which question is shown, unless it knows: the first page of questions is asked about each time,
   because a second question starts the clock. */
static enum candidate_outcome
see (struct candidate_store *store, const struct candidate_call *call, int64_t place, struct candidate_work *work)
{
  int part = work->session.part;
  struct store_part again;
  enum candidate_outcome outcome;

  if (0 == place || (work->answers[place - 1].seen && SESSION_OPENED != work->session.state) || work->session.stopped)
    return CANDIDATE_DONE;
  outcome = store_part (store, call, part,
                        text_of (arena_printf (call->arena, "%s.%d", 1 == part ? "item" : "vignette",
                                               (int) work->positions[place - 1])),
                        &again);
  if (CANDIDATE_DONE == outcome)
    {
      work->session = again.session;
      work->answers[place - 1].seen = true;
    }
  return outcome;
}

enum candidate_outcome
candidate_store_work (struct candidate_store *store, const struct candidate_call *call, int part, int64_t place,
                      struct candidate_work *work)
{
  struct store_part found;
  enum candidate_outcome outcome = store_part (store, call, part, text_of (""), &found);

  *work = (struct candidate_work) { 0 };
  if (CANDIDATE_DONE == outcome)
    outcome = store_form (store, call, part, found.form, &work->form);
  if (CANDIDATE_DONE != outcome)
    return outcome;
  work->session = found.session;
  store_lay_out (call->arena, part, found.order_seed, work);
  if (place < 0 || place > (int64_t) work->count)
    return CANDIDATE_UNKNOWN_REF;
  outcome = read_answers (store, call, part, work);
  if (CANDIDATE_DONE != outcome)
    return outcome;
  if (2 == part)
    count_vignettes (call->arena, work);
  return see (store, call, place, work);
}
