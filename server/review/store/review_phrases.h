/* A reviewer's own phrases, for the association that a packet belongs to. */
#ifndef BM_REVIEW_PHRASES_H
#define BM_REVIEW_PHRASES_H

#include "review_store.h"

#define REVIEW_PHRASE_MOST 500     /* code points */

struct review_phrase
{
  struct uid id;
  struct text text;
};

struct review_phrases
{
  struct review_phrase *at;        /* by their text */
  size_t count;
};

/* DONE, NONE (the packet is not the reader's). */
enum review_outcome review_store_phrases (struct review_store *store, struct hash token, struct text code, struct arena *arena,
                                          struct review_phrases *phrases) BM_MUST_USE BM_NONNULL_ALL;

/* DONE, TOO_MANY, NONE. */
enum review_outcome review_store_add_phrase (struct review_store *store, struct hash token, struct text code, struct text text,
                                             struct arena *arena) BM_MUST_USE BM_NONNULL_ALL;

/* DONE, NONE. */
enum review_outcome review_store_drop_phrase (struct review_store *store, struct hash token, struct uid id, struct arena *arena)
  BM_MUST_USE BM_NONNULL_ALL;

#endif
