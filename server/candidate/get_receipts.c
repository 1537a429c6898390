/* What the candidate can prove of a part, during it and after it; the first look after its end seals it. */
#include "endpoints.h"
#include "receipts_document.h"

struct http_reply
get_receipts (struct http_request *rq, void *worker)
{
  int64_t part = 0;
  const struct http_field spec[] = { HTTP_PATH_I64 ("part", 1, 2, &part), HTTP_FIELD_END };
  struct candidate_call call = wing_call (rq);
  struct candidate_receipts receipts;
  enum candidate_outcome outcome;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = candidate_store_receipts (wing_store (worker), &call, (int) part, &receipts);
  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  return http_reply_ok (rq, receipts_document (rq->arena, &receipts));
}
