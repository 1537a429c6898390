/* A word from one thread to another: stop. Whoever waits for its next turn hears it at once. */
#ifndef BM_STOP_H
#define BM_STOP_H

#include "attrs.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct stop
{
  pthread_mutex_t lock;
  pthread_cond_t said_so;
  bool said;
};

void stop_open (struct stop *stop) BM_NONNULL_ALL;
void stop_close (struct stop *stop) BM_NONNULL_ALL;

void stop_say (struct stop *stop) BM_NONNULL_ALL;

/* Waits for that long, or until it is said. True: it was said, now or before. */
bool stop_wait (struct stop *stop, int64_t us) BM_MUST_USE BM_NONNULL_ALL;

#endif
