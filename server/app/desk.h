/* A process that is a desk: the ritual, then the HTTP server with the wing's routes, until it is told to stop. */
#ifndef BM_DESK_H
#define BM_DESK_H

#include "daemon.h"
#include "http_server.h"
#include "stop.h"

/* What a desk does beside answering, on a thread of its own: returns soon after stop is said, before the server stops. */
typedef void desk_background (const struct desk_setup *setup, struct http_server *server, struct stop *stop);

/* desk.app is set here, to the const struct desk_setup that worker_open gets. background NULL: nothing. Returns the exit
   status. */
int desk_main (int argc, char **argv, struct daemon_kind kind, struct http_desk desk, desk_background *background)
  BM_MUST_USE BM_NONNULL (2);

#endif
