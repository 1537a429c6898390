/* What the open page of a part says of itself: how much its device alone holds. For the coordinators' live board only. */
#ifndef BM_CANDIDATE_PAGE_PULSE_H
#define BM_CANDIDATE_PAGE_PULSE_H

#include "candidate_store.h"

struct candidate_page_pulse
{
  int64_t part;
  int64_t unsent;      /* answers without a receipt, 0 .. CANDIDATE_UNSENT_MOST */
  int64_t characters;  /* of the responses among them, 0 .. CANDIDATE_CHARACTERS_MOST */
  int64_t waiting_s;   /* how long the oldest of them has waited, 0 .. CANDIDATE_WAITING_MOST; 0 without any */
};

#define CANDIDATE_UNSENT_MOST 100000
#define CANDIDATE_CHARACTERS_MOST 100000000
#define CANDIDATE_WAITING_MOST 604800

/* DONE: it stands until the page's next. SIGNED_OUT, NOT_REGISTERED, NOT_OPENED, OVER. */
enum candidate_outcome candidate_store_page_pulse (struct candidate_store *store, const struct candidate_call *call,
                                                   const struct candidate_page_pulse *pulse) BM_MUST_USE BM_NONNULL_ALL;

struct candidate_page_pulse_batched
{
  struct candidate_call call;
  struct candidate_page_pulse pulse;
  bool taken;          /* false: undecided, and candidate_store_page_pulse must judge it alone */
};

/* Takes all that are plain in one statement. DONE: each tells whether it was taken; AWAY, BROKEN: none is known. */
enum candidate_outcome candidate_store_page_pulse_batch (struct candidate_store *store, struct candidate_page_pulse_batched *batch,
                                                         size_t count) BM_MUST_USE BM_NONNULL_ALL;

#endif
