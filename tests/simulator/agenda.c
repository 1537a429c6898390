#include "agenda.h"

#include <stdio.h>
#include <stdlib.h>

void
agenda_clear (struct agenda *agenda)
{
  agenda->count = 0;
  agenda->numbers = 0;
  for (size_t i = 0; i < AGENDA_MOST; i++)
    agenda->heap[i] = (uint16_t) i;
}

static bool
is_before (const struct agenda *agenda, size_t one, size_t other)
{
  const struct event *a = &agenda->events[agenda->heap[one]];
  const struct event *b = &agenda->events[agenda->heap[other]];

  return a->at_us < b->at_us || (a->at_us == b->at_us && a->number < b->number);
}

static void
swap (struct agenda *agenda, size_t one, size_t other)
{
  uint16_t kept = agenda->heap[one];

  agenda->heap[one] = agenda->heap[other];
  agenda->heap[other] = kept;
}

void
agenda_put (struct agenda *agenda, struct event event)
{
  size_t at = agenda->count;

  if (AGENDA_MOST == at)
    {
      (void) fprintf (stderr, "simulator: too much at once\n");
      abort ();
    }
  event.number = agenda->numbers++;
  agenda->events[agenda->heap[at]] = event;
  agenda->count++;
  for (; at > 0 && is_before (agenda, at, (at - 1) / 2); at = (at - 1) / 2)
    swap (agenda, at, (at - 1) / 2);
}

bool
agenda_take (struct agenda *agenda, struct event *event)
{
  size_t at = 0;

  if (0 == agenda->count)
    return false;
  *event = agenda->events[agenda->heap[0]];
  swap (agenda, 0, --agenda->count);
  for (;;)
    {
      size_t least = at;
      for (size_t child = 2 * at + 1; child <= 2 * at + 2; child++)
        if (child < agenda->count && is_before (agenda, child, least))
          least = child;
      if (least == at)
        return true;
      swap (agenda, at, least);
      at = least;
    }
}
