#include "review_desk.h"
#include "desk.h"

int
main (int argc, char **argv)
{
  const struct daemon_kind kind = { "review", "blindmark_review", "review_api" };
  const struct http_desk desk = { .name = "review",
                                  .cookie = "bm_review",
                                  .routes = review_routes,
                                  .route_count = review_route_count,
                                  .worker_open = review_worker_open,
                                  .worker_close = review_worker_close,
                                  .login = review_login };

  return desk_main (argc, argv, kind, desk, NULL);
}
