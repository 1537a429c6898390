/* The open page of a part says how much its device alone holds, so that a coordinator can see it before it is too late. */
#include "candidate_page_pulse.h"
#include "endpoints.h"
#include "wing.h"

struct http_reply
post_pulse (struct http_request *rq, void *worker)
{
  struct candidate_page_pulse pulse = { 0 };
  const struct http_field spec[] = { HTTP_PATH_I64 ("part", 1, 2, &pulse.part),
                                     HTTP_BODY_I64 ("unsent", 0, CANDIDATE_UNSENT_MOST, &pulse.unsent),
                                     HTTP_BODY_I64 ("characters", 0, CANDIDATE_CHARACTERS_MOST, &pulse.characters),
                                     HTTP_BODY_I64 ("waiting_s", 0, CANDIDATE_WAITING_MOST, &pulse.waiting_s),
                                     HTTP_FIELD_END };
  struct candidate_call call = wing_call (rq);
  enum candidate_outcome outcome;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = candidate_store_page_pulse (wing_store (worker), &call, &pulse);
  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  return http_reply_ok (rq, wing_made (json_pack ("{s:s}", "outcome", "done")));
}
