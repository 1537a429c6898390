/* What this desk is, for a stranger, and the sign-in. */
#include "coordination_endpoints.h"

struct http_reply
coordination_get_front (struct http_request *rq, void *worker)
{
  (void) worker;
  return http_reply_ok (rq, json_object ());
}
