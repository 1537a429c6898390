/* The open page of a part says how much its device alone holds, so that a coordinator can see it before it is too late. All that
   wait are taken at once; what the batch does not judge comes here again on its own. */
#include "candidate_page_pulse.h"
#include "endpoints.h"
#include "log.h"
#include "wing.h"

#include <stdlib.h>

static bool
read_pulse (struct http_request *rq, struct candidate_page_pulse *pulse)
{
  const struct http_field spec[] = { HTTP_PATH_I64 ("part", 1, 2, &pulse->part),
                                     HTTP_BODY_I64 ("unsent", 0, CANDIDATE_UNSENT_MOST, &pulse->unsent),
                                     HTTP_BODY_I64 ("characters", 0, CANDIDATE_CHARACTERS_MOST, &pulse->characters),
                                     HTTP_BODY_I64 ("waiting_s", 0, CANDIDATE_WAITING_MOST, &pulse->waiting_s),
                                     HTTP_FIELD_END };

  *pulse = (struct candidate_page_pulse) { 0 };
  return http_fields_read (rq, spec);
}

static struct http_reply
taken (struct http_request *rq)
{
  return http_reply_text (rq, bytes_of_text (text_of ("{\"outcome\":\"done\"}")));
}

struct http_reply
post_pulse (struct http_request *rq, void *worker)
{
  struct candidate_page_pulse pulse;
  struct candidate_call call = wing_call (rq);
  enum candidate_outcome outcome;

  if (! read_pulse (rq, &pulse))
    return http_reply_invalid (rq);
  outcome = candidate_store_page_pulse (wing_store (worker), &call, &pulse);
  return CANDIDATE_DONE == outcome ? taken (rq) : wing_stop (rq, outcome);
}

void
post_pulse_batch (struct http_request *const *rqs, size_t count, struct http_reply *replies, void *worker)
{
  struct candidate_page_pulse_batched *batch = calloc (count, sizeof *batch);
  size_t *from = calloc (count, sizeof *from);
  size_t good = 0;
  enum candidate_outcome outcome;

  if (NULL == batch || NULL == from)
    log_fatal ("no_memory", "in=%s", "pulses");
  for (size_t i = 0; i < count; i++)
    {
      batch[good].call = wing_call (rqs[i]);
      if (read_pulse (rqs[i], &batch[good].pulse))
        from[good++] = i;
      else
        replies[i] = http_reply_apart ();  /* who asks is judged before what is wrong with it */
    }
  outcome = candidate_store_page_pulse_batch (wing_store (worker), batch, good);
  for (size_t i = 0; i < good; i++)
    {
      struct http_request *rq = rqs[from[i]];
      if (CANDIDATE_DONE != outcome)
        replies[from[i]] = wing_stop (rq, outcome);
      else
        replies[from[i]] = batch[i].taken ? taken (rq) : http_reply_apart ();
    }
  free (batch);
  free (from);
}
