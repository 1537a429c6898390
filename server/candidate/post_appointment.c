/* A candidate picks a slot for a part, picks another one, or cancels. */
#include "appointments_document.h"
#include "endpoints.h"

struct http_reply
post_appointment (struct http_request *rq, void *worker)
{
  int64_t part = 0;
  struct uid slot = { { 0 } };
  const struct http_field spec[]
    = { HTTP_PATH_I64 ("part", 1, 2, &part), HTTP_BODY_UID_OPTIONAL ("slot", &slot), HTTP_FIELD_END };
  struct candidate_call call = wing_call (rq);
  enum candidate_outcome outcome = CANDIDATE_NO_SLOT;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  if (! uid_is_zero (slot))
    outcome = candidate_store_book (wing_store (worker), &call, (int) part, slot);
  if (CANDIDATE_DONE != outcome)
    return appointments_again (rq, worker, outcome);
  return http_reply_done (rq, NULL, "/appointments");
}

struct http_reply
post_cancel_appointment (struct http_request *rq, void *worker)
{
  int64_t part = 0;
  const struct http_field spec[] = { HTTP_PATH_I64 ("part", 1, 2, &part), HTTP_FIELD_END };
  struct candidate_call call = wing_call (rq);
  enum candidate_outcome outcome;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = candidate_store_cancel_appointment (wing_store (worker), &call, (int) part);
  if (CANDIDATE_DONE != outcome)
    return appointments_again (rq, worker, outcome);
  return http_reply_done (rq, NULL, "/appointments");
}
