/* One answer from a page with JavaScript: nothing but the answer, under an id and a number of the page's own, so that it
   can be sent again until it is known to be stored. */
#include "endpoints.h"
#include "vignette_document.h"

#include <string.h>

struct form
{
  int64_t part, sequence;
  struct text ref, choice, text;
  struct http_list vignettes;
  struct uid save_id;
};

static bool
read_form (struct http_request *rq, struct form *form)
{
  const struct http_field spec[] = { HTTP_PATH_I64 ("part", 1, 2, &form->part),
                                     HTTP_BODY_TEXT ("ref", 1, 20, &form->ref),
                                     HTTP_BODY_UID ("save_id", &form->save_id),
                                     HTTP_BODY_I64_OPTIONAL ("sequence", 1, INT64_C (1) << 40, &form->sequence),
                                     HTTP_BODY_WORD_OPTIONAL ("choice", "A|B|C|D|-", &form->choice),
                                     HTTP_BODY_TEXT_OPTIONAL ("text", 20000, &form->text),
                                     HTTP_BODY_LIST ("vignettes", 20, &form->vignettes),
                                     HTTP_FIELD_END };

  *form = (struct form) { .ref = text_of (""), .choice = text_of (""), .text = { NULL, 0 } };
  return http_fields_read (rq, spec);
}

static bool
read_positions (struct http_request *rq, const struct form *form, struct candidate_save *save)
{
  int64_t *positions = arena_take (rq->arena, (form->vignettes.count + 1) * sizeof *positions);

  for (size_t i = 0; i < form->vignettes.count; i++)
    if (! text_to_i64 (form->vignettes.values[i], 1, 20, &positions[i]))
      return http_fields_refuse (rq, "vignettes", "no_such_question");
  save->vignettes = positions;
  save->vignette_count = form->vignettes.count;
  return true;
}

/* The kind of answer follows from what it answers, and no other kind may be with it. */
static bool
fill (struct http_request *rq, const struct form *form, struct candidate_save *save)
{
  bool choice = 0 != form->choice.length;
  bool text = NULL != form->text.at;
  bool vignettes = 0 != form->vignettes.count;

  *save = (struct candidate_save) { .part = (int) form->part,
                                    .ref = form->ref,
                                    .id = form->save_id,
                                    .sequence = form->sequence,
                                    .text = text ? form->text : text_of ("") };
  if (text_starts (form->ref, "item.") && choice && ! text && ! vignettes)
    {
      save->kind = CANDIDATE_SAVE_CHOICE;
      save->choice = '-' == form->choice.at[0] ? 0 : form->choice.at[0];
      return true;
    }
  if (text_starts (form->ref, "prompt.") && text && ! choice && ! vignettes)
    {
      save->kind = CANDIDATE_SAVE_TEXT;
      return true;
    }
  if (text_is (form->ref, "choice") && ! choice && ! text)
    {
      save->kind = CANDIDATE_SAVE_VIGNETTES;
      return read_positions (rq, form, save);
    }
  return http_fields_refuse (rq, "ref", "wrong_answer_kind");
}

static const char *
word_of (enum candidate_outcome outcome)
{
  if (CANDIDATE_SAVED == outcome)
    return "saved";
  if (CANDIDATE_LATE == outcome)
    return "late";
  if (CANDIDATE_CLOSED == outcome)
    return "closed";
  return CANDIDATE_STALE == outcome ? "stale" : NULL;
}

struct http_reply
post_saves (struct http_request *rq, void *worker)
{
  struct form form;
  struct candidate_call call = wing_call (rq);
  struct candidate_save save;
  struct candidate_saved saved;
  enum candidate_outcome outcome;
  char mark[VIGNETTE_MARK_ROOM];

  if (! read_form (rq, &form) || ! fill (rq, &form, &save))
    return http_reply_invalid (rq);
  outcome = candidate_store_save (wing_store (worker), &call, &save, &saved);
  if (NULL == word_of (outcome))
    return wing_stop (rq, outcome);
  vignette_mark (save.text, mark);
  return http_reply_ok (rq, wing_made (json_pack ("{s:s, s:I, s:I, s:s*}", "outcome", word_of (outcome), "revision",
                                                  (json_int_t) saved.revision, "seconds_left", (json_int_t) saved.left_s, "mark",
                                                  CANDIDATE_SAVE_TEXT == save.kind ? mark : NULL)));
}
