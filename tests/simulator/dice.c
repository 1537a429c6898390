#include "dice.h"

static uint64_t
splitmix (uint64_t *at)
{
  uint64_t mixed = *at += UINT64_C (0x9E3779B97F4A7C15);

  mixed = (mixed ^ (mixed >> 30)) * UINT64_C (0xBF58476D1CE4E5B9);
  mixed = (mixed ^ (mixed >> 27)) * UINT64_C (0x94D049BB133111EB);
  return mixed ^ (mixed >> 31);
}

static uint64_t
turn (uint64_t bits, int by)
{
  return bits << by | bits >> (64 - by);
}

struct dice
dice_of (uint64_t seed)
{
  struct dice dice;

  for (int i = 0; i < 4; i++)
    dice.state[i] = splitmix (&seed);
  return dice;
}

uint64_t
dice_bits (struct dice *dice)
{
  uint64_t *s = dice->state;
  uint64_t bits = turn (s[1] * 5, 7) * 9;
  uint64_t shifted = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= shifted;
  s[3] = turn (s[3], 45);
  return bits;
}

int64_t
dice_between (struct dice *dice, int64_t from, int64_t to)
{
  uint64_t span = (uint64_t) (to - from) + 1;
  uint64_t beyond = UINT64_MAX - UINT64_MAX % span;
  uint64_t bits;

  do
    bits = dice_bits (dice);
  while (bits >= beyond);
  return from + (int64_t) (bits % span);
}

bool
dice_chance (struct dice *dice, int percent)
{
  return dice_between (dice, 0, 99) < percent;
}

int64_t
dice_delay (struct dice *dice, int64_t usual)
{
  int64_t most = 0 == dice_between (dice, 0, 15) ? 32 * usual : 2 * usual;

  return dice_between (dice, 1, most);
}
