/* The page says that it shows its first questions: the clock starts, once, and the page is told what is left. All that say so are
   written down together; what the batch does not decide comes here on its own. */
#include "candidate_news.h"
#include "clock_document.h"
#include "endpoints.h"
#include "log.h"

#include <stdlib.h>

static bool
read_part (struct http_request *rq, int64_t *part)
{
  const struct http_field spec[] = { HTTP_PATH_I64 ("part", 1, 2, part), HTTP_FIELD_END };

  return http_fields_read (rq, spec);
}

static struct http_reply
show (struct http_request *rq, int64_t part, const struct candidate_session *session)
{
  if (rq->wants_html)
    return http_reply_done (rq, NULL, wing_question (rq->arena, part, 1));
  return http_reply_text (rq, clock_text (rq->arena, session));
}

struct http_reply
post_begin (struct http_request *rq, void *worker)
{
  int64_t part = 0;
  struct candidate_call call = wing_call (rq);
  struct candidate_session session;
  enum candidate_outcome outcome;

  if (! read_part (rq, &part))
    return http_reply_invalid (rq);
  outcome = candidate_store_begin (wing_store (worker), &call, (int) part);
  if (CANDIDATE_DONE == outcome)
    outcome = candidate_store_session (wing_store (worker), &call, (int) part, &session);
  return CANDIDATE_DONE == outcome ? show (rq, part, &session) : wing_stop (rq, outcome);
}

static struct http_reply
reply_of (struct http_request *rq, enum candidate_outcome outcome, const struct candidate_news *one)
{
  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  return one->told ? show (rq, one->part, &one->session) : http_reply_apart ();
}

void
post_begin_batch (struct http_request *const *rqs, size_t count, struct http_reply *replies, void *worker)
{
  struct candidate_news *news = calloc (count, sizeof *news);
  size_t *from = calloc (count, sizeof *from);
  size_t good = 0;
  enum candidate_outcome outcome = CANDIDATE_DONE;

  if (NULL == news || NULL == from)
    log_fatal ("no_memory", "in=%s", "begin");
  for (size_t i = 0; i < count; i++)
    {
      int64_t part = 0;
      replies[i] = http_reply_apart ();  /* who asks is judged before what is wrong with it */
      if (! read_part (rqs[i], &part))
        continue;
      news[good] = (struct candidate_news) { .call = wing_call (rqs[i]), .part = (int) part };
      from[good++] = i;
    }
  if (good > 0)
    outcome = candidate_store_begin_batch (wing_store (worker), news, good);
  for (size_t i = 0; i < good; i++)
    replies[from[i]] = reply_of (rqs[from[i]], outcome, &news[i]);
  free (news);
  free (from);
}
