#include "questions_text.h"

#include "log.h"
#include "vignette_document.h"

#include <pthread.h>
#include <stdlib.h>

#define QUESTION_MOST ((size_t) 256 * 1024)

struct kept
{
  struct kept *next;
  const struct candidate_form *form;  /* lives as long as the process, so its address is its name */
  struct buf template;                /* a JSON string */
  struct buf *questions;              /* by position: the object as JSON text */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct kept *first;

static const struct kept *
find (const struct candidate_form *form)
{
  const struct kept *at;

  pthread_mutex_lock (&lock);
  for (at = first; NULL != at && form != at->form; at = at->next)
    continue;
  pthread_mutex_unlock (&lock);
  return at;
}

static void
forget (struct kept *made)
{
  for (size_t i = 0; i < made->form->count; i++)
    buf_free (&made->questions[i]);
  buf_free (&made->template);
  free (made->questions);
  free (made);
}

/* Two workers may render the same form at the same time: the first one kept stays. */
static const struct kept *
keep (struct kept *made)
{
  struct kept *at;

  pthread_mutex_lock (&lock);
  for (at = first; NULL != at && made->form != at->form; at = at->next)
    continue;
  if (NULL == at)
    {
      made->next = first;
      first = made;
    }
  pthread_mutex_unlock (&lock);
  if (NULL == at)
    return made;
  forget (made);
  return at;
}

/* A part as it is before anything was answered. */
static struct candidate_work
untouched (struct http_request *rq, const struct candidate_work *work)
{
  struct candidate_work bare = *work;

  bare.marked = (struct candidate_revision) { 0, 0 };
  bare.positions = arena_take (rq->arena, (work->count + 1) * sizeof *bare.positions);
  bare.answers = arena_take (rq->arena, (work->count + 1) * sizeof *bare.answers);
  for (size_t i = 0; i < work->count; i++)
    bare.positions[i] = (uint16_t) (i + 1);
  return bare;
}

static bool
keep_json (json_t *steal_json, struct buf *out)
{
  char *text = NULL == steal_json ? NULL : json_dumps (steal_json, JSON_COMPACT | JSON_PRESERVE_ORDER | JSON_ENCODE_ANY);

  if (NULL == text)
    log_fatal ("no_memory", "in=%s", "questions_text");
  *out = buf_new (2 * QUESTION_MOST);
  buf_string (out, text);
  free (text);
  json_decref (steal_json);
  return ! out->overflow;
}

static bool
keep_template (struct http_request *rq, int part, struct buf *out)
{
  static const struct candidate_item item = { "[[stem]]", { "[[A]]", "[[B]]", "[[C]]", "[[D]]" } };
  static const struct candidate_answer nothing;
  struct buf html BM_CLEANUP (buf_free) = buf_new (QUESTION_MOST);
  json_t *question = work_question (rq->arena, &item, &nothing, 0);
  json_t *view = wing_made (json_pack ("{s:o}", "question", question));
  bool shown;

  (void) json_object_set_new (question, "ref", json_string ("[[ref]]"));
  shown = 1 != part || http_reply_fragment (rq, "item_question", view, &html);
  json_decref (view);
  return keep_json (json_stringn (NULL == html.at ? "" : html.at, html.length), out) && shown;
}

static bool
keep_item (struct http_request *rq, const struct candidate_item *item, int position, struct buf *out)
{
  return keep_json (json_pack ("{s:s, s:s, s:s, s:s, s:s, s:s}", "ref", arena_printf (rq->arena, "item.%d", position), "stem",
                               item->stem, "A", item->options[0], "B", item->options[1], "C", item->options[2], "D",
                               item->options[3]),
                    out);
}

static bool
keep_vignette (struct http_request *rq, const struct candidate_work *bare, size_t index, struct buf *out)
{
  struct buf html BM_CLEANUP (buf_free) = buf_new (QUESTION_MOST);
  json_t *view = wing_made (json_pack ("{s:b}", "kept", true));
  bool shown;

  vignette_question (rq->arena, bare, index, view);
  shown = http_reply_fragment (rq, "vignette_question", view, &html);
  json_decref (view);
  return keep_json (json_pack ("{s:s, s:s%}", "ref", arena_printf (rq->arena, "vignette.%d", (int) index + 1), "html",
                               NULL == html.at ? "" : html.at, html.length),
                    out)
         && shown;
}

static const struct kept *
make (struct http_request *rq, const struct candidate_work *work)
{
  struct candidate_work bare = untouched (rq, work);
  struct kept *made = calloc (1, sizeof *made);
  bool good;

  if (NULL == made || NULL == (made->questions = calloc (work->count + 1, sizeof *made->questions)))
    log_fatal ("no_memory", "in=%s", "questions_text");
  made->form = work->form;
  good = keep_template (rq, work->session.part, &made->template);
  for (size_t i = 0; i < work->count; i++)
    good = (1 == work->session.part ? keep_item (rq, &work->form->items[i], (int) i + 1, &made->questions[i])
                                    : keep_vignette (rq, &bare, i, &made->questions[i]))
           && good;
  if (good)
    return keep (made);
  forget (made);
  return NULL;
}

bool
questions_text (struct http_request *rq, const struct candidate_work *work, struct buf *out)
{
  const struct kept *kept = find (work->form);

  if (NULL == kept)
    kept = make (rq, work);
  if (NULL == kept)
    return false;
  buf_string (out, "\"template\":");
  buf_text (out, buf_view (&kept->template));
  buf_string (out, ",\"questions\":[");
  for (size_t i = 0; i < work->count; i++)
    {
      if (i > 0)
        buf_byte (out, ',');
      buf_text (out, buf_view (&kept->questions[work->positions[i] - 1]));
    }
  buf_byte (out, ']');
  return ! out->overflow;
}
