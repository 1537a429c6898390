/* A candidate's own order of a form's items: neighbours in an exam room see different questions, and a reload shows the
   same. It follows from the session's seed alone, so it must never change: a golden vector holds it. */
#ifndef BM_ITEM_ORDER_H
#define BM_ITEM_ORDER_H

#include "attrs.h"

#include <stddef.h>
#include <stdint.h>

#define ITEM_ORDER_SEED 16  /* bytes */
#define ITEM_ORDER_MOST 200

/* order[place - 1] = position in the form, a permutation of 1 .. count; count 0 .. ITEM_ORDER_MOST. Every permutation is
   equally likely over random seeds (Fisher-Yates with unbiased draws from xoshiro128**). */
void item_order (const uint8_t seed[ITEM_ORDER_SEED], size_t count, uint16_t *order) BM_NONNULL_ALL;

#endif
