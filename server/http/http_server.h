/* libmicrohttpd driven from our own epoll loop, with a strict gate before any route, worker threads for handlers and a
   sweeper that bounds the total time of every request. Knows no exam word and no database. */
#ifndef BM_HTTP_SERVER_H
#define BM_HTTP_SERVER_H

#include "http_reply.h"

struct http_desk
{
  const char *name;                 /* "candidate": folder of pages and replies */
  const char *cookie;               /* "bm_candidate"; gets the __Host- prefix and Secure when public_url is https */
  const char *trusted_types;        /* names that its scripts may make Trusted Types policies under; NULL: none */
  const struct http_route *routes;
  size_t route_count;
  /* A worker thread begins and ends; *worker is what its handlers get. False: the server does not start. */
  bool (*worker_open) (void *app, void **worker);
  void (*worker_close) (void *worker);
  /* Who holds this token (well formed or not)? Fills rq->login. False: the store is away, answer 503. */
  bool (*login) (struct http_request *rq, void *worker, struct text token);
  /* For the batch lane, pure: fills rq->login.token_hash. False: no token of this desk looks so; nothing is filled. NULL where no
     row of that lane asks for a login. */
  bool (*token) (struct http_request *rq, struct text token);
  void *app;
};

struct http_config
{
  const struct http_desk *desk;
  const char *share;                /* folder that holds client/ and replies/ as installed */
  const char *language;             /* "en" */
  const char *public_url;           /* "https://exam.example.org": the exact Origin of state changes */
  const char *address;              /* "127.0.0.1" */
  uint16_t port;
  unsigned workers;                 /* 1 .. 64 */
  unsigned hash_workers;            /* 1 .. 8 */
  unsigned batch_most;              /* requests that a batch handler gets at a time, 0 .. 1000; 0: rows of the batch lane go to the
                                       workers one by one */
  unsigned batch_threads;           /* 1 or 2, which take turns: while the database works for one, the other makes the next batch
                                       ready. More would only make batches smaller */
  bool share_port;                  /* several processes of one desk listen on one port, and the system spreads connections over
                                       them (SO_REUSEPORT); all of them must say so */
};

struct http_server;

/* NULL: *problem (in the arena) says why in one sentence: busy port, broken route row, missing template, a libmicrohttpd
   that does not show its framing (gate self-test). */
struct http_server *http_server_start (const struct http_config *config, struct arena *arena, const char **problem)
  BM_MUST_USE BM_NONNULL_ALL;

/* The port it listens on: config.port, or the one the system chose when that is 0 (tests). */
uint16_t http_server_port (const struct http_server *server) BM_NONNULL_ALL;

#define HTTP_BATCH_MOST 1000
#define HTTP_PARKED_MOST 30000  /* requests that may be parked at a time; beyond, one that parks is told at once to answer */
#define HTTP_PARKED_MOST_OF_TOPIC 256  /* likewise, on one topic: more pages than one person opens */

/* Every request that is parked on one of these topics runs again. Any thread, from http_server_start until the caller
   of http_server_stop calls it. */
void http_server_wake (struct http_server *server, const struct uid *topics, size_t count) BM_NONNULL (1);

/* The distinct topics that requests are parked on now, in no order; HTTP_PARKED_MOST is always room enough, with less
   some are left out. For a watcher that compares versions from time to time, so that a change whose wake it missed is
   seen at its next look. Any thread, as above. */
size_t http_server_parked (struct http_server *server, struct uid *topics, size_t most) BM_MUST_USE BM_NONNULL (1);

/* Refuses new requests, has parked ones answered at once, answers what is under way, waits for workers, stops. */
void http_server_stop (struct http_server *server);

#endif
