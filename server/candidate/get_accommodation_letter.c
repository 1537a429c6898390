/* The letter that states one decision, to read and to print. */
#include "accommodations_document.h"
#include "endpoints.h"

#include <string.h>

struct http_reply
get_accommodation_letter (struct http_request *rq, void *worker)
{
  struct uid id;
  const struct http_field spec[] = { HTTP_PATH_UID ("id", &id), HTTP_FIELD_END };
  struct candidate_call call = wing_call (rq);
  struct candidate_accommodations all;
  enum candidate_outcome outcome;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = candidate_store_accommodations (wing_store (worker), &call, &all);
  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  for (size_t i = 0; i < all.count; i++)
    if (0 == memcmp (&all.list[i].id, &id, sizeof id))
      return NULL == wing_filled (all.list[i].decided) ? http_reply_problem (rq, ERROR_NOT_READY, NULL, "not_decided")
                                                       : http_reply_ok (rq, accommodation_letter (&all, &all.list[i]));
  return http_reply_problem (rq, ERROR_NOT_FOUND, NULL, "no_such_request");
}
