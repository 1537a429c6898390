/* Chance that can be had again: the same seed gives the same throws on every machine (xoshiro256**, seeded by splitmix64).
   Whole numbers only, so that no rounding of a machine shows. */
#ifndef BM_DICE_H
#define BM_DICE_H

#include "attrs.h"

#include <stdbool.h>
#include <stdint.h>

struct dice
{
  uint64_t state[4];
};

struct dice dice_of (uint64_t seed);
uint64_t dice_bits (struct dice *dice) BM_NONNULL_ALL;
/* Every number from .. to (both included) alike. */
int64_t dice_between (struct dice *dice, int64_t from, int64_t to) BM_NONNULL_ALL;
/* True that many times of a hundred. */
bool dice_chance (struct dice *dice, int percent) BM_NONNULL_ALL;
/* Mostly below 2 * usual; one time of sixteen up to 32 times that. At least 1. */
int64_t dice_delay (struct dice *dice, int64_t usual) BM_NONNULL_ALL;

#endif
