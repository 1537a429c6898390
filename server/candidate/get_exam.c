#include "endpoints.h"
#include "exam_document.h"

struct http_reply
get_exam (struct http_request *rq, void *worker)
{
  const struct http_field spec[] = { HTTP_FIELD_END };
  struct candidate_call call = wing_call (rq);
  struct candidate_overview overview;
  enum candidate_outcome outcome;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = candidate_store_overview (wing_store (worker), &call, &overview);
  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  return http_reply_ok (rq, exam_document (worker, &overview));
}
