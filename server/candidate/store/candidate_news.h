/* Many candidates at once, each in one statement: what has become of their sessions, and how they start a part together. */
#ifndef BM_CANDIDATE_NEWS_H
#define BM_CANDIDATE_NEWS_H

#include "candidate_store.h"

struct candidate_news
{
  struct candidate_call call;
  int part;
  int64_t known;                     /* the version that the page knows; 0: none */
  bool told;                         /* false: not to be told so; candidate_store_session judges it */
  struct candidate_session session;  /* told: id and version; where that is not the known one, also part, state, stopped, own_break,
                                        taken_over and time without ends, in the call's arena */
};

/* DONE: each is told or not. AWAY: nothing is known of any. */
enum candidate_outcome candidate_store_news (struct candidate_store *store, struct candidate_news *news, size_t count)
  BM_MUST_USE BM_NONNULL_ALL;

/* candidate_store_begin for each, and the session as it stands then (told; known is not read). Not told: candidate_store_begin
   decides. Outcomes as above. */
enum candidate_outcome candidate_store_begin_batch (struct candidate_store *store, struct candidate_news *news, size_t count)
  BM_MUST_USE BM_NONNULL_ALL;

struct candidate_opening
{
  struct candidate_call call;
  int part;
  bool opened;   /* false: candidate_store_open_part decides */
};

/* DONE: each is opened or not. AWAY: nothing is known of any; each may be opened again. */
enum candidate_outcome candidate_store_open_batch (struct candidate_store *store, struct candidate_opening *openings, size_t count)
  BM_MUST_USE BM_NONNULL_ALL;

struct candidate_untouched
{
  struct candidate_call call;
  int part;
  bool told;                   /* false: candidate_store_work decides */
  struct candidate_work work;  /* told: of the session id, part, state, epoch, next_sequence and rescue */
};

/* The parts of candidates who have not answered yet, and the questions count as delivered. DONE: each is told or not. AWAY: nothing
   is known of any. */
enum candidate_outcome candidate_store_untouched_batch (struct candidate_store *store, struct candidate_untouched *parts,
                                                        size_t count) BM_MUST_USE BM_NONNULL_ALL;

#endif
