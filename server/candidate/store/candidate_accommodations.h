/* The part of the store that knows accommodations: what this candidate asked for and what was decided, in clear words. */
#ifndef BM_CANDIDATE_ACCOMMODATIONS_H
#define BM_CANDIDATE_ACCOMMODATIONS_H

#include "candidate_store.h"

struct candidate_accommodation
{
  struct uid id;
  const char *kind;        /* a word of work.accommodation.kind */
  const char *state;       /* asked, granted, refused, withdrawn */
  const char *received;    /* "March 14, 2027" */
  bool late;
  bool by_roster;          /* the association's list said so: there are no words */
  int64_t part1_minutes, part2_minutes;   /* granted; 0: none */
  const char *opens, *closes;             /* of another date, "" otherwise */
  const char *asked, *reason;             /* "" where there are no words */
  const char *decided;     /* the day, "" while undecided */
};

struct candidate_accommodations
{
  const char *association, *zone, *title;
  const char *lines[2];    /* by part: the line of what it begins with; "" for a part that is not sat */
  bool may_file;           /* there is still something to sit */
  const char *request_by;  /* the last day on which a request is in time */
  bool late_now;           /* today is later */
  size_t count;
  struct candidate_accommodation *list;   /* undecided first */
};

enum candidate_outcome candidate_store_accommodations (struct candidate_store *store, const struct candidate_call *call,
                                                       struct candidate_accommodations *all) BM_MUST_USE BM_NONNULL_ALL;

/* asked: 1 .. 2000 code points. DONE, KIND_STANDS or EXAM_OVER. */
enum candidate_outcome candidate_store_file_accommodation (struct candidate_store *store, const struct candidate_call *call,
                                                           struct text kind, struct text asked) BM_MUST_USE BM_NONNULL_ALL;

/* DONE (twice is once), NO_REQUEST or DECIDED. */
enum candidate_outcome candidate_store_withdraw_accommodation (struct candidate_store *store, const struct candidate_call *call,
                                                               struct uid id) BM_MUST_USE BM_NONNULL_ALL;

#endif
