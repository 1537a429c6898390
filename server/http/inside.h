/* The server's inside, for the files of http/ and their tests. */
#ifndef BM_HTTP_INSIDE_H
#define BM_HTTP_INSIDE_H

#include "conns.h"
#include "lanes.h"
#include "parking.h"
#include "send.h"
#include "site.h"

#include <stdatomic.h>

#define HTTP_WORKERS_MOST 64
#define HTTP_HASH_WORKERS_MOST 8
#define HTTP_BATCH_THREADS_MOST 2

/* Everything that is bounded. Times in microseconds. */
struct http_bounds
{
  int64_t idle_us;       /* a connection without a request */
  int64_t reading_us;    /* a request line to the last byte of the body */
  int64_t working_us;    /* a request in the hands of a worker */
  int64_t parked_us;     /* a request that a handler parked, however long it asked for, all its waits together */
  int64_t replying_us;   /* a reply until the client took it */
  size_t work_queue;
  size_t hash_queue;
  size_t batch_queue;
  size_t parked_most;    /* requests */
  size_t parked_most_of_topic;
};

extern const struct http_bounds http_bounds_default;

struct http_shared                 /* a static file as libmicrohttpd sends it */
{
  const struct http_static *file;
  struct MHD_Response *whole;       /* for the moment: to be asked for again */
  struct MHD_Response *lasting;     /* under today's mark: to be kept */
  struct MHD_Response *unchanged;
};

struct http_worker
{
  struct http_server *server;
  struct http_track *lane;
  pthread_t thread;
};

struct http_server
{
  struct arena *arena;
  struct http_site site;
  struct http_bounds bounds;
  struct MHD_Daemon *daemon;
  int listener;
  uint16_t port;
  int epoll;
  int nobody;                      /* a socket without a connection, see aside.c */

  struct http_shared *shared;
  size_t shared_count;
  struct MHD_Response *health;
  struct MHD_Response *openapi;

  struct http_track work;
  struct http_track hash;
  struct http_track batch;
  size_t batch_most;               /* 0: nobody serves the batch lane, its requests are the workers' */
  struct http_done done;
  struct http_parking parking;
  struct http_worker workers[HTTP_WORKERS_MOST + HTTP_HASH_WORKERS_MOST + HTTP_BATCH_THREADS_MOST];
  size_t worker_count;
  pthread_mutex_t start_lock;
  pthread_cond_t start_said;
  size_t opened;
  size_t failed;

  pthread_t loop;
  bool loop_runs;
  atomic_bool stopping;

  /* the loop's */
  struct http_conns conns;
  struct http_spares spares;
  struct http_queue gathered;      /* of this turn, for the batch lane: it is told once a turn */
  struct http_queue lingering;     /* for it too, but in no hurry */
  int64_t linger_until_us;         /* when the first of those must go; none: nothing */
  size_t out;                      /* exchanges that a lane, a worker or the done list has */
  size_t given_back;               /* connections that were aside and that libmicrohttpd has not begun with yet */
  size_t woken_out;                /* those of them that were parked */
};

struct http_server *http_server_start_bounded (const struct http_config *config, const struct http_bounds *bounds,
                                               struct arena *arena, const char **problem) BM_MUST_USE BM_NONNULL_ALL;

/* daemon.c: a libmicrohttpd with the house's options. calls->listener -1: connections are added by hand. */
struct http_daemon_calls
{
  MHD_AccessHandlerCallback request;
  void *(*uri) (void *cls, const char *uri, struct MHD_Connection *connection);
  MHD_RequestCompletedCallback completed;
  MHD_NotifyConnectionCallback connection;
  void *cls;
  int listener;
};

struct MHD_Daemon *http_daemon_start (const struct http_daemon_calls *calls) BM_MUST_USE BM_NONNULL_ALL;

/* proof.c: sends one good and several bad requests through a libmicrohttpd of its own. False: *fault says which one the
   gate did not tell apart. */
bool http_gate_prove (const char **fault) BM_MUST_USE BM_NONNULL_ALL;

/* dispatch.c: libmicrohttpd's callbacks. cls is the server. */
void *http_on_uri (void *cls, const char *uri, struct MHD_Connection *connection);
enum MHD_Result http_on_request (void *cls, struct MHD_Connection *connection, const char *url, const char *method,
                                 const char *version, const char *upload, size_t *upload_size, void **request);
void http_on_completed (void *cls, struct MHD_Connection *connection, void **request,
                        enum MHD_RequestTerminationCode how);
void http_on_connection (void *cls, struct MHD_Connection *connection, void **socket,
                         enum MHD_ConnectionNotificationCode what);

/* dispatch.c: gives an exchange whose connection is suspended to its lane, room or not. It arrives now. What goes to the batch
   lane gets there with http_track_put_all of what this turn gathered. */
void http_publish (struct http_server *server, struct http_exchange *exchange) BM_NONNULL_ALL;
/* dispatch.c: the exchange is back from a batch that set it apart. False: the workers have no room for it. */
bool http_publish_apart (struct http_server *server, struct http_exchange *exchange) BM_MUST_USE BM_NONNULL_ALL;

/* dispatch.c: the reply of this exchange has left (whole), or cannot: says so, and lets go of it. */
void http_complete (struct http_server *server, struct http_exchange *exchange, bool whole) BM_NONNULL_ALL;
/* dispatch.c: makes the refusal of one that is given up. */
void http_refuse_busy (const struct http_server *server, struct http_exchange *exchange) BM_NONNULL_ALL;

/* park.c, all on the loop's thread. The exchange is back from a handler that parked it. */
void http_park (struct http_server *server, struct http_exchange *exchange) BM_NONNULL_ALL;
/* The client of a parked exchange has gone away. */
void http_park_gone (struct http_server *server, struct http_conn *conn) BM_NONNULL_ALL;
/* Hands those that were woken, or have waited long enough, to the workers, as many as may be there at a time. */
void http_park_run_again (struct http_server *server) BM_NONNULL_ALL;

/* linger.c, all on the loop's thread. The exchange's row may linger, and its connection is suspended. */
void http_linger_add (struct http_server *server, struct http_exchange *exchange) BM_NONNULL_ALL;
/* Microseconds until http_linger_let_go has something to do. */
int64_t http_linger_patience (const struct http_server *server, int64_t now_us) BM_MUST_USE BM_NONNULL_ALL;
/* To the batch lane with all that linger, if the first has waited its time, if they fill a batch or at a stop. */
void http_linger_let_go (struct http_server *server) BM_NONNULL_ALL;

/* loop.c: lets an exchange that waits send its answer (its refusal with HTTP_STAGE_GIVEN_UP). */
void http_answer_now (struct http_server *server, struct http_exchange *exchange, enum http_stage stage) BM_NONNULL_ALL;

/* loop.c and worker.c: thread bodies. */
void *http_loop_run (void *server);
void *http_worker_run (void *worker);

/* worker.c: what a handler returned becomes the exchange's answer, or its wish to be parked. */
void http_take_reply (const struct http_site *site, struct http_exchange *exchange, struct http_reply *reply) BM_NONNULL_ALL;
struct http_reply http_refuse_stranger (struct http_request *rq) BM_MUST_USE BM_NONNULL_ALL;

/* batch.c: a thread of the batch lane, until the lane has ended and is empty. */
void http_batch_run (struct http_server *server, void *worker) BM_NONNULL (1);

#endif
