/* A process that is a desk: the ritual, then the HTTP server with the wing's routes, until it is told to stop. */
#ifndef BM_DESK_H
#define BM_DESK_H

#include "daemon.h"
#include "http_server.h"

/* desk.app is set here, to the const struct desk_setup that worker_open gets. Returns the exit status. */
int desk_main (int argc, char **argv, struct daemon_kind kind, struct http_desk desk) BM_MUST_USE BM_NONNULL_ALL;

#endif
