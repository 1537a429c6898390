/* Appointments as an iCalendar text (RFC 5545 and 5546) that any calendar program takes in. Instants are UTC, so no zone has
   to be described. Only texts of the caller's are written: none of them may hold an access code, since a calendar is shared
   and synchronised without thought. */
#ifndef BM_CALENDAR_H
#define BM_CALENDAR_H

#include "attrs.h"
#include "buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct calendar_event
{
  struct text uid;          /* the same for every version of one appointment, and for nothing else */
  int64_t sequence;         /* 0 at first, one more with each change; a calendar keeps the highest */
  int64_t stamped_us;       /* when this version was made; this and the others in microseconds since 1970-01-01 UTC, */
  int64_t starts_us;        /* 0 .. the year 9999, written in whole seconds */
  int64_t ends_us;          /* after starts_us */
  struct text summary;      /* not empty; texts are valid UTF-8, may have several lines; control characters are left out */
  struct text description;  /* may be empty: not written */
  struct text location;     /* may be empty: not written */
  bool cancelled;
};

/* Adds a whole calendar of count events, 1 or more, to out. Its METHOD is CANCEL when all of them are cancelled, else PUBLISH:
   nobody is asked for a reply. An event that stands reminds one day before. */
void calendar_write (const struct calendar_event *events, size_t count, struct buf *out) BM_NONNULL_ALL;

#endif
