/* The form of one question: an answer that changed is saved, then the candidate's own marks, then the button is followed.
   "was" and its kin are what the page showed: a page from an hour ago, sent on only to turn the leaf, changes nothing that is
   newer. A mark without its "was" can be set and not taken away: a page that came only half may lack the box. */
#include "candidate_saves.h"
#include "endpoints.h"
#include "work_document.h"

#include <string.h>

struct form
{
  int64_t place, sequence;
  struct text choice, was, was_flagged, was_struck, go;
  bool flagged;
  struct http_list struck;
  struct uid save_id;
};

static bool
read_form (struct http_request *rq, struct form *form)
{
  const struct http_field spec[] = { HTTP_PATH_I64 ("place", 1, 200, &form->place),
                                     HTTP_BODY_WORD_OPTIONAL ("choice", "A|B|C|D", &form->choice),
                                     HTTP_BODY_WORD_OPTIONAL ("was", "A|B|C|D|-", &form->was),
                                     HTTP_BODY_BOOL ("flagged", &form->flagged),
                                     HTTP_BODY_WORD_OPTIONAL ("was_flagged", "yes|no", &form->was_flagged),
                                     HTTP_BODY_LIST ("struck", 4, &form->struck),
                                     HTTP_BODY_TEXT_OPTIONAL ("was_struck", 4, &form->was_struck),
                                     HTTP_BODY_TEXT_OPTIONAL ("go", 12, &form->go),
                                     HTTP_BODY_UID_OPTIONAL ("save_id", &form->save_id),
                                     HTTP_BODY_I64_OPTIONAL ("sequence", 1, INT64_C (1) << 40, &form->sequence),
                                     HTTP_FIELD_END };

  *form = (struct form) { .choice = text_of (""), .was = text_of (""), .was_flagged = text_of ("no"), .was_struck = text_of ("-"),
                          .go = text_of ("next"), .save_id = crypto_uid () };
  return http_fields_read (rq, spec);
}

/* Letters of struck options in order, once each. NULL: something else was among them. */
static const char *
struck_letters (struct http_request *rq, const struct form *form)
{
  char *letters = arena_take (rq->arena, CANDIDATE_OPTIONS + 1);
  size_t count = 0;

  for (size_t i = 0; i < form->struck.count; i++)
    if (1 != form->struck.values[i].length || form->struck.values[i].at[0] < 'A' || form->struck.values[i].at[0] > 'D')
      {
        (void) http_fields_refuse (rq, "struck", "bad_word");
        return NULL;
      }
  for (char letter = 'A'; letter <= 'D'; letter++)
    for (size_t i = 0; i < form->struck.count; i++)
      if (letter == form->struck.values[i].at[0])
        {
          letters[count++] = letter;
          break;
        }
  return letters;
}

static char
wanted (const struct form *form, char stored)
{
  if (text_is (form->go, "clear"))
    return 0;
  if (0 == form->choice.length || text_equal (form->choice, form->was))
    return stored;
  return form->choice.at[0];
}

/* Another device has the exam: its marks are the candidate's, this one's are not asked for. */
static enum candidate_outcome
store_marks (struct http_request *rq, void *worker, const struct form *form, const struct candidate_work *work, const char *struck)
{
  const struct candidate_answer *answer = &work->answers[form->place - 1];
  struct candidate_call call = wing_call (rq);
  bool flagged = form->flagged == text_is (form->was_flagged, "yes") ? answer->flagged : form->flagged;

  if (text_is (form->was_struck, '\0' == struck[0] ? "-" : struck))
    struck = answer->struck;
  if (work->session.taken_over || (flagged == answer->flagged && 0 == strcmp (struck, answer->struck)))
    return CANDIDATE_DONE;
  return candidate_store_mark (wing_store (worker), &call, 1, work->positions[form->place - 1], flagged, struck);
}

static enum candidate_outcome
save (struct http_request *rq, void *worker, const struct form *form, int position, char choice)
{
  struct candidate_call call = wing_call (rq);
  struct candidate_save sent = { .part = 1,
                                 .ref = text_of (arena_printf (rq->arena, "item.%d", position)),
                                 .id = form->save_id,
                                 .sequence = form->sequence,
                                 .kind = CANDIDATE_SAVE_CHOICE,
                                 .choice = choice,
                                 .text = text_of ("") };
  struct candidate_saved saved;

  return candidate_store_save (wing_store (worker), &call, &sent, &saved);
}

static enum candidate_outcome
store_changes (struct http_request *rq, void *worker, const struct form *form, const struct candidate_work *work,
               const char *struck)
{
  const struct candidate_answer *answer = &work->answers[form->place - 1];
  int position = work->positions[form->place - 1];
  char choice = wanted (form, answer->choice);
  enum candidate_outcome outcome;

  if (choice != answer->choice)
    {
      outcome = save (rq, worker, form, position, choice);
      if (CANDIDATE_SAVED != outcome)
        return outcome;
    }
  return store_marks (rq, worker, form, work, struck);
}

struct http_reply
post_item (struct http_request *rq, void *worker)
{
  struct form form;
  struct candidate_call call = wing_call (rq);
  struct candidate_work work;
  enum candidate_outcome outcome;
  const char *struck = NULL;
  const char *next;

  if (! read_form (rq, &form) || NULL == (struck = struck_letters (rq, &form)))
    return http_reply_invalid (rq);
  outcome = candidate_store_work (wing_store (worker), &call, 1, form.place, &work);
  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  next = work_go (rq, &work, form.place, form.go);
  if (NULL == next)
    return http_reply_invalid (rq);
  outcome = store_changes (rq, worker, &form, &work, struck);
  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  return work.session.stopped ? work_ended (rq, worker, &work.session) : http_reply_done (rq, NULL, next);
}
