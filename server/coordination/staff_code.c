#include "staff_code.h"

#include "desk_setup.h"

struct http_reply
staff_code_page (struct http_request *rq, const struct coordination_worker *worker, json_t *steal_doc)
{
  bool reviews = json_is_true (json_object_get (steal_doc, "reviews"));
  const char *url = reviews ? worker->setup->review_url : worker->setup->public_url;
  if ('\0' != url[0])
    json_object_set_new (steal_doc, "address", json_string (url));
  return http_reply_ok (rq, steal_doc);
}
