/* What a page's clock is set by. A page that knows the state of some version waits here for the next: it occupies no thread
   meanwhile, and candidate_watch sends it on. If nothing happens it is told just that, without a look: whoever asks again is judged
   again. All that ask are looked up together; what the batch is not told of comes here on its own. */
#include "candidate_news.h"
#include "clock_document.h"
#include "endpoints.h"
#include "log.h"

#include <stdlib.h>

/* Proxies in front often give a request up after 60 s. */
#define PATIENCE_US INT64_C (45000000)

static bool
read_question (struct http_request *rq, int64_t *part, int64_t *since)
{
  const struct http_field spec[]
    = { HTTP_PATH_I64 ("part", 1, 2, part), HTTP_QUERY_I64 ("since", 0, INT64_MAX, since), HTTP_FIELD_END };

  *since = 0;
  return http_fields_read (rq, spec);
}

static struct http_reply
tell_or_wait (struct http_request *rq, int64_t since, const struct candidate_session *session)
{
  if (since != session->version)
    return http_reply_text (rq, clock_text (rq->arena, session));
  if (rq->park_over)
    return http_reply_text (rq, clock_same (rq->arena, since));
  return http_reply_park_with (rq, session->id, PATIENCE_US, clock_same (rq->arena, since));
}

struct http_reply
get_clock (struct http_request *rq, void *worker)
{
  int64_t part, since;
  struct candidate_call call = wing_call (rq);
  struct candidate_session session;
  enum candidate_outcome outcome;

  if (! read_question (rq, &part, &since))
    return http_reply_invalid (rq);
  outcome = candidate_store_session (wing_store (worker), &call, (int) part, &session);
  return CANDIDATE_DONE == outcome ? tell_or_wait (rq, since, &session) : wing_stop (rq, outcome);
}

static struct http_reply
reply_of (struct http_request *rq, enum candidate_outcome outcome, const struct candidate_news *one)
{
  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  return one->told ? tell_or_wait (rq, one->known, &one->session) : http_reply_apart ();
}

void
get_clock_batch (struct http_request *const *rqs, size_t count, struct http_reply *replies, void *worker)
{
  struct candidate_news *news = calloc (count, sizeof *news);
  size_t *from = calloc (count, sizeof *from);
  size_t good = 0;
  enum candidate_outcome outcome = CANDIDATE_DONE;

  if (NULL == news || NULL == from)
    log_fatal ("no_memory", "in=%s", "clock");
  for (size_t i = 0; i < count; i++)
    {
      int64_t part, since;
      if (read_question (rqs[i], &part, &since))
        {
          news[good] = (struct candidate_news) { .call = wing_call (rqs[i]), .part = (int) part, .known = since };
          from[good++] = i;
        }
      else
        replies[i] = http_reply_apart ();  /* who asks is judged before what is wrong with it */
    }
  if (good > 0)
    outcome = candidate_store_news (wing_store (worker), news, good);
  for (size_t i = 0; i < good; i++)
    replies[from[i]] = reply_of (rqs[from[i]], outcome, &news[i]);
  free (news);
  free (from);
}
