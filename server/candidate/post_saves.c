/* One answer from a page with JavaScript: nothing but the answer, under an id and a number of the page's own, so that it
   can be sent again until it is known to be stored. All that wait are written together; what the batch does not decide comes
   here again on its own. */
#include "endpoints.h"
#include "saved_reply.h"
#include "log.h"

#include <stdlib.h>

struct form
{
  int64_t part, epoch, sequence;
  struct text ref, choice, text;
  struct http_list vignettes;
  struct uid session, save_id;
};

static bool
read_form (struct http_request *rq, struct form *form)
{
  const struct http_field spec[] = { HTTP_PATH_I64 ("part", 1, 2, &form->part),
                                     HTTP_BODY_TEXT ("ref", 1, 20, &form->ref),
                                     HTTP_BODY_UID_OPTIONAL ("session", &form->session),
                                     HTTP_BODY_I64_OPTIONAL ("epoch", 1, INT32_MAX, &form->epoch),
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
                                    .session = form->session,
                                    .epoch = form->epoch,
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

struct http_reply
post_saves (struct http_request *rq, void *worker)
{
  struct form form;
  struct candidate_call call = wing_call (rq);
  struct candidate_save save;
  struct candidate_saved saved;

  if (! read_form (rq, &form) || ! fill (rq, &form, &save))
    return http_reply_invalid (rq);
  return saved_reply (rq, &save, candidate_store_save (wing_store (worker), &call, &save, &saved), &saved);
}

/* What became of one that was given to the store. */
static struct http_reply
reply_of (struct http_request *rq, enum candidate_outcome outcome, const struct candidate_batched *one)
{
  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  return one->stored ? saved_reply (rq, &one->save, CANDIDATE_SAVED, &one->saved) : http_reply_apart ();
}

void
post_saves_batch (struct http_request *const *rqs, size_t count, struct http_reply *replies, void *worker)
{
  struct candidate_batched *batch = calloc (count, sizeof *batch);
  size_t *from = calloc (count, sizeof *from);
  size_t good = 0;
  enum candidate_outcome outcome;

  if (NULL == batch || NULL == from)
    log_fatal ("no_memory", "in=%s", "saves");
  for (size_t i = 0; i < count; i++)
    {
      struct form form;
      batch[good].call = wing_call (rqs[i]);
      if (read_form (rqs[i], &form) && fill (rqs[i], &form, &batch[good].save))
        from[good++] = i;
      else
        replies[i] = http_reply_apart ();  /* who asks is judged before what is wrong with it */
    }
  outcome = candidate_store_save_batch (wing_store (worker), batch, good);
  for (size_t i = 0; i < good; i++)
    replies[from[i]] = reply_of (rqs[from[i]], outcome, &batch[i]);
  free (batch);
  free (from);
}
