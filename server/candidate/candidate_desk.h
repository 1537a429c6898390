/* The candidate desk as the app starts it: its routes, a worker's beginning and end, and who is behind a cookie. */
#ifndef BM_CANDIDATE_DESK_H
#define BM_CANDIDATE_DESK_H

#include "http_request.h"

extern const struct http_route candidate_routes[];
extern const size_t candidate_route_count;

/* app: const struct desk_setup *. *worker: struct candidate_worker of wing.h. */
bool candidate_worker_open (void *app, void **worker);
void candidate_worker_close (void *worker);

/* The hash of a token that has the form of one, for the store. */
bool candidate_token (struct http_request *rq, struct text token);

/* False: the database is away. rq->login.person is the registration. */
bool candidate_login (struct http_request *rq, void *worker, struct text token);

#endif
