#include "lanes.h"

#include "clock.h"
#include "log.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

void
http_queue_add (struct http_queue *queue, struct http_exchange *exchange)
{
  exchange->next = NULL;
  if (NULL == queue->last)
    queue->first = exchange;
  else
    queue->last->next = exchange;
  queue->last = exchange;
  queue->count++;
}

static void
add_all (struct http_queue *queue, struct http_queue *list)
{
  if (NULL == queue->last)
    queue->first = list->first;
  else
    queue->last->next = list->first;
  queue->last = list->last;
  queue->count += list->count;
  *list = (struct http_queue) { NULL, NULL, 0 };
}

static struct http_exchange *
remove_first (struct http_queue *queue)
{
  struct http_exchange *exchange = queue->first;

  if (NULL == exchange)
    return NULL;
  queue->first = exchange->next;
  if (NULL == queue->first)
    queue->last = NULL;
  queue->count--;
  return exchange;
}

void
http_track_init (struct http_track *lane, size_t most)
{
  *lane = (struct http_track) { .most = most, .crowd = HTTP_TRACK_CROWD };
  (void) pthread_mutex_init (&lane->lock, NULL);
  (void) pthread_cond_init (&lane->filled, NULL);
  lane->crowded = eventfd (0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (lane->crowded < 0)
    log_fatal ("eventfd", "in=lanes");
}

void
http_track_destroy (struct http_track *lane)
{
  (void) close (lane->crowded);
  (void) pthread_cond_destroy (&lane->filled);
  (void) pthread_mutex_destroy (&lane->lock);
}

bool
http_track_has_room (struct http_track *lane, size_t coming)
{
  bool room;

  (void) pthread_mutex_lock (&lane->lock);
  room = lane->queue.count + coming < lane->most;
  (void) pthread_mutex_unlock (&lane->lock);
  return room;
}

static void
say_crowded (const struct http_track *lane)
{
  const uint64_t one = 1;

  (void) ! write (lane->crowded, &one, sizeof one);
}

/* So many have come, or are left for another thread. */
static void
tell (struct http_track *lane, size_t coming)
{
  (void) pthread_cond_signal (&lane->filled);
  if (lane->queue.count >= lane->crowd && lane->queue.count - coming < lane->crowd)
    say_crowded (lane);
}

void
http_track_put (struct http_track *lane, struct http_exchange *exchange)
{
  (void) pthread_mutex_lock (&lane->lock);
  http_queue_add (&lane->queue, exchange);
  tell (lane, 1);
  (void) pthread_mutex_unlock (&lane->lock);
}

void
http_track_put_all (struct http_track *lane, struct http_queue *list)
{
  const size_t coming = list->count;

  if (NULL == list->first)
    return;
  (void) pthread_mutex_lock (&lane->lock);
  add_all (&lane->queue, list);
  tell (lane, coming);
  (void) pthread_mutex_unlock (&lane->lock);
}

struct http_exchange *
http_track_take (struct http_track *lane)
{
  struct http_exchange *exchange;

  (void) pthread_mutex_lock (&lane->lock);
  while (NULL == lane->queue.first && ! lane->ended)
    (void) pthread_cond_wait (&lane->filled, &lane->lock);
  exchange = remove_first (&lane->queue);
  (void) pthread_mutex_unlock (&lane->lock);
  return exchange;
}

/* Until then or shortly after, or until a crowd has come; maybe sooner. A length and no instant is waited for, so no clock that is
   set meanwhile makes it long. */
static void
await_crowd (struct http_track *lane, int64_t wait_us)
{
  struct pollfd crowded = { .fd = lane->crowded, .events = POLLIN };
  uint64_t count;

  (void) pthread_mutex_unlock (&lane->lock);
  if (poll (&crowded, 1, (int) (wait_us / 1000) + 1) > 0)
    (void) ! read (lane->crowded, &count, sizeof count);
  (void) pthread_mutex_lock (&lane->lock);
}

/* Another thread may have taken them while this one waited. */
static void
await_many (struct http_track *lane)
{
  while (! lane->ended)
    {
      const int64_t wait_us = lane->ripe_us - clock_boot_us ();
      if (NULL == lane->queue.first)
        (void) pthread_cond_wait (&lane->filled, &lane->lock);
      else if (wait_us > 0 && wait_us <= lane->pause_us && lane->queue.count < lane->crowd)
        await_crowd (lane, wait_us);
      else
        return;
    }
}

size_t
http_track_take_many (struct http_track *lane, struct http_exchange **taken, size_t most, int64_t pause_us)
{
  size_t count = 0;

  (void) pthread_mutex_lock (&lane->lock);
  await_many (lane);
  lane->ripe_us = clock_boot_us () + pause_us;
  lane->pause_us = pause_us;
  while (count < most && NULL != lane->queue.first)
    taken[count++] = remove_first (&lane->queue);
  if (NULL != lane->queue.first)
    tell (lane, lane->queue.count);
  (void) pthread_mutex_unlock (&lane->lock);
  return count;
}

void
http_track_end (struct http_track *lane)
{
  (void) pthread_mutex_lock (&lane->lock);
  lane->ended = true;
  (void) pthread_cond_broadcast (&lane->filled);
  say_crowded (lane);
  (void) pthread_mutex_unlock (&lane->lock);
}

void
http_done_wake (const struct http_done *done)
{
  const uint64_t one = 1;

  (void) ! write (done->wake, &one, sizeof one);
}

void
http_done_put (struct http_done *done, struct http_exchange *exchange)
{
  bool was_empty;

  (void) pthread_mutex_lock (&done->lock);
  was_empty = NULL == done->queue.first;
  http_queue_add (&done->queue, exchange);
  (void) pthread_mutex_unlock (&done->lock);
  if (was_empty)
    http_done_wake (done);
}

void
http_done_put_all (struct http_done *done, struct http_queue *list)
{
  bool was_empty;

  if (NULL == list->first)
    return;
  (void) pthread_mutex_lock (&done->lock);
  was_empty = NULL == done->queue.first;
  add_all (&done->queue, list);
  (void) pthread_mutex_unlock (&done->lock);
  if (was_empty)
    http_done_wake (done);
}

struct http_exchange *
http_done_take_all (struct http_done *done)
{
  struct http_exchange *first;

  (void) pthread_mutex_lock (&done->lock);
  first = done->queue.first;
  done->queue = (struct http_queue) { NULL, NULL, 0 };
  (void) pthread_mutex_unlock (&done->lock);
  return first;
}
