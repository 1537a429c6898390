#include "item_order.h"

/* xoshiro128** 1.1 of Blackman and Vigna (public domain algorithm); the state is the seed itself. */
struct generator
{
  uint32_t state[4];
};

static uint32_t
rotate (uint32_t value, unsigned bits)
{
  return value << bits | value >> (32 - bits);
}

static uint32_t
next (struct generator *generator)
{
  uint32_t *s = generator->state;
  uint32_t result = rotate (s[1] * 5, 7) * 9;
  uint32_t shifted = s[1] << 9;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= shifted;
  s[3] = rotate (s[3], 11);
  return result;
}

/* 0 .. bound - 1, each equally likely: draws past the last whole multiple of bound are thrown away. */
static uint32_t
below (struct generator *generator, uint32_t bound)
{
  uint32_t spare = -bound % bound;
  uint32_t drawn;

  do
    drawn = next (generator);
  while (drawn < spare);
  return drawn % bound;
}

static struct generator
seeded (const uint8_t seed[ITEM_ORDER_SEED])
{
  struct generator generator = { { 0 } };

  for (size_t i = 0; i < ITEM_ORDER_SEED; i++)
    generator.state[i / 4] |= (uint32_t) seed[i] << (8 * (i % 4));
  /* The one state that the generator never leaves. */
  if (0 == (generator.state[0] | generator.state[1] | generator.state[2] | generator.state[3]))
    generator.state[0] = 1;
  /* Seeds that differ in few bits need some steps to part. */
  for (int i = 0; i < 16; i++)
    (void) next (&generator);
  return generator;
}

void
item_order (const uint8_t seed[ITEM_ORDER_SEED], size_t count, uint16_t *order)
{
  struct generator generator = seeded (seed);

  for (size_t i = 0; i < count; i++)
    order[i] = (uint16_t) (i + 1);
  for (size_t left = count; left > 1; left--)
    {
      size_t drawn = below (&generator, (uint32_t) left);
      uint16_t moved = order[left - 1];
      order[left - 1] = order[drawn];
      order[drawn] = moved;
    }
}
