/* What has become of many sessions, asked for in one statement. */
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

#endif
