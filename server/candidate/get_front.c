#include "endpoints.h"
#include "wing.h"

struct http_reply
get_front (struct http_request *rq, void *worker)
{
  const struct http_field spec[] = { HTTP_FIELD_END };

  (void) worker;
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  if (rq->login.signed_in)
    return http_reply_done (rq, NULL, "/exam");
  return http_reply_ok (rq, wing_made (json_pack ("{s:s}", "sign_in", "/sign-in")));
}
