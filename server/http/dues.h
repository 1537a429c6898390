/* Parked requests by the time when they are due: a binary heap whose members know their place, since most leave before. */
#ifndef BM_HTTP_DUES_H
#define BM_HTTP_DUES_H

#include "attrs.h"

#include <stddef.h>

struct http_spot;

struct http_dues
{
  struct http_spot **heap;   /* the earliest first; owned */
  size_t count;
};

void http_dues_open (struct http_dues *dues, size_t most) BM_NONNULL_ALL;
void http_dues_close (struct http_dues *dues) BM_NONNULL_ALL;

/* By spot->due_us, which stays as it is until the spot is out. There is room. */
void http_dues_add (struct http_dues *dues, struct http_spot *spot) BM_NONNULL_ALL;
void http_dues_remove (struct http_dues *dues, struct http_spot *spot) BM_NONNULL_ALL;

/* NULL: there is none. */
struct http_spot *http_dues_earliest (const struct http_dues *dues) BM_MUST_USE BM_NONNULL_ALL;

#endif
