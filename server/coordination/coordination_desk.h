/* The coordination desk, as the process that runs it sees it. */
#ifndef BM_COORDINATION_DESK_H
#define BM_COORDINATION_DESK_H

#include "http_request.h"

extern const struct http_route coordination_routes[];
extern const size_t coordination_route_count;

/* app: const struct desk_setup *. *worker: a struct coordination_worker of the calling thread. */
bool coordination_worker_open (void *app, void **worker) BM_NONNULL_ALL;
void coordination_worker_close (void *worker);

/* False: the database is away. An unknown or dead token leaves the request without a login. */
bool coordination_login (struct http_request *rq, void *worker, struct text token) BM_NONNULL (1, 2);

#endif
