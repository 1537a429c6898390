#include "handlers.h"

struct http_reply
review_post_sign_out (struct http_request *rq, void *worker)
{
  const struct http_field spec[] = { HTTP_FIELD_END };
  struct http_reply reply;
  enum review_outcome outcome;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = review_store_sign_out (worker, review_token (rq));
  if (REVIEW_DONE != outcome && REVIEW_NONE != outcome)
    return review_refuse (rq, outcome);
  reply = http_reply_done (rq, NULL, "/?notice=signed-out");
  reply.cookie = "";
  return reply;
}
