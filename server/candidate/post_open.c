/* A part is opened. A whole room does it at the same minute: all that wait are opened together, and what the batch does not decide
   comes here on its own. */
#include "candidate_news.h"
#include "endpoints.h"
#include "log.h"
#include "wing.h"

#include <stdlib.h>

static bool
read_part (struct http_request *rq, int64_t *part)
{
  const struct http_field spec[] = { HTTP_PATH_I64 ("part", 1, 2, part), HTTP_FIELD_END };

  return http_fields_read (rq, spec);
}

static struct http_reply
go_to_questions (struct http_request *rq, int64_t part)
{
  return http_reply_done (rq, NULL, wing_question (rq->arena, part, 1));
}

struct http_reply
post_open (struct http_request *rq, void *worker)
{
  int64_t part = 0;
  struct candidate_call call = wing_call (rq);
  enum candidate_outcome outcome;

  if (! read_part (rq, &part))
    return http_reply_invalid (rq);
  outcome = candidate_store_open_part (wing_store (worker), &call, (int) part);
  return CANDIDATE_DONE == outcome ? go_to_questions (rq, part) : wing_stop (rq, outcome);
}

static struct http_reply
reply_of (struct http_request *rq, enum candidate_outcome outcome, const struct candidate_opening *one)
{
  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  return one->opened ? go_to_questions (rq, one->part) : http_reply_apart ();
}

void
post_open_batch (struct http_request *const *rqs, size_t count, struct http_reply *replies, void *worker)
{
  struct candidate_opening *openings = calloc (count, sizeof *openings);
  size_t *from = calloc (count, sizeof *from);
  size_t good = 0;
  enum candidate_outcome outcome = CANDIDATE_DONE;

  if (NULL == openings || NULL == from)
    log_fatal ("no_memory", "in=%s", "open");
  for (size_t i = 0; i < count; i++)
    {
      int64_t part = 0;
      replies[i] = http_reply_apart ();  /* who asks is judged before what is wrong with it */
      if (! read_part (rqs[i], &part))
        continue;
      openings[good] = (struct candidate_opening) { .call = wing_call (rqs[i]), .part = (int) part };
      from[good++] = i;
    }
  if (good > 0)
    outcome = candidate_store_open_batch (wing_store (worker), openings, good);
  for (size_t i = 0; i < good; i++)
    replies[from[i]] = reply_of (rqs[from[i]], outcome, &openings[i]);
  free (openings);
  free (from);
}
