/* layers: core base */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <cmocka.h>

#include "allocation.h"

static void
check_two_different (const struct allocation_packet *packets, size_t count)
{
  for (size_t p = 0; p < count; p++)
    {
      assert_true (packets[p].reviewer[0] != ALLOCATION_NOBODY);
      assert_true (packets[p].may[packets[p].reviewer[0]]);
      if (2 == packets[p].seats)
        {
          assert_true (packets[p].reviewer[1] != ALLOCATION_NOBODY);
          assert_true (packets[p].may[packets[p].reviewer[1]]);
          assert_true (packets[p].reviewer[0] != packets[p].reviewer[1]);
        }
    }
}

static void
the_load_is_even (void **state)
{
  struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (1 << 20);
  const bool all[4] = { true, true, true, true };
  struct allocation_packet packets[10];
  struct allocation_reviewer reviewers[4] = { { 0, 20 }, { 0, 20 }, { 0, 20 }, { 0, 20 } };
  (void) state;
  for (size_t p = 0; p < 10; p++)
    packets[p] = (struct allocation_packet) { .may = all, .seats = 2 };
  assert_int_equal (0, allocation_find (packets, 10, reviewers, 4, arena));
  check_two_different (packets, 10);
  for (size_t r = 0; r < 4; r++)
    assert_int_equal (5, reviewers[r].load);
}

static void
nobody_gets_what_they_are_barred_from_and_a_way_round_is_found (void **state)
{
  struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (1 << 20);
  const bool all[3] = { true, true, true };
  const bool last_two[3] = { false, true, true };
  struct allocation_packet packets[2] = { { .may = all, .seats = 2 }, { .may = last_two, .seats = 2 } };
  struct allocation_reviewer reviewers[3] = { { 0, 1 }, { 0, 1 }, { 0, 2 } };
  (void) state;
  /* Greedy gives the first packet to 0 and 1, and the second lacks one. */
  assert_int_equal (0, allocation_find (packets, 2, reviewers, 3, arena));
  check_two_different (packets, 2);
}

static void
what_cannot_be_filled_is_counted (void **state)
{
  struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (1 << 20);
  const bool one[2] = { true, false };
  struct allocation_packet packets[2] = { { .may = one, .seats = 2 }, { .may = one, .seats = 2 } };
  struct allocation_reviewer reviewers[2] = { { 0, 9 }, { 0, 9 } };
  (void) state;
  assert_int_equal (2, allocation_find (packets, 2, reviewers, 2, arena));
  assert_int_equal (ALLOCATION_NOBODY, packets[0].reviewer[1]);
}

static void
capacity_counts_what_is_held_already (void **state)
{
  struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (1 << 20);
  const bool all[2] = { true, true };
  struct allocation_packet packets[1] = { { .may = all, .seats = 1 } };
  struct allocation_reviewer reviewers[2] = { { 3, 3 }, { 2, 3 } };
  (void) state;
  assert_int_equal (0, allocation_find (packets, 1, reviewers, 2, arena));
  assert_int_equal (1, packets[0].reviewer[0]);
  assert_int_equal (3, reviewers[1].load);
  assert_int_equal (1, allocation_find (packets, 1, reviewers, 2, arena));
}

static void
random_cases_keep_every_rule_and_miss_no_solution (void **state)
{
  (void) state;
  srand (7);
  for (int round = 0; round < 2000; round++)
    {
      struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (1 << 20);
      bool may[3][3];
      struct allocation_packet packets[3];
      struct allocation_reviewer reviewers[3];
      size_t best = 0;
      size_t empty;
      for (size_t p = 0; p < 3; p++)
        {
          for (size_t r = 0; r < 3; r++)
            may[p][r] = 0 == rand () % 2;
          packets[p] = (struct allocation_packet) { .may = may[p], .seats = 1 + (size_t) (rand () % 2) };
        }
      for (size_t r = 0; r < 3; r++)
        reviewers[r] = (struct allocation_reviewer) { 0, (size_t) (rand () % 4) };
      /* All 512 subsets of the nine pairs: the most seats that any lawful one fills. */
      for (unsigned set = 0; set < 512; set++)
        {
          size_t load[3] = { 0, 0, 0 };
          size_t filled = 0;
          bool lawful = true;
          for (size_t p = 0; p < 3; p++)
            {
              size_t seats = 0;
              for (size_t r = 0; r < 3; r++)
                if (set >> (3 * p + r) & 1)
                  {
                    lawful = lawful && may[p][r];
                    load[r]++;
                    seats++;
                  }
              lawful = lawful && seats <= packets[p].seats;
              filled += seats;
            }
          for (size_t r = 0; r < 3; r++)
            lawful = lawful && load[r] <= reviewers[r].capacity;
          if (lawful && filled > best)
            best = filled;
        }
      empty = allocation_find (packets, 3, reviewers, 3, arena);
      assert_int_equal (best, packets[0].seats + packets[1].seats + packets[2].seats - empty);
      for (size_t r = 0; r < 3; r++)
        assert_true (reviewers[r].load <= reviewers[r].capacity);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (the_load_is_even),
    cmocka_unit_test (nobody_gets_what_they_are_barred_from_and_a_way_round_is_found),
    cmocka_unit_test (what_cannot_be_filled_is_counted),
    cmocka_unit_test (capacity_counts_what_is_held_already),
    cmocka_unit_test (random_cases_keep_every_rule_and_miss_no_solution),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
