/* Part 1: every sheet of the administration that has no score yet.
   One statement reads thousands of sealed sheets, they are opened, scored and sealed here, and one statement writes their scores: a
   statement and a commit for each sheet is what took the time. A batch that is committed is done; whoever is interrupted goes on
   with what has no score. Large administrations are scored by two threads, each with a connection of its own, that take slices of
   the sessions' ids in turn: while one waits for the database the other opens seals. */
#include "log.h"
#include "part1_score.h"
#include "registrar_scores.h"
#include "work.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>

#define SECOND_LEAST 5000  /* sheets that are worth a second connection */
#define SLICE_ABOUT 17000  /* sheets in a slice: a few to share, none so small that commits weigh */
#define OPEN_CAP ((size_t) 1024 * 1024)

/* What both threads work on. */
struct scoring
{
  const struct registrar_duty *duty;
  struct registrar_form form;
  struct text keys;
  struct hash digest;
  size_t slices;
  atomic_size_t next_slice;
  struct registrar_store *second;   /* the second thread's, from when it first opens it to the end */
  pthread_mutex_t counting;   /* also held while the count is shown, so that it never goes back */
  size_t done;
  size_t total;
};

struct lane
{
  struct scoring *scoring;
  struct registrar_store *store;
  struct registrar_scored *scored;   /* room for one batch */
  enum registrar_status status;      /* the worst so far */
};

/* The id that ends slice i-1: ids are random, so equal slices of their first 8 bytes hold about as many sessions. */
static struct uid
bound (size_t i, size_t slices)
{
  const uint64_t first = i < slices ? UINT64_MAX / slices * i : UINT64_MAX;
  struct uid uid = { { 0 } };

  for (size_t k = 0; k < 8; k++)
    uid.bytes[k] = (uint8_t) (first >> (56 - 8 * k));
  if (i == slices)
    memset (uid.bytes + 8, 0xFF, 8);
  return uid;
}

/* Into lane->scored; returns how many. One that cannot be scored is named in the log and does not hold up the others. */
static size_t
score_sheets (struct lane *lane, const struct pg_rows *list)
{
  const struct scoring *scoring = lane->scoring;
  size_t count = 0;

  for (size_t i = 0; i < registrar_list_count (list); i++)
    {
      struct registrar_sheet sheet;
      struct part1_score score;
      char id[UID_TEXT_ROOM];
      if (REGISTRAR_DONE == registrar_store_sheet (lane->store, list, i, &sheet)
          && part1_score (sheet.answers, scoring->keys, scoring->form.percent, &score))
        {
          lane->scored[count++]
            = (struct registrar_scored) { sheet.session, sheet.version, score.score, score.max, score.passed };
          continue;
        }
      uid_print (sheet.session, id);
      log_event (LOG_LEVEL_ERROR, "not_scored", "session=%s", id);
      lane->status = REGISTRAR_BROKEN;
    }
  return count;
}

static enum registrar_status
show_progress (struct lane *lane, size_t more)
{
  struct scoring *scoring = lane->scoring;
  enum registrar_status status;

  (void) pthread_mutex_lock (&scoring->counting);
  scoring->done += more;
  status = registrar_store_progress (lane->store, scoring->duty, scoring->done, scoring->total);
  (void) pthread_mutex_unlock (&scoring->counting);
  return status;
}

/* *range goes on after the last sheet of the batch; *more: there may be some. */
static enum registrar_status
score_batch (struct lane *lane, struct registrar_range *range, bool *more)
{
  struct scoring *scoring = lane->scoring;
  struct pg_rows *list BM_CLEANUP (registrar_list_free) = NULL;
  enum registrar_status status
    = registrar_store_score_work (lane->store, scoring->duty, scoring->form.id, *range, &list);
  size_t count;

  *more = REGISTRAR_SHEETS_MOST == registrar_list_count (list);
  if (REGISTRAR_DONE != status || 0 == registrar_list_count (list))
    return status;
  range->after = registrar_store_sheet_session (list, registrar_list_count (list) - 1);
  count = score_sheets (lane, list);
  if (count > 0)
    status = registrar_store_put_part1 (lane->store, scoring->duty, lane->scored, count, &scoring->digest, PART1_RULE);
  return REGISTRAR_DONE == status ? show_progress (lane, count) : status;
}

