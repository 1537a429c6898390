/* The form of one vignette: each response that the form changed is a save of its own, then which vignettes count, then the
   flag. "mark" is a mark of the response that the page showed, so that an old page changes no newer text; without one, as from
   a page that came only half, a response is taken only where there is none yet. */
#include "candidate_saves.h"
#include "endpoints.h"
#include "vignette_document.h"

#define PROMPTS_MOST 12

struct form
{
  int64_t place;
  struct http_map texts, marks;
  struct text go, counted, was_flagged;
  bool counts, flagged;
};

static bool
read_form (struct http_request *rq, struct form *form)
{
  const struct http_field spec[] = { HTTP_PATH_I64 ("place", 1, 20, &form->place),
                                     HTTP_BODY_MAP ("text", PROMPTS_MOST, &form->texts),
                                     HTTP_BODY_MAP ("mark", PROMPTS_MOST, &form->marks),
                                     HTTP_BODY_BOOL ("counts", &form->counts),
                                     HTTP_BODY_WORD_OPTIONAL ("counted", "yes|no", &form->counted),
                                     HTTP_BODY_BOOL ("flagged", &form->flagged),
                                     HTTP_BODY_WORD_OPTIONAL ("was_flagged", "yes|no", &form->was_flagged),
                                     HTTP_BODY_TEXT_OPTIONAL ("go", 12, &form->go),
                                     HTTP_FIELD_END };

  *form = (struct form) { .go = text_of ("next"), .counted = text_of (""), .was_flagged = text_of ("no") };
  return http_fields_read (rq, spec);
}

static const struct text *
find (const struct http_map *map, const char *key)
{
  for (size_t i = 0; i < map->count; i++)
    if (text_is (map->pairs[i].key, key))
      return &map->pairs[i].value;
  return NULL;
}

static bool
is_changed (const struct form *form, const char *prompt, struct text sent, const char *stored)
{
  const struct text *shown = find (&form->marks, prompt);
  char mark[VIGNETTE_MARK_ROOM];

  if (text_is (sent, stored))
    return false;
  if (NULL == shown)
    return '\0' == stored[0];
  vignette_mark (sent, mark);
  return ! text_is (*shown, mark);
}

static enum candidate_outcome
save (struct http_request *rq, void *worker, struct candidate_save sent)
{
  struct candidate_call call = wing_call (rq);
  struct candidate_saved saved;

  sent.part = 2;
  sent.id = crypto_uid ();
  return candidate_store_save (wing_store (worker), &call, &sent, &saved);
}

static enum candidate_outcome
save_texts (struct http_request *rq, void *worker, const struct form *form, const struct candidate_work *work)
{
  size_t index = (size_t) form->place - 1;
  const struct candidate_vignette *vignette = &work->form->vignettes[index];
  enum candidate_outcome worst = CANDIDATE_SAVED;

  for (size_t i = 0; i < vignette->prompt_count; i++)
    {
      const char *prompt = vignette->prompts[i].id;
      const struct text *sent = find (&form->texts, prompt);
      enum candidate_outcome outcome;
      if (NULL == sent || ! is_changed (form, prompt, *sent, work->answers[index].texts[i]))
        continue;
      outcome = save (rq, worker,
                      (struct candidate_save) { .ref = text_of (arena_printf (rq->arena, "prompt.%d.%s",
                                                                              (int) work->positions[index], prompt)),
                                                .kind = CANDIDATE_SAVE_TEXT,
                                                .text = *sent });
      /* The other responses are sent all the same: each that is stored is one less to lose. */
      if (CANDIDATE_SAVED != outcome)
        worst = outcome;
    }
  return worst;
}

static enum candidate_outcome
save_choice (struct http_request *rq, void *worker, const struct form *form, const struct candidate_work *work)
{
  int64_t *marked = arena_take (rq->arena, (work->count + 1) * sizeof *marked);
  size_t count = 0;

  for (size_t i = 0; i < work->count; i++)
    if (i + 1 == (size_t) form->place ? form->counts : work->answers[i].marked)
      marked[count++] = work->positions[i];
  return save (rq, worker,
               (struct candidate_save) { .ref = text_of ("choice"),
                                         .kind = CANDIDATE_SAVE_VIGNETTES,
                                         .text = text_of (""),
                                         .vignettes = marked,
                                         .vignette_count = count });
}

static enum candidate_outcome
store_changes (struct http_request *rq, void *worker, const struct form *form, const struct candidate_work *work)
{
  const struct candidate_answer *answer = &work->answers[form->place - 1];
  struct candidate_call call = wing_call (rq);
  enum candidate_outcome outcome = save_texts (rq, worker, form, work);
  bool shown = 0 != form->counted.length;

  if (CANDIDATE_SAVED == outcome && shown && form->counts != answer->marked
      && form->counts != text_is (form->counted, "yes"))
    outcome = save_choice (rq, worker, form, work);
  if (CANDIDATE_SAVED != outcome)
    return outcome;
  if (work->session.taken_over || form->flagged == answer->flagged || form->flagged == text_is (form->was_flagged, "yes"))
    return CANDIDATE_DONE;
  return candidate_store_mark (wing_store (worker), &call, 2, work->positions[form->place - 1], form->flagged, NULL);
}

struct http_reply
post_vignette (struct http_request *rq, void *worker)
{
  struct form form;
  struct candidate_call call = wing_call (rq);
  struct candidate_work work;
  enum candidate_outcome outcome;
  const char *next;

  if (! read_form (rq, &form))
    return http_reply_invalid (rq);
  outcome = candidate_store_work (wing_store (worker), &call, 2, form.place, &work);
  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  for (size_t i = 0; i < form.texts.count; i++)
    {
      bool known = false;
      for (size_t j = 0; j < work.form->vignettes[form.place - 1].prompt_count; j++)
        known = known || text_is (form.texts.pairs[i].key, work.form->vignettes[form.place - 1].prompts[j].id);
      if (! known)
        {
          (void) http_fields_refuse (rq, "text", "no_such_question");
          return http_reply_invalid (rq);
        }
    }
  next = work_go (rq, &work, form.place, form.go);
  if (NULL == next)
    return http_reply_invalid (rq);
  outcome = store_changes (rq, worker, &form, &work);
  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  return work.session.stopped ? work_ended (rq, worker, &work.session) : http_reply_done (rq, NULL, next);
}
