#include "accommodations_document.h"
#include "endpoints.h"

struct http_reply
get_accommodations (struct http_request *rq, void *worker)
{
  const struct http_field spec[] = { HTTP_FIELD_END };
  const struct accommodation_entries none = { .kind = { "", 0 }, .asked = { "", 0 } };
  struct candidate_call call = wing_call (rq);
  struct candidate_accommodations all;
  enum candidate_outcome outcome;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = candidate_store_accommodations (wing_store (worker), &call, &all);
  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  return http_reply_ok (rq, accommodations_document (&all, &none, rq->arena));
}
