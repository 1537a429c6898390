#include "handlers.h"

#include "password.h"

struct http_reply
review_get_welcome (struct http_request *rq, void *worker)
{
  const struct http_field spec[] = { HTTP_FIELD_END };

  (void) worker;
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  return http_reply_ok (rq, json_pack ("{s:i}", "password_least", PASSWORD_LEAST));
}
