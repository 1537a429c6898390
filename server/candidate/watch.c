#include "watch.h"

#include "candidate_pulse.h"
#include "clock.h"
#include "clock_alarm.h"
#include "log.h"

#include <stdlib.h>
#include <string.h>

#define SECOND_US INT64_C (1000000)
#define LOOK_US (SECOND_US / 2)
#define BEAT_US (2 * SECOND_US)
#define HURRY_US (2 * SECOND_US)  /* a database that does not answer for so long is away */
#define LONGEST_WAIT_US (8 * SECOND_US)
#define COMPARE_US (60 * SECOND_US)
#define FORGET_US (600 * SECOND_US)  /* a change stays in the feed at least for so long after everybody could see it … */
#define LATE_US (60 * SECOND_US)     /* … and who has not looked for so long compares everything */
#define ARENA_CAP ((size_t) 8 * 1024 * 1024)

struct watch
{
  const struct desk_setup *setup;
  struct http_server *server;
  struct candidate_store *store;    /* NULL: not open yet; once open it comes back by itself */
  struct arena *arena;              /* of one look */
  int64_t beat_at_us;
  int64_t open_at_us;               /* no attempt to open the store before; the wait between two doubles */
  int64_t open_wait_us;
  struct clock_alarm alarm;
  char *seen;                       /* owned: what the last look at the feed of changes saw; NULL before the first */
  int64_t link;                     /* the connection it came over */
  int64_t looked_us;
  bool in_doubt;                    /* a change may have been missed: all must be compared */
  int64_t compare_at_us;
  int64_t mark;                     /* a floor of changes … */
  int64_t mark_at_us;               /* … and when it was read; 0: none yet */
  struct candidate_version *known;  /* what the last comparison saw, by session; room for HTTP_PARKED_MOST */
  size_t known_count;
};

static struct candidate_call
call_now (const struct watch *watch)
{
  static const uint8_t nobody[HASH_BYTES];

  return (struct candidate_call) { watch->arena, nobody, clock_boot_us () };
}

static bool
is_open (struct watch *watch)
{
  const int64_t now_us = clock_boot_us ();
  const char *problem = "";

  if (NULL != watch->store)
    return true;
  if (now_us < watch->open_at_us)
    return false;
  watch->store = candidate_store_open (watch->setup->conninfo, watch->setup->keyring, watch->arena, &problem);
  if (NULL != watch->store)
    {
      candidate_store_hurry (watch->store, HURRY_US);
      return true;
    }
  log_event (LOG_LEVEL_ERROR, "watch_does_not_open", "problem=\"%s\"", problem);
  watch->open_wait_us = watch->open_wait_us < LONGEST_WAIT_US ? watch->open_wait_us * 2 : LONGEST_WAIT_US;
  watch->open_at_us = clock_boot_us () + watch->open_wait_us;
  return false;
}

static void
beat (struct watch *watch)
{
  const struct candidate_call call = call_now (watch);
  struct candidate_beat beat;

  if (call.arrived_boot_us < watch->beat_at_us)
    return;
  watch->beat_at_us = call.arrived_boot_us + BEAT_US;
  if (CANDIDATE_DONE != candidate_store_beat (watch->store, &call, &beat))
    return;
  if (beat.gone_s > 0)
    log_event (LOG_LEVEL_WARNING, "outage_seen", "gone_s=%lld", (long long) beat.gone_s);
  switch (clock_alarm_hear (&watch->alarm, beat.skew_us, call.arrived_boot_us))
    {
    case CLOCK_ALARM_PARTED:
      log_event (LOG_LEVEL_ERROR, "clock_alarm", "boot_clock_ahead_ms=%lld", (long long) (beat.skew_us / 1000));
      break;
    case CLOCK_ALARM_OVER:
      log_event (LOG_LEVEL_INFO, "clock_alarm_over", "boot_clock_ahead_ms=%lld", (long long) (beat.skew_us / 1000));
      break;
    case CLOCK_ALARM_NOTHING:
      break;
    }
}

static int
by_session (const void *a, const void *b)
{
  return memcmp (&((const struct candidate_version *) a)->session, &((const struct candidate_version *) b)->session,
                 sizeof (struct uid));
}

