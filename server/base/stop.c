#include "stop.h"

#include <time.h>

#define SECOND_US INT64_C (1000000)

void
stop_open (struct stop *stop)
{
  pthread_condattr_t steady;

  (void) pthread_condattr_init (&steady);
  (void) pthread_condattr_setclock (&steady, CLOCK_MONOTONIC);
  (void) pthread_cond_init (&stop->said_so, &steady);
  (void) pthread_condattr_destroy (&steady);
  (void) pthread_mutex_init (&stop->lock, NULL);
  stop->said = false;
}

void
stop_close (struct stop *stop)
{
  (void) pthread_cond_destroy (&stop->said_so);
  (void) pthread_mutex_destroy (&stop->lock);
}

void
stop_say (struct stop *stop)
{
  (void) pthread_mutex_lock (&stop->lock);
  stop->said = true;
  (void) pthread_cond_broadcast (&stop->said_so);
  (void) pthread_mutex_unlock (&stop->lock);
}

static struct timespec
after (int64_t us)
{
  struct timespec at;
  int64_t ns;

  (void) clock_gettime (CLOCK_MONOTONIC, &at);
  ns = at.tv_nsec + us % SECOND_US * 1000;
  at.tv_sec += us / SECOND_US + ns / 1000000000;
  at.tv_nsec = ns % 1000000000;
  return at;
}

bool
stop_wait (struct stop *stop, int64_t us)
{
  const struct timespec until = after (us);
  bool said;

  (void) pthread_mutex_lock (&stop->lock);
  while (! stop->said && 0 == pthread_cond_timedwait (&stop->said_so, &stop->lock, &until))
    continue;
  said = stop->said;
  (void) pthread_mutex_unlock (&stop->lock);
  return said;
}
