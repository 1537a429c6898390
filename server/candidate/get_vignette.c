#include "endpoints.h"
#include "vignette_document.h"

struct http_reply
get_vignette (struct http_request *rq, void *worker)
{
  int64_t place = 0;
  const struct http_field spec[] = { HTTP_PATH_I64 ("place", 1, 20, &place), HTTP_FIELD_END };
  struct candidate_call call = wing_call (rq);
  struct candidate_work work;
  const struct candidate_answer *answer;
  struct http_reply reply, instead;
  enum candidate_outcome outcome;
  json_t *page;
  size_t index;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = candidate_store_work (wing_store (worker), &call, 2, place, &work);
  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  if (! work_shows (rq, worker, &work.session, &instead))
    return instead;
  index = (size_t) place - 1;
  answer = &work.answers[index];
  page = work_page (rq->arena, &work, place);
  (void) json_object_set_new (page, "vignette",
                              vignette_body (rq->arena, &work.form->vignettes[index], answer, work.positions[index]));
  (void) json_object_set_new (page, "flagged", json_boolean (answer->flagged));
  (void) json_object_set_new (page, "required", json_boolean (vignette_is_required (&work, index)));
  if (! vignette_is_required (&work, index))
    {
      (void) json_object_set_new (page, "marked", json_boolean (answer->marked));
      (void) json_object_set_new (page, "set", vignette_set (&work, index));
    }
  reply = http_reply_ok (rq, page);
  reply.delivered = work_delivered (&work.session);
  return reply;
}