/* Takes slices until there are none, or the database is away. */
static void *
run_lane (void *argument)
{
  struct lane *lane = argument;
  struct scoring *scoring = lane->scoring;
  size_t slice;

  while (REGISTRAR_AWAY != lane->status && (slice = atomic_fetch_add (&scoring->next_slice, 1)) < scoring->slices)
    {
      struct registrar_range range = { bound (slice, scoring->slices), bound (slice + 1, scoring->slices) };
      bool more = true;
      while (more && REGISTRAR_AWAY != lane->status)
        {
          const enum registrar_status status = score_batch (lane, &range, &more);
          if (REGISTRAR_DONE != status)
            lane->status = status;
          more = more && REGISTRAR_DONE == status;
        }
    }
  return NULL;
}

/* The second connection is opened here, so that the first thread works meanwhile; without one, the first does all. */
static void *
run_second (void *argument)
{
  struct lane *lane = argument;
  struct scoring *scoring = lane->scoring;

  if (NULL == scoring->second)
    {
      struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (OPEN_CAP);
      scoring->second = registrar_store_second (lane->store, arena);
    }
  lane->store = scoring->second;
  return NULL == lane->store ? NULL : run_lane (lane);
}

/* Signals are for the thread that waits for them. */
static bool
start_lane (pthread_t *thread, struct lane *lane)
{
  sigset_t all;
  sigset_t before;
  bool started;

  (void) sigfillset (&all);
  (void) pthread_sigmask (SIG_SETMASK, &all, &before);
  started = 0 == pthread_create (thread, NULL, run_second, lane);
  (void) pthread_sigmask (SIG_SETMASK, &before, NULL);
  return started;
}

static struct lane
new_lane (struct scoring *scoring, struct registrar_store *store, struct arena *arena)
{
  return (struct lane) { .scoring = scoring,
                         .store = store,
                         .scored = arena_take (arena, REGISTRAR_SHEETS_MOST * sizeof (struct registrar_scored)),
                         .status = REGISTRAR_DONE };
}

static enum registrar_status
score_form (struct registrar *registrar, struct scoring *scoring)
{
  struct lane first_lane = new_lane (scoring, registrar->store, registrar->arena);
  enum registrar_status status = registrar_store_keys (registrar->store, scoring->duty->association, scoring->form.id,
                                                       registrar->arena, &scoring->keys, &scoring->digest);

  if (REGISTRAR_DONE != status)
    return status;
  scoring->slices = scoring->form.sheets < SECOND_LEAST ? 1 : 2 * (scoring->form.sheets / (2 * SLICE_ABOUT) + 1);
  atomic_store (&scoring->next_slice, 0);
  if (scoring->form.sheets < SECOND_LEAST)
    (void) run_lane (&first_lane);
  else
    {
      struct lane second_lane = new_lane (scoring, registrar->store, registrar->arena);
      pthread_t thread;
      const bool started = start_lane (&thread, &second_lane);
      (void) run_lane (&first_lane);
      if (started)
        (void) pthread_join (thread, NULL);
      if (REGISTRAR_AWAY != first_lane.status && REGISTRAR_DONE != second_lane.status)
        return second_lane.status;
    }
  return first_lane.status;
}

/* Away ends it at once; a form with a damaged sheet does not hold up the next form. */
static enum registrar_status
score_forms (struct registrar *registrar, struct scoring *scoring, const struct pg_rows *list)
{
  enum registrar_status worst = registrar_store_progress (registrar->store, scoring->duty, 0, scoring->total);

  for (size_t i = 0; REGISTRAR_AWAY != worst && i < registrar_list_count (list); i++)
    {
      enum registrar_status status;
      scoring->form = registrar_store_score_form (list, i);
      status = score_form (registrar, scoring);
      if (REGISTRAR_DONE != status)
        worst = status;
    }
  registrar_store_close (scoring->second);
  return worst;
}

enum registrar_status
registrar_score_sheets (struct registrar *registrar, const struct registrar_duty *duty)
{
  struct pg_rows *list BM_CLEANUP (registrar_list_free) = NULL;
  struct scoring scoring = { .duty = duty };
  enum registrar_status status = registrar_store_score_forms (registrar->store, duty, &list);

  for (size_t i = 0; i < registrar_list_count (list); i++)
    scoring.total += registrar_store_score_form (list, i).sheets;
  if (REGISTRAR_DONE != status || 0 == scoring.total)
    return status;
  (void) pthread_mutex_init (&scoring.counting, NULL);
  status = score_forms (registrar, &scoring, list);
  (void) pthread_mutex_destroy (&scoring.counting);
  return status;
}

enum registrar_status
registrar_score (struct registrar *registrar, const struct registrar_duty *duty, const char **note)
{
  enum registrar_status status = registrar_store_blocker (registrar->store, duty, registrar->arena, note);

  if (REGISTRAR_DONE != status || '\0' != (*note)[0])
    return status;
  return registrar_score_sheets (registrar, duty);
}
