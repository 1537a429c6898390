/* What the candidate desk does beside answering, on one thread with a store of its own: its heartbeat, the alarm about clocks
   that part, and a look at the sessions that open pages wait on, so that a page learns within a moment what became of its
   time. The database may be away for as long as it likes. */
#ifndef BM_CANDIDATE_WATCH_H
#define BM_CANDIDATE_WATCH_H

#include "desk_setup.h"
#include "http_server.h"
#include "stop.h"

/* Returns at once when stop is said, within some four seconds when the database hangs. */
void candidate_watch (const struct desk_setup *setup, struct http_server *server, struct stop *stop) BM_NONNULL_ALL;

#endif
