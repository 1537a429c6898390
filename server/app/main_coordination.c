#include "coordination_desk.h"
#include "desk.h"

int
main (int argc, char **argv)
{
  const struct daemon_kind kind = { "coordination", "blindmark_coordination", "coordination_api" };
  const struct http_desk desk = { .name = "coordination",
                                  .cookie = "bm_coordination",
                                  .routes = coordination_routes,
                                  .route_count = coordination_route_count,
                                  .worker_open = coordination_worker_open,
                                  .worker_close = coordination_worker_close,
                                  .login = coordination_login };

  return desk_main (argc, argv, kind, desk, NULL);
}
