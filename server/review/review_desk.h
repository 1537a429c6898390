/* The review desk: its routes, and what each worker thread needs for them. Nothing it holds or sends tells who wrote a
   response, when, how often, or who else reads it. */
#ifndef BM_REVIEW_DESK_H
#define BM_REVIEW_DESK_H

#include "http_request.h"

extern const struct http_route review_routes[];
extern const size_t review_route_count;

/* app: const struct desk_setup. worker: this thread's store. False: the reason is in the log. */
bool review_worker_open (void *app, void **worker) BM_MUST_USE BM_NONNULL_ALL;
void review_worker_close (void *worker);

/* Fills rq->login for a living token. False: the database is away. */
bool review_login (struct http_request *rq, void *worker, struct text token) BM_MUST_USE BM_NONNULL (1, 2);

#endif
