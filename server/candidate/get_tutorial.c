#include "endpoints.h"
#include "tutorial.h"

struct http_reply
get_tutorial (struct http_request *rq, void *worker)
{
  int64_t step = 0;
  struct http_map keep = { NULL, 0 };
  const struct http_field spec[] = { HTTP_PATH_I64 ("step", 1, TUTORIAL_END, &step), HTTP_FIELD_END };

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  return http_reply_ok (rq, tutorial_page (worker, rq->arena, step, &keep));
}
