/* A candidate takes a request back before it is decided. */
#include "candidate_accommodations.h"
#include "endpoints.h"
#include "wing.h"

struct http_reply
post_withdraw (struct http_request *rq, void *worker)
{
  struct uid id;
  const struct http_field spec[] = { HTTP_PATH_UID ("id", &id), HTTP_FIELD_END };
  struct candidate_call call = wing_call (rq);
  enum candidate_outcome outcome;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = candidate_store_withdraw_accommodation (wing_store (worker), &call, id);
  return CANDIDATE_DONE == outcome ? http_reply_done (rq, NULL, "/accommodations") : wing_stop (rq, outcome);
}
