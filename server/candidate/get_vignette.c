#include "endpoints.h"
#include "vignette_document.h"

struct http_reply
get_vignette (struct http_request *rq, void *worker)
{
  int64_t place = 0;
  const struct http_field spec[] = { HTTP_PATH_I64 ("place", 1, 20, &place), HTTP_FIELD_END };
  struct candidate_call call = wing_call (rq);
  struct candidate_work work;
  struct http_reply reply, instead;
  enum candidate_outcome outcome;
  json_t *page;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = candidate_store_work (wing_store (worker), &call, 2, place, &work);
  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  if (! work_shows (rq, worker, &work.session, &instead))
    return instead;
  page = work_page (rq->arena, &work, place);
  vignette_question (rq->arena, &work, (size_t) place - 1, page);
  reply = http_reply_ok (rq, page);
  reply.delivered = work_delivered (&work.session);
  return reply;
}
