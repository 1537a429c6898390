#include "registrar.h"

#include "log.h"
#include "work.h"

#include <stdio.h>
#include <time.h>

#define ARENA_CAP ((size_t) 128 * 1024 * 1024)
#define PAUSE_MS 250
#define PAUSE_AWAY_MS 2000
#define WHOLE_EVERY 120   /* rounds, about a minute */
#define BROKEN_EVERY 20
#define BEAT_EVERY 20      /* rounds, about five seconds */

/* What the registrar does without being asked, besides closing and folding. */
typedef enum registrar_status by_itself (struct registrar *registrar);
static by_itself *const works[]
  = { registrar_bar, registrar_mask_again, registrar_decide, registrar_calibrate, registrar_feedback, registrar_rescue };

/* What one of them cannot do is damaged: it is tried again, and named in the log, every ten seconds and not every round. */
struct rounds
{
  unsigned count;
  bool fold_broken;
  bool broken[BM_COUNT (works)];
};

static void
pause_for (long ms)
{
  const struct timespec time = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };
  (void) nanosleep (&time, NULL);
}

static registrar_work *
work_of (enum registrar_kind kind)
{
  switch (kind)
    {
    case REGISTRAR_SCORE: return registrar_score;
    case REGISTRAR_INTAKE: return registrar_intake;
    case REGISTRAR_PACKETS: return registrar_packets;
    case REGISTRAR_PREVIEW: return registrar_preview;
    case REGISTRAR_RELEASE: return registrar_release;
    }
  log_fatal ("duty_kind", "kind=%d", (int) kind);
}

/* A duty that the database interrupts stays running and is taken again; one whose data is damaged is refused by name. */
static enum registrar_status
do_duty (struct registrar *registrar, bool *taken)
{
  struct registrar_duty duty;
  const char *note = "";
  enum registrar_status status = registrar_store_take_duty (registrar->store, &duty, taken);

  if (REGISTRAR_DONE != status || ! *taken)
    return status;
  /* Whatever counts by now is in the sheets and decisions. What does not fold or decide is found by the duty's own look at what
     blocks it. */
  if (REGISTRAR_AWAY == registrar_fold (registrar, true) || REGISTRAR_AWAY == registrar_bar (registrar)
      || REGISTRAR_AWAY == registrar_decide (registrar))
    return REGISTRAR_AWAY;
  arena_reset (registrar->arena);
  status = work_of (duty.kind) (registrar, &duty, &note);
  if (REGISTRAR_AWAY == status)
    return status;
  if (REGISTRAR_BROKEN == status)
    note = "damaged";
  return registrar_store_finish (registrar->store, &duty, note);
}

/* *busy: a duty was done, and another may wait. */
static enum registrar_status
do_round (struct registrar *registrar, struct rounds *rounds, bool *busy)
{
  const bool whole = 0 == rounds->count % WHOLE_EVERY;
  const bool again = 0 == rounds->count++ % BROKEN_EVERY;
  enum registrar_status status;
  bool alone;

  arena_reset (registrar->arena);
  status = registrar_store_alone (registrar->store, &alone);
  if (REGISTRAR_DONE != status || ! alone)
    return status;
  if (0 == rounds->count % BEAT_EVERY && REGISTRAR_AWAY == registrar_beat (registrar))
    return REGISTRAR_AWAY;
  status = registrar_close (registrar);
  if (REGISTRAR_AWAY != status && (again || ! rounds->fold_broken))
    {
      status = registrar_fold (registrar, whole);
      rounds->fold_broken = REGISTRAR_BROKEN == status;
    }
  for (size_t i = 0; REGISTRAR_AWAY != status && i < BM_COUNT (works); i++)
    if (again || ! rounds->broken[i])
      {
        status = works[i](registrar);
        rounds->broken[i] = REGISTRAR_BROKEN == status;
      }
  return REGISTRAR_AWAY == status ? status : do_duty (registrar, busy);
}

int
registrar_run (const struct desk_setup *setup, const volatile sig_atomic_t *stop)
{
  struct registrar registrar = { .arena = arena_new (ARENA_CAP) };
  struct rounds rounds = { .count = 0 };
  const char *problem = "";

  registrar.store = registrar_store_open (setup, registrar.arena, &problem);
  if (NULL == registrar.store)
    {
      fprintf (stderr, "blindmark-registrar: %s\n", problem);
      arena_free (registrar.arena);
      return 1;
    }
  while (! *stop)
    {
      bool busy = false;
      const enum registrar_status status = do_round (&registrar, &rounds, &busy);
      if (! *stop && ! (busy && REGISTRAR_DONE == status))
        pause_for (REGISTRAR_DONE == status ? PAUSE_MS : PAUSE_AWAY_MS);
    }
  registrar_store_close (registrar.store);
  arena_free (registrar.arena);
  return 0;
}