/* What the last comparison did not see came after it, when the feed told every change already; where that is in doubt, the page may
   have read before a change, and parked after it. */
static bool
has_changed (const struct watch *watch, const struct candidate_version *seen)
{
  const struct candidate_version *before
    = 0 == watch->known_count ? NULL : bsearch (seen, watch->known, watch->known_count, sizeof *seen, by_session);

  return NULL == before ? watch->in_doubt : before->version != seen->version;
}

/* Compares the versions of all sessions that pages wait for with what the comparison before saw. */
static void
compare (struct watch *watch, int64_t now_us)
{
  const struct candidate_call call = call_now (watch);
  struct uid *topics = arena_take (watch->arena, HTTP_PARKED_MOST * sizeof *topics);
  const size_t count = http_server_parked (watch->server, topics, HTTP_PARKED_MOST);
  struct candidate_version *seen = NULL;
  size_t seen_count = 0;
  size_t changed = 0;

  if (0 != count && CANDIDATE_DONE != candidate_store_versions (watch->store, &call, topics, count, &seen, &seen_count))
    return;
  for (size_t i = 0; i < seen_count; i++)
    if (has_changed (watch, &seen[i]))
      topics[changed++] = seen[i].session;
  if (changed > 0)
    http_server_wake (watch->server, topics, changed);
  if (seen_count > 0)
    {
      qsort (seen, seen_count, sizeof *seen, by_session);
      memcpy (watch->known, seen, seen_count * sizeof *seen);
    }
  watch->known_count = seen_count;
  watch->in_doubt = false;
  watch->compare_at_us = now_us + COMPARE_US;
}

static void
keep_seen (struct watch *watch, const char *seen)
{
  free (watch->seen);
  watch->seen = strdup (seen);
  if (NULL == watch->seen)
    log_fatal ("no_memory", "in=%s", "watch");
}

/* What is older than the mark is deleted once the mark is old enough. */
static void
forget (struct watch *watch, const struct candidate_call *call, int64_t floor)
{
  if (call->arrived_boot_us < watch->mark_at_us + FORGET_US)
    return;
  if (0 != watch->mark_at_us && CANDIDATE_DONE != candidate_store_forget_changes (watch->store, call, watch->mark))
    return;
  watch->mark = floor;
  watch->mark_at_us = call->arrived_boot_us;
}

/* Pages whose session has changed answer. When the database is away nothing is forgotten: the next look is told of all since the
   last one that was answered. Everything is compared where the feed may have said too little: at first, over a new connection,
   after so long that it may have been forgotten; and from time to time all the same. */
static void
look (struct watch *watch)
{
  const struct candidate_call call = call_now (watch);
  struct candidate_changes changes;

  if (CANDIDATE_DONE != candidate_store_changes (watch->store, &call, watch->seen, &changes))
    return;
  if (NULL == watch->seen || changes.link != watch->link || call.arrived_boot_us > watch->looked_us + LATE_US)
    watch->in_doubt = true;
  keep_seen (watch, changes.seen);
  watch->link = changes.link;
  watch->looked_us = call.arrived_boot_us;
  if (changes.count > 0)
    http_server_wake (watch->server, changes.sessions, changes.count);
  if (watch->in_doubt || call.arrived_boot_us >= watch->compare_at_us)
    compare (watch, call.arrived_boot_us);
  forget (watch, &call, changes.floor);
}

void
candidate_watch (const struct desk_setup *setup, struct http_server *server, struct stop *stop)
{
  struct watch watch = { .setup = setup, .server = server, .arena = arena_new (ARENA_CAP), .open_wait_us = LOOK_US };

  watch.known = calloc (HTTP_PARKED_MOST, sizeof *watch.known);
  if (NULL == watch.known)
    log_fatal ("no_memory", "in=%s", "watch");
  do
    {
      arena_reset (watch.arena);
      if (! is_open (&watch))
        continue;
      beat (&watch);
      look (&watch);
    }
  while (! stop_wait (stop, LOOK_US));
  candidate_store_close (watch.store);
  arena_free (watch.arena);
  free (watch.seen);
  free (watch.known);
}
