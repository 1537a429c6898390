#include "handlers.h"
#include "view.h"

struct http_reply
review_get_packet (struct http_request *rq, void *worker)
{
  struct text code = { "", 0 };
  int64_t page = 0;
  const struct http_field spec[] = { HTTP_PATH_TEXT ("code", &code), HTTP_QUERY_I64 ("page", 1, REVIEW_PAGES_MOST, &page),
                                     HTTP_FIELD_END };
  struct review_packet packet;
  struct view_beside beside;
  struct http_reply reply;
  enum review_outcome outcome;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = review_store_packet (worker, review_token (rq), code, rq->arena, &packet);
  if (REVIEW_DONE != outcome)
    return review_refuse (rq, outcome);
  if (0 == page)
    page = packet.locked ? 1 : (int64_t) ready_judge (&packet).first_missing + 1;
  if (page > packet.scale.pages)
    return review_refuse (rq, REVIEW_NONE);
  if (! review_load_beside (rq, worker, &packet, (size_t) page - 1, &beside, &reply))
    return reply;
  return http_reply_ok (rq, view_packet (&packet, (size_t) page - 1, &beside));
}
