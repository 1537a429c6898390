#include "endpoints.h"
#include "review_document.h"

struct http_reply
get_review (struct http_request *rq, void *worker)
{
  return review_page (rq, worker);
}
