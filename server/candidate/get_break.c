/* While the candidate works, the offer of a break with what there is to know; while it lasts, what is left and the way back. */
#include "break_document.h"
#include "endpoints.h"
#include "work_document.h"

struct http_reply
get_break (struct http_request *rq, void *worker)
{
  int64_t part = 0;
  const struct http_field spec[] = { HTTP_PATH_I64 ("part", 1, 2, &part), HTTP_FIELD_END };
  struct candidate_call call = wing_call (rq);
  struct candidate_session session;
  struct http_reply instead;
  enum candidate_outcome outcome;
  bool resting;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = candidate_store_session (wing_store (worker), &call, (int) part, &session);
  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  resting = session.own_break && ! session.taken_over;
  if (! resting && ! work_shows (rq, worker, &session, &instead))
    return instead;
  if (! resting && (SESSION_PAUSED == session.state || 0 == session.break_left_s))
    return wing_stop (rq, SESSION_PAUSED == session.state ? CANDIDATE_PAUSED : CANDIDATE_NO_BREAK);
  return http_reply_ok (rq, break_document (&session));
}
