/* All questions of a part in one reply, in the candidate's own order, with the answers that are stored: a page keeps them on
   its device, so that the exam goes on when the network does not. To the clock it is a page of questions like any other, but
   one that counts as delivered before it leaves: who reads all but the last byte has read all questions. No question becomes
   seen by it. A whole room asks at the same minute: who has not answered yet is looked up with all others that ask. */
#include "candidate_news.h"
#include "endpoints.h"
#include "log.h"
#include "questions_text.h"

#include <stdlib.h>
#include <string.h>

#define REPLY_MOST ((size_t) 8 * 1024 * 1024)

static void
add (json_t *list, const char *ref, struct candidate_revision revision, const char *kind, json_t *steal_answer)
{
  (void) json_array_append_new (
    list, wing_made (json_pack ("{s:s, s:I, s:I, s:o}", "ref", ref, "epoch", (json_int_t) revision.epoch, "sequence",
                                (json_int_t) revision.sequence, kind, steal_answer)));
}

static void
add_texts (struct arena *arena, const struct candidate_work *work, size_t index, json_t *list)
{
  const struct candidate_vignette *vignette = &work->form->vignettes[index];
  const struct candidate_answer *answer = &work->answers[index];

  for (size_t i = 0; i < vignette->prompt_count; i++)
    if (answer->written[i].epoch > 0)
      add (list, arena_printf (arena, "prompt.%d.%s", (int) work->positions[index], vignette->prompts[i].id), answer->written[i],
           "text", json_string (answer->texts[i]));
}

static json_t *
marked (struct arena *arena, const struct candidate_work *work)
{
  json_t *list = wing_made (json_array ());

  for (size_t i = 0; i < work->count; i++)
    if (work->answers[i].marked)
      (void) json_array_append_new (list, json_string (arena_printf (arena, "%d", (int) work->positions[i])));
  return list;
}

/* Answers as a page would have sent them. */
static json_t *
answers (struct arena *arena, const struct candidate_work *work)
{
  json_t *list = wing_made (json_array ());

  for (size_t i = 0; i < work->count; i++)
    if (2 == work->session.part)
      add_texts (arena, work, i, list);
    else if (work->answers[i].chosen.epoch > 0)
      add (list, arena_printf (arena, "item.%d", (int) work->positions[i]), work->answers[i].chosen, "choice",
           json_stringn (0 == work->answers[i].choice ? "-" : &work->answers[i].choice, 1));
  if (work->marked.epoch > 0)
    add (list, "choice", work->marked, "vignettes", marked (arena, work));
  return list;
}

static struct http_reply
reply_with (struct http_request *rq, const struct candidate_work *work)
{
  struct buf out BM_CLEANUP (buf_free) = buf_new (REPLY_MOST);
  json_t *head = wing_made (json_pack ("{s:i, s:o}", "part", work->session.part, "answers", answers (rq->arena, work)));
  char *text;

  work_stamp (&work->session, head);
  text = json_dumps (head, JSON_COMPACT | JSON_PRESERVE_ORDER);
  json_decref (head);
  if (NULL == text)
    log_fatal ("no_memory", "in=%s", "get_questions");
  /* The head's last brace makes room for the questions. */
  buf_text (&out, text_from (text, strlen (text) - 1));
  free (text);
  buf_byte (&out, ',');
  if (! questions_text (rq, work, &out))
    return wing_stop (rq, CANDIDATE_BROKEN);
  buf_byte (&out, '}');
  return http_reply_text (rq, arena_bytes (rq->arena, bytes_of_text (buf_view (&out))));
}

static bool
read_part (struct http_request *rq, int64_t *part)
{
  const struct http_field spec[] = { HTTP_PATH_I64 ("part", 1, 2, part), HTTP_FIELD_END };

  return http_fields_read (rq, spec);
}

struct http_reply
get_questions (struct http_request *rq, void *worker)
{
  int64_t part = 0;
  struct candidate_call call = wing_call (rq);
  struct candidate_work work;
  struct http_reply instead;
  enum candidate_outcome outcome;

  if (! read_part (rq, &part))
    return http_reply_invalid (rq);
  outcome = candidate_store_work (wing_store (worker), &call, (int) part, 0, &work);
  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  if (! work_shows (rq, worker, &work.session, &instead))
    return instead;
  if (SESSION_OPENED == work.session.state)
    outcome = candidate_store_delivered (wing_store (worker), &call, (int) part);
  return CANDIDATE_DONE == outcome ? reply_with (rq, &work) : wing_stop (rq, outcome);
}

static struct http_reply
reply_of (struct http_request *rq, enum candidate_outcome outcome, const struct candidate_untouched *one)
{
  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  return one->told ? reply_with (rq, &one->work) : http_reply_apart ();
}

void
get_questions_batch (struct http_request *const *rqs, size_t count, struct http_reply *replies, void *worker)
{
  struct candidate_untouched *parts = calloc (count, sizeof *parts);
  size_t *from = calloc (count, sizeof *from);
  size_t good = 0;
  enum candidate_outcome outcome = CANDIDATE_DONE;

  if (NULL == parts || NULL == from)
    log_fatal ("no_memory", "in=%s", "questions");
  for (size_t i = 0; i < count; i++)
    {
      int64_t part = 0;
      replies[i] = http_reply_apart ();  /* who asks is judged before what is wrong with it */
      if (! read_part (rqs[i], &part))
        continue;
      parts[good] = (struct candidate_untouched) { .call = wing_call (rqs[i]), .part = (int) part };
      from[good++] = i;
    }
  if (good > 0)
    outcome = candidate_store_untouched_batch (wing_store (worker), parts, good);
  for (size_t i = 0; i < good; i++)
    replies[from[i]] = reply_of (rqs[from[i]], outcome, &parts[i]);
  free (parts);
  free (from);
}
