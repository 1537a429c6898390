#include "appointments_document.h"
#include "endpoints.h"
#include "exam_document.h"

struct http_reply
get_exam (struct http_request *rq, void *worker)
{
  const struct http_field spec[] = { HTTP_FIELD_END };
  struct candidate_call call = wing_call (rq);
  struct candidate_overview overview;
  struct candidate_appointments appointments;
  json_t *document;
  enum candidate_outcome outcome;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = candidate_store_overview (wing_store (worker), &call, &overview);
  if (CANDIDATE_DONE == outcome)
    outcome = candidate_store_appointments (wing_store (worker), &call, &appointments);
  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  document = exam_document (worker, &overview);
  (void) json_object_set_new (document, "appointments", appointments_brief (&appointments));
  return http_reply_ok (rq, document);
}
