/* In the place of server/http/request_id.c: the same request has the same id. */
#include "request_id.h"
#include "seeded.h"

struct uid
http_request_id (struct text uri)
{
  struct uid id;

  seeded ("request", uri.at, uri.length, id.bytes, sizeof id.bytes);
  return id;
}
