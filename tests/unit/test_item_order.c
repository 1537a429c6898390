/* layers: core base */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "item_order.h"

#include <stdbool.h>
#include <string.h>

static void
seed_of (uint64_t number, uint8_t seed[ITEM_ORDER_SEED])
{
  memset (seed, 0, ITEM_ORDER_SEED);
  for (size_t i = 0; i < 8; i++)
    seed[i] = (uint8_t) (number >> (8 * i));
}

static void
every_item_comes_exactly_once (void **state)
{
  (void) state;
  for (uint64_t number = 0; number < 500; number++)
    {
      uint8_t seed[ITEM_ORDER_SEED];
      uint16_t order[ITEM_ORDER_MOST];
      bool seen[ITEM_ORDER_MOST + 1] = { false };
      size_t count = (size_t) (number % (ITEM_ORDER_MOST + 1));
      seed_of (number, seed);
      item_order (seed, count, order);
      for (size_t i = 0; i < count; i++)
        {
          assert_in_range (order[i], 1, count);
          assert_false (seen[order[i]]);
          seen[order[i]] = true;
        }
    }
}

/* If this fails, running exams would show other questions at the same place after an update: change the code back. */
static void
the_order_of_a_seed_never_changes (void **state)
{
  const uint8_t seed[ITEM_ORDER_SEED] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 };
  const uint16_t expected[10] = { 1, 5, 2, 8, 10, 3, 9, 4, 7, 6 };
  uint16_t order[10];
  (void) state;
  item_order (seed, 10, order);
  assert_memory_equal (expected, order, sizeof expected);
}

/* 20000 orders of 10: each item is expected 2000 times at each place; 5 standard deviations are 212. */
static void
every_item_is_about_as_often_at_every_place (void **state)
{
  static int hits[10][10];
  (void) state;
  for (uint64_t number = 0; number < 20000; number++)
    {
      uint8_t seed[ITEM_ORDER_SEED];
      uint16_t order[10];
      seed_of (number * UINT64_C (0x9E3779B97F4A7C15), seed);
      item_order (seed, 10, order);
      for (size_t place = 0; place < 10; place++)
        hits[place][order[place] - 1]++;
    }
  for (size_t place = 0; place < 10; place++)
    for (size_t item = 0; item < 10; item++)
      assert_in_range (hits[place][item], 2000 - 212, 2000 + 212);
}

static void
seeds_that_differ_in_one_bit_give_other_orders (void **state)
{
  uint8_t one[ITEM_ORDER_SEED] = { 0 };
  uint16_t first[60];
  uint16_t second[60];
  (void) state;
  item_order (one, 60, first);
  for (size_t bit = 0; bit < 128; bit++)
    {
      uint8_t other[ITEM_ORDER_SEED] = { 0 };
      other[bit / 8] = (uint8_t) (1u << (bit % 8));
      item_order (other, 60, second);
      if (0 == bit)
        continue; /* the all-zero seed is moved to this one */
      assert_memory_not_equal (first, second, sizeof first);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (every_item_comes_exactly_once),
    cmocka_unit_test (the_order_of_a_seed_never_changes),
    cmocka_unit_test (every_item_is_about_as_often_at_every_place),
    cmocka_unit_test (seeds_that_differ_in_one_bit_give_other_orders),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
