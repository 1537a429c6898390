#include "handlers.h"

struct http_reply
review_get_home (struct http_request *rq, void *worker)
{
  struct text notice = { "", 0 };
  const struct http_field spec[] = { HTTP_QUERY_WORD ("notice", "password-set|signed-out", &notice), HTTP_FIELD_END };

  (void) worker;
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  return http_reply_ok (rq, json_pack ("{s:b, s:b, s:b}", "signed_in", (int) rq->login.signed_in, "password_set",
                                       (int) text_is (notice, "password-set"), "signed_out",
                                       (int) text_is (notice, "signed-out")));
}
