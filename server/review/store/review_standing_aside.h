/* What a reviewer must not score: said beforehand, or by giving a packet back. */
#ifndef BM_REVIEW_STANDING_ASIDE_H
#define BM_REVIEW_STANDING_ASIDE_H

#include "review_store.h"

/* ---- people and places a reviewer must not score ---- */

/* Somebody or some place; of name, e-mail address and employer at least one is not empty. */
struct review_conflict
{
  struct text relation;   /* supervise, employ, taught, related, other */
  struct text name;
  struct text email;
  struct text employer;
};

/* DONE, NONE, REFUSED (there are as many as one may have). The outcome does not depend on any packet. */
enum review_outcome review_store_declare (struct review_store *store, struct hash token, const struct review_conflict *conflict,
                                          struct arena *arena) BM_MUST_USE BM_NONNULL_ALL;

/* The reviewer's own, as review.conflict.sealed has them; a new reference. DONE. */
enum review_outcome review_store_declared (struct review_store *store, struct hash token, struct arena *arena, json_t **list)
  BM_MUST_USE BM_NONNULL_ALL;

/* ---- giving back ---- */

#define REVIEW_GIVE_BACK_LEAST 3     /* code points */
#define REVIEW_GIVE_BACK_MOST 1000

/* An own packet whose writer can be recognised, or that names somebody, goes back for good; its draft goes with it. kind: writer,
   named or other. DONE, LOCKED, NONE. */
enum review_outcome review_store_give_back (struct review_store *store, struct hash token, struct text code, struct text kind,
                                            struct text words, struct arena *arena) BM_MUST_USE BM_NONNULL (1, 6);

#endif
