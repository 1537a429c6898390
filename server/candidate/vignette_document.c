#include "vignette_document.h"

#include "crypto.h"
#include "words.h"

#include <stdio.h>
#include <string.h>

void
vignette_mark (struct text response, char mark[VIGNETTE_MARK_ROOM])
{
  struct hash hash = crypto_digest (bytes_of_text (response));

  for (size_t i = 0; i < 8; i++)
    (void) snprintf (mark + 2 * i, 3, "%02x", hash.bytes[i]);
}

json_t *
vignette_body (struct arena *arena, const struct candidate_vignette *vignette, const struct candidate_answer *answer,
               int position)
{
  json_t *paragraphs = wing_made (json_array ());
  json_t *prompts = wing_made (json_array ());

  for (size_t i = 0; i < vignette->paragraph_count; i++)
    (void) json_array_append_new (paragraphs, json_string (vignette->paragraphs[i]));
  for (size_t i = 0; i < vignette->prompt_count; i++)
    {
      const struct candidate_prompt *prompt = &vignette->prompts[i];
      const struct candidate_revision none = { 0, 0 };
      const struct candidate_revision revision = NULL == answer->written ? none : answer->written[i];
      const char *response = NULL == answer->texts ? "" : answer->texts[i];
      char mark[VIGNETTE_MARK_ROOM];
      vignette_mark (text_of (response), mark);
      (void) json_array_append_new (
        prompts, wing_made (json_pack ("{s:s, s:i, s:s, s:s, s:s, s:I, s:s, s:I, s:I}", "id", prompt->id, "number", (int) i + 1,
                                       "text", prompt->text, "response", response, "mark", mark, "words",
                                       (json_int_t) words_count (text_of (response)), "ref",
                                       arena_printf (arena, "prompt.%d.%s", position, prompt->id), "epoch",
                                       (json_int_t) revision.epoch, "sequence", (json_int_t) revision.sequence)));
    }
  return wing_made (json_pack ("{s:s, s:s*, s:o, s:o}", "title", vignette->title, "role", wing_filled (vignette->role),
                               "paragraphs", paragraphs, "prompts", prompts));
}

static bool
same_set (const struct candidate_work *work, size_t a, size_t b)
{
  return 0 == strcmp (work->form->vignettes[a].choice_set, work->form->vignettes[b].choice_set);
}

static int
set_size (const struct candidate_work *work, size_t index)
{
  int size = 0;

  for (size_t i = 0; i < work->count; i++)
    size += same_set (work, i, index);
  return size;
}

bool
vignette_is_required (const struct candidate_work *work, size_t index)
{
  return set_size (work, index) <= work->form->vignettes[index].choose;
}

static int64_t
words_of (const struct candidate_work *work, size_t index)
{
  int64_t words = 0;

  for (size_t i = 0; i < work->form->vignettes[index].prompt_count; i++)
    words += words_count (text_of (work->answers[index].texts[i]));
  return words;
}

json_t *
vignette_list (struct arena *arena, const struct candidate_work *work)
{
  json_t *list = wing_made (json_array ());

  for (size_t i = 0; i < work->count; i++)
    {
      const struct candidate_answer *answer = &work->answers[i];
      (void) json_array_append_new (
        list,
        wing_made (json_pack ("{s:i, s:s, s:s, s:b, s:b, s:b, s:b, s:b, s:i, s:i, s:I}", "place", (int) i + 1, "href",
                              wing_question (arena, 2, (int64_t) i + 1), "title", work->form->vignettes[i].title, "answered",
                              answer->answered, "counts", answer->counts, "marked", answer->marked, "flagged", answer->flagged,
                              "required", vignette_is_required (work, i), "choose", work->form->vignettes[i].choose, "of",
                              set_size (work, i), "words", (json_int_t) words_of (work, i))));
    }
  return list;
}

/* Members of a choice set, all of them or those that count. */
static json_t *
members (const struct candidate_work *work, size_t index, bool counting)
{
  json_t *list = wing_made (json_array ());

  for (size_t i = 0; i < work->count; i++)
    if (same_set (work, i, index) && (! counting || work->answers[i].counts))
      (void) json_array_append_new (list, wing_made (json_pack ("{s:i, s:b}", "place", (int) i + 1, "last", false)));
  if (json_array_size (list) > 0)
    (void) json_object_set_new (json_array_get (list, json_array_size (list) - 1), "last", json_true ());
  return list;
}

static const char *
marked_positions (struct arena *arena, const struct candidate_work *work)
{
  const char *list = "";

  for (size_t i = 0; i < work->count; i++)
    if (work->answers[i].marked)
      list = arena_printf (arena, "%s%s%d", list, '\0' == list[0] ? "" : ",", (int) work->positions[i]);
  return list;
}

json_t *
vignette_set (struct arena *arena, const struct candidate_work *work, size_t index)
{
  json_t *counting = members (work, index, true);

  return wing_made (json_pack ("{s:i, s:i, s:o, s:b, s:o, s:i, s:s, s:I, s:I}", "choose", work->form->vignettes[index].choose,
                               "of", set_size (work, index), "members", members (work, index, false), "has_counting",
                               0 != json_array_size (counting), "counting", counting, "position", (int) work->positions[index],
                               "positions", marked_positions (arena, work), "epoch", (json_int_t) work->marked.epoch,
                               "sequence", (json_int_t) work->marked.sequence));
}

void
vignette_question (struct arena *arena, const struct candidate_work *work, size_t index, json_t *page)
{
  const struct candidate_answer *answer = &work->answers[index];

  (void) json_object_set_new (page, "vignette",
                              vignette_body (arena, &work->form->vignettes[index], answer, work->positions[index]));
  (void) json_object_set_new (page, "flagged", json_boolean (answer->flagged));
  (void) json_object_set_new (page, "required", json_boolean (vignette_is_required (work, index)));
  if (vignette_is_required (work, index))
    return;
  (void) json_object_set_new (page, "marked", json_boolean (answer->marked));
  (void) json_object_set_new (page, "set", vignette_set (arena, work, index));
}
