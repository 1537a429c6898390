/* The page of its own on which a review is locked; it asks back when something is missing. */
#include "handlers.h"
#include "view.h"

struct http_reply
review_get_lock (struct http_request *rq, void *worker)
{
  struct review_packet packet;
  struct http_reply reply;

  if (! review_load (rq, worker, &packet, &reply))
    return reply;
  return http_reply_ok (rq, view_check (&packet));
}
