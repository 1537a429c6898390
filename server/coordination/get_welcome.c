/* For somebody who was given a one-time code. */
#include "coordination_endpoints.h"

#include "password.h"

struct http_reply
coordination_get_welcome (struct http_request *rq, void *worker)
{
  (void) worker;
  return http_reply_ok (rq, json_pack ("{s:i}", "password_least", PASSWORD_LEAST));
}
