#include "candidate_desk.h"
#include "desk.h"
#include "watch.h"

int
main (int argc, char **argv)
{
  const struct daemon_kind kind = { "candidate", "blindmark_candidate", "candidate_api" };
  const struct http_desk desk = { .name = "candidate",
                                  .cookie = "bm_candidate",
                                  .trusted_types = "blindmark-worker",
                                  .routes = candidate_routes,
                                  .route_count = candidate_route_count,
                                  .worker_open = candidate_worker_open,
                                  .worker_close = candidate_worker_close,
                                  .login = candidate_login,
                                  .token = candidate_token };

  return desk_main (argc, argv, kind, desk, candidate_watch);
}
