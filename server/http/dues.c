#include "dues.h"

#include "log.h"
#include "parking.h"

#include <stdlib.h>

static void
put (struct http_dues *dues, struct http_spot *spot, size_t at)
{
  dues->heap[at] = spot;
  spot->due_at = at;
}

/* `at` is free: puts spot there or above. */
static void
rise (struct http_dues *dues, struct http_spot *spot, size_t at)
{
  while (at > 0 && dues->heap[(at - 1) / 2]->due_us > spot->due_us)
    {
      put (dues, dues->heap[(at - 1) / 2], at);
      at = (at - 1) / 2;
    }
  put (dues, spot, at);
}

static void
sink (struct http_dues *dues, struct http_spot *spot)
{
  size_t at = spot->due_at;

  for (size_t child = 2 * at + 1; child < dues->count; child = 2 * at + 1)
    {
      if (child + 1 < dues->count && dues->heap[child + 1]->due_us < dues->heap[child]->due_us)
        child++;
      if (dues->heap[child]->due_us >= spot->due_us)
        break;
      put (dues, dues->heap[child], at);
      at = child;
    }
  put (dues, spot, at);
}

void
http_dues_open (struct http_dues *dues, size_t most)
{
  *dues = (struct http_dues) { .heap = calloc (most + 1, sizeof dues->heap[0]) };
  if (NULL == dues->heap)
    log_fatal ("no_memory", "in=dues");
}

void
http_dues_close (struct http_dues *dues)
{
  free (dues->heap);
}

void
http_dues_add (struct http_dues *dues, struct http_spot *spot)
{
  rise (dues, spot, dues->count++);
}

void
http_dues_remove (struct http_dues *dues, struct http_spot *spot)
{
  struct http_spot *last = dues->heap[--dues->count];

  if (last == spot)
    return;
  rise (dues, last, spot->due_at);
  sink (dues, last);
}

struct http_spot *
http_dues_earliest (const struct http_dues *dues)
{
  return 0 == dues->count ? NULL : dues->heap[0];
}
