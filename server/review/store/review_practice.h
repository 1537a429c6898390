/* Practice: what a reviewer may know of how far off a locked review was. Part of review_store.h. */
#ifndef BM_REVIEW_STORE_PRACTICE_H
#define BM_REVIEW_STORE_PRACTICE_H

#include "review_store.h"

/* What a locked practice review is held against. Cells as in the opinion. */
struct review_comparison
{
  int *levels;                 /* agreed */
  struct text *whys;
  int total;                   /* agreed */
  int points_off, levels_off;  /* distance of the totals; the greatest on one cell */
  int points_most, levels_most;
  bool outside;
};

/* The reviewer has looked at the comparison. DONE, STALE (there is none yet), NONE. */
enum review_outcome review_store_look (struct review_store *store, struct hash token, struct text code)
  BM_MUST_USE BM_NONNULL (1);

#endif
