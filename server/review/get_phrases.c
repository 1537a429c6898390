/* The reviewer's own phrases for the association that a packet belongs to, on a page that needs no scripts. */
#include "handlers.h"
#include "review_phrases.h"

struct http_reply
review_get_phrases (struct http_request *rq, void *worker)
{
  struct text code = { "", 0 };
  const struct http_field spec[] = { HTTP_PATH_TEXT ("code", &code), HTTP_FIELD_END };
  struct review_phrases phrases;
  enum review_outcome outcome;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = review_store_phrases (worker, review_token (rq), code, rq->arena, &phrases);
  if (REVIEW_DONE != outcome)
    return review_refuse (rq, outcome);
  return http_reply_ok (rq, view_phrases (code, &phrases));
}
