/* Appointments: what a candidate holds, what there is to pick from, and the acts on it. Part of the wing's door to the database
   (candidate_store.h). */
#ifndef BM_CANDIDATE_APPOINTMENTS_H
#define BM_CANDIDATE_APPOINTMENTS_H

#include "candidate_store.h"

/* Texts are ready to show. */
struct candidate_appointment
{
  int part;
  bool kept;                 /* there are slots for this part */
  bool open;                 /* can be made, moved or cancelled now */
  bool needed;               /* there is none, and the part cannot be started without */
  const char *state;         /* "none", "stands" or "cancelled"; with "none" what follows says nothing */
  bool ahead;                /* stands and is to come */
  bool fits;                 /* lies in the candidate's window; one that does not binds nobody */
  struct uid id;             /* stays through every change */
  int64_t sequence;          /* 0, one more with each change */
  const char *day, *time, *place;
  int64_t starts_us, ends_us;  /* microseconds since 1970-01-01 UTC; the end follows from the time owed */
};

struct candidate_appointments
{
  const char *association, *zone, *opens, *closes;  /* the candidate's window */
  int64_t moment_us;
  size_t count;
  struct candidate_appointment parts[2];
};

/* A slot with a place left. */
struct candidate_slot
{
  int part;
  struct uid id;
  const char *day, *time, *place;
  int64_t places_left;       /* at least 1 when it was looked up */
};

/* DONE: one for each part that the candidate sits. */
enum candidate_outcome candidate_store_appointments (struct candidate_store *store, const struct candidate_call *call,
                                                     struct candidate_appointments *found) BM_MUST_USE BM_NONNULL_ALL;
/* DONE: *slots (in the call's arena), by part, time and place; count may be 0. */
enum candidate_outcome candidate_store_free_slots (struct candidate_store *store, const struct candidate_call *call,
                                                   const struct candidate_slot **slots, size_t *count)
  BM_MUST_USE BM_NONNULL_ALL;
/* DONE (also when it is the one they hold), NOT_REGISTERED, BEGUN, OVER, NO_SLOT, PAST, OUTSIDE, FULL. */
enum candidate_outcome candidate_store_book (struct candidate_store *store, const struct candidate_call *call, int part,
                                             struct uid slot) BM_MUST_USE BM_NONNULL_ALL;
/* DONE (twice is once), NOT_REGISTERED, BEGUN, OVER, NO_SLOT (there never was one). */
enum candidate_outcome candidate_store_cancel_appointment (struct candidate_store *store, const struct candidate_call *call,
                                                           int part) BM_MUST_USE BM_NONNULL_ALL;

#endif
