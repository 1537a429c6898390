/* The candidate's appointments, and the slots that they can pick from. */
#include "appointments_document.h"
#include "endpoints.h"

struct http_reply
get_appointments (struct http_request *rq, void *worker)
{
  const struct http_field spec[] = { HTTP_FIELD_END };
  struct candidate_call call = wing_call (rq);
  struct candidate_appointments found;
  const struct candidate_slot *slots = NULL;
  size_t count = 0;
  enum candidate_outcome outcome;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = candidate_store_appointments (wing_store (worker), &call, &found);
  if (CANDIDATE_DONE == outcome)
    outcome = candidate_store_free_slots (wing_store (worker), &call, &slots, &count);
  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  return http_reply_ok (rq, appointments_document (rq->arena, &found, slots, count));
}
