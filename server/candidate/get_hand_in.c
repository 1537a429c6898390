/* The page that asks once more, with the counts: handing in cannot be undone. */
#include "endpoints.h"
#include "review_document.h"

struct http_reply
get_hand_in (struct http_request *rq, void *worker)
{
  return review_page (rq, worker);
}
