#include "endpoints.h"
#include "work_document.h"

struct http_reply
get_item (struct http_request *rq, void *worker)
{
  int64_t place = 0;
  const struct http_field spec[] = { HTTP_PATH_I64 ("place", 1, 200, &place), HTTP_FIELD_END };
  struct candidate_call call = wing_call (rq);
  struct candidate_work work;
  const struct candidate_answer *answer;
  const struct candidate_item *item;
  struct http_reply reply, instead;
  enum candidate_outcome outcome;
  json_t *page;
  char was;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = candidate_store_work (wing_store (worker), &call, 1, place, &work);
  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  if (! work_shows (rq, worker, &work.session, &instead))
    return instead;
  answer = &work.answers[place - 1];
  item = &work.form->items[work.positions[place - 1] - 1];
  was = 0 == answer->choice ? '-' : answer->choice;
  page = work_page (rq->arena, &work, place);
  (void) json_object_set_new (page, "question",
                              wing_made (json_pack ("{s:s, s:o, s:b, s:s%, s:s, s:b, s:s}", "stem", item->stem, "options",
                                                    work_options (item, answer), "flagged", answer->flagged, "was", &was,
                                                    (size_t) 1, "was_struck", '\0' == answer->struck[0] ? "-" : answer->struck,
                                                    "answered", 0 != answer->choice, "ref",
                                                    arena_printf (rq->arena, "item.%d", (int) work.positions[place - 1]))));
  reply = http_reply_ok (rq, page);
  reply.delivered = work_delivered (&work.session);
  return reply;
}
