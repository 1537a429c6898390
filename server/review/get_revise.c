/* The page on which a revision of a locked review is begun, and the one on which it is given up. */
#include "handlers.h"
#include "view.h"

struct http_reply
review_get_revise (struct http_request *rq, void *worker)
{
  struct review_packet packet;
  struct http_reply reply;

  if (! review_load (rq, worker, &packet, &reply))
    return reply;
  return http_reply_ok (rq, view_check (&packet));
}
