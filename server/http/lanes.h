/* The ways between the loop and the workers: bounded queues of requests one way, one list of finished ones back. */
#ifndef BM_HTTP_LANES_H
#define BM_HTTP_LANES_H

#include "exchange.h"

#include <pthread.h>

struct http_queue
{
  struct http_exchange *first;
  struct http_exchange *last;
  size_t count;
};

#define HTTP_TRACK_CROWD ((size_t) 64)

struct http_track
{
  pthread_mutex_t lock;
  pthread_cond_t filled;
  int crowded;                      /* an eventfd: so many wait that they go before their time */
  struct http_queue queue;
  size_t most;
  size_t crowd;                     /* HTTP_TRACK_CROWD, or less where not so many are taken at a time */
  bool ended;
  int64_t ripe_us;                  /* of the boot clock: from then on even a few are taken together … */
  int64_t pause_us;                 /* … which was so far away when it was set */
};

void http_track_init (struct http_track *lane, size_t most) BM_NONNULL_ALL;
void http_track_destroy (struct http_track *lane) BM_NONNULL_ALL;

/* Only the loop fills lanes: room that it has seen does not vanish. coming: those that it is about to put. */
bool http_track_has_room (struct http_track *lane, size_t coming) BM_MUST_USE BM_NONNULL_ALL;

/* Publishes, room or not. From here on only the worker that gets it touches the exchange. */
void http_track_put (struct http_track *lane, struct http_exchange *exchange) BM_NONNULL_ALL;

/* All of a list at once, with one signal; the list is empty then. */
void http_track_put_all (struct http_track *lane, struct http_queue *list) BM_NONNULL_ALL;

/* Waits. NULL: the lane has ended and is empty. */
struct http_exchange *http_track_take (struct http_track *lane) BM_MUST_USE BM_NONNULL_ALL;

/* Waits for somebody, and while less than a crowd are there, until the pause of those before is over; takes them, first come
   first, at most `most`, and has a few who come after them wait for pause_us, so that they are more. 0: the lane has ended and is
   empty. */
size_t http_track_take_many (struct http_track *lane, struct http_exchange **taken, size_t most, int64_t pause_us)
  BM_MUST_USE BM_NONNULL_ALL;

void http_track_end (struct http_track *lane) BM_NONNULL_ALL;

/* Finished requests; wake is an eventfd that the loop watches. */
struct http_done
{
  pthread_mutex_t lock;
  struct http_queue queue;
  int wake;
};

void http_queue_add (struct http_queue *queue, struct http_exchange *exchange) BM_NONNULL_ALL;

void http_done_put (struct http_done *done, struct http_exchange *exchange) BM_NONNULL_ALL;

/* All of a list at once: one look-up of the loop. The list is empty then. */
void http_done_put_all (struct http_done *done, struct http_queue *list) BM_NONNULL_ALL;

/* The whole list at once, linked by next; NULL: nothing. */
struct http_exchange *http_done_take_all (struct http_done *done) BM_MUST_USE BM_NONNULL_ALL;

/* Makes the loop look up. Any thread. */
void http_done_wake (const struct http_done *done) BM_NONNULL_ALL;

#endif
