/* Requests that wait without a worker until something happens to their topic. The loop puts them in and takes them out;
   any thread wakes. One lock, held for a few steps of a list. */
#ifndef BM_HTTP_PARKING_H
#define BM_HTTP_PARKING_H

#include "dues.h"
#include "uid.h"

#include <pthread.h>

#define HTTP_PARKING_BUCKETS 8192

enum http_place
{
  HTTP_PLACE_NONE,
  HTTP_PLACE_PARKED,  /* in its topic's bucket and among the dues */
  HTTP_PLACE_READY    /* in the list of those that are to run again */
};

/* Part of an exchange; *_us on CLOCK_BOOTTIME. */
struct http_spot
{
  struct http_exchange *exchange;
  struct uid topic;
  int64_t due_us;             /* from then on it must be answered; 0: never parked */
  uint64_t seen;              /* http_parking_wakes when its handler began to run */
  bool over;                  /* it must be answered, whatever the time */
  enum http_place place;
  size_t due_at;                      /* parked: place in the heap of dues */
  struct http_spot *left, *right;     /* parked: in the bucket; those of one topic stand side by side */
  struct http_spot *previous, *next;  /* ready */
};

struct http_spots
{
  struct http_spot *first, *last;
};

struct http_bucket
{
  struct http_spot *first;
  uint64_t woken;             /* number of the last wake of a topic that belongs here */
};

struct http_parking
{
  pthread_mutex_t lock;
  struct http_bucket *buckets;
  struct http_dues dues;
  struct http_spots ready;
  size_t count;               /* parked and ready */
  size_t most;
  size_t most_of_topic;
  uint64_t wakes;
  bool ended;
};

/* most: parked and ready; most_of_topic: parked on one topic, so that nobody takes the places of all others. Who comes in beyond
   one of them is ready at once and over. */
void http_parking_open (struct http_parking *parking, size_t most, size_t most_of_topic) BM_NONNULL_ALL;
void http_parking_close (struct http_parking *parking) BM_NONNULL_ALL;

/* How many wakes there have been. Read before a handler looks at what it might wait for: a wake that comes between that
   look and http_parking_enter has a greater number, so it is not lost. */
uint64_t http_parking_wakes (struct http_parking *parking) BM_MUST_USE BM_NONNULL_ALL;

/* exchange, topic, due_us and seen of the spot are set. It is ready at once when a wake may have been missed (rarely one
   of another topic), when it is due, when there are too many or after
   the end. */
void http_parking_enter (struct http_parking *parking, struct http_spot *spot, int64_t now_us) BM_NONNULL_ALL;

/* All that wait for one of these topics become ready. True: there was one. */
bool http_parking_wake (struct http_parking *parking, const struct uid *topics, size_t count) BM_MUST_USE BM_NONNULL (1);

/* All that are due become ready. */
void http_parking_ripen (struct http_parking *parking, int64_t now_us) BM_NONNULL_ALL;

/* The one that has been ready longest, taken out; NULL: none. spot->over says whether it must be answered. */
struct http_spot *http_parking_take (struct http_parking *parking, int64_t now_us) BM_MUST_USE BM_NONNULL_ALL;

/* Takes out one that is parked or ready. */
void http_parking_leave (struct http_parking *parking, struct http_spot *spot) BM_NONNULL_ALL;

/* All become ready and over, and whoever comes later too. */
void http_parking_end (struct http_parking *parking) BM_NONNULL_ALL;

/* Distinct topics of those that are parked, at most `most`. */
size_t http_parking_topics (struct http_parking *parking, struct uid *topics, size_t most) BM_MUST_USE BM_NONNULL (1);

/* Parked and ready. */
size_t http_parking_count (struct http_parking *parking) BM_MUST_USE BM_NONNULL_ALL;

/* Microseconds until one is due, at least 0; INT64_MAX: nobody is parked. */
int64_t http_parking_patience (struct http_parking *parking, int64_t now_us) BM_MUST_USE BM_NONNULL_ALL;

#endif
