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

#define P 3
#define R 4

/* A small case, and what every lawful way of filling its seats comes to. */
struct small
{
  bool may[P][R];
  struct allocation_packet packets[P];
  struct allocation_reviewer reviewers[R];
};

struct best
{
  size_t filled;
  size_t squares; /* of the loads, where all seats that can be filled are: least when they are as even as can be */
};

static struct small
random_small (void)
{
  struct small s;
  for (size_t p = 0; p < P; p++)
    for (size_t r = 0; r < R; r++)
      s.may[p][r] = 0 != rand () % 3;
  for (size_t p = 0; p < P; p++)
    s.packets[p] = (struct allocation_packet) { .seats = 1 + (size_t) (rand () % 2) };
  for (size_t r = 0; r < R; r++)
    s.reviewers[r] = (struct allocation_reviewer) { (size_t) (rand () % 3), (size_t) (rand () % 5) };
  return s;
}

/* The seats that a set of pairs fills, into load; SIZE_MAX: it breaks a rule. */
static size_t
filled_by (const struct small *s, unsigned set, size_t load[R])
{
  size_t filled = 0;
  for (size_t p = 0; p < P; p++)
    {
      size_t seats = 0;
      for (size_t r = 0; r < R; r++)
        if (set >> (R * p + r) & 1)
          {
            if (! s->may[p][r] || ++load[r] > s->reviewers[r].capacity)
              return SIZE_MAX;
            seats++;
          }
      if (seats > s->packets[p].seats)
        return SIZE_MAX;
      filled += seats;
    }
  return filled;
}

static struct best
best_of (const struct small *s)
{
  struct best best = { 0, SIZE_MAX };
  for (unsigned set = 0; set < 1u << (P * R); set++)
    {
      size_t load[R];
      size_t squares = 0;
      size_t filled;
      for (size_t r = 0; r < R; r++)
        load[r] = s->reviewers[r].load;
      filled = filled_by (s, set, load);
      for (size_t r = 0; r < R; r++)
        squares += load[r] * load[r];
      if (SIZE_MAX != filled && (filled > best.filled || (filled == best.filled && squares < best.squares)))
        best = (struct best) { filled, squares };
    }
  return best;
}

static void
random_cases_keep_every_rule_and_miss_no_solution (void **state)
{
  size_t whole = 0;
  (void) state;
  srand (7);
  for (int round = 0; round < 2000; round++)
    {
      struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (1 << 20);
      struct small s = random_small ();
      const struct best best = best_of (&s);
      size_t held[R];
      size_t wanted = 0;
      size_t squares = 0;
      size_t empty;
      for (size_t r = 0; r < R; r++)
        held[r] = s.reviewers[r].load;
      for (size_t p = 0; p < P; p++)
        {
          s.packets[p].may = s.may[p];
          wanted += s.packets[p].seats;
        }
      empty = allocation_find (s.packets, P, s.reviewers, R, arena);
      assert_int_equal (best.filled, wanted - empty);
      for (size_t r = 0; r < R; r++)
        {
          assert_true (s.reviewers[r].load == held[r] || s.reviewers[r].load <= s.reviewers[r].capacity);
          squares += s.reviewers[r].load * s.reviewers[r].load;
        }
      if (empty > 0)
        continue;
      whole++;
      check_two_different (s.packets, P);
      assert_int_equal (best.squares, squares);
    }
  assert_true (whole > 300);
}

/* The squares of the loads. */
static size_t
squares_of (const struct small *s)
{
  size_t squares = 0;
  for (size_t r = 0; r < R; r++)
    squares += s->reviewers[r].load * s->reviewers[r].load;
  return squares;
}

/* Fills the packets whose bit is set in a copy, for the least squares; SIZE_MAX: not all their seats can be filled. */
static size_t
evenly (const struct small *from, unsigned chosen, struct arena *arena)
{
  struct small s = *from;
  for (size_t p = 0; p < P; p++)
    {
      s.packets[p].may = s.may[p];
      s.packets[p].seats = chosen >> p & 1 ? s.packets[p].seats : 0;
    }
  return 0 == allocation_find (s.packets, P, s.reviewers, R, arena) ? squares_of (&s) : SIZE_MAX;
}

static void
a_packet_gets_all_its_seats_or_none_and_no_other_waits_for_it (void **state)
{
  size_t some = 0;
  (void) state;
  srand (13);
  for (int round = 0; round < 4000; round++)
    {
      struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (1 << 20);
      const struct small start = random_small ();
      struct small s = start;
      unsigned chosen = 0;
      size_t whole;
      for (size_t p = 0; p < P; p++)
        s.packets[p].may = s.may[p];
      whole = allocation_find_whole (s.packets, P, s.reviewers, R, arena);
      for (size_t p = 0; p < P; p++)
        {
          assert_int_equal (start.packets[p].seats, s.packets[p].seats);
          if (ALLOCATION_NOBODY == s.packets[p].reviewer[0])
            {
              assert_int_equal (ALLOCATION_NOBODY, s.packets[p].reviewer[1]);
              continue;
            }
          check_two_different (&s.packets[p], 1);
          chosen |= 1u << p;
          whole--;
        }
      assert_int_equal (0, whole);
      assert_int_equal (evenly (&start, chosen, arena), squares_of (&s));
      for (size_t p = 0; p < P; p++)
        assert_true (chosen >> p & 1 || SIZE_MAX == evenly (&start, chosen | 1u << p, arena));
      some += 0 != chosen && (1u << P) - 1 != chosen ? 1 : 0;
    }
  assert_true (some > 500);
}

/* Thirty packets and seven reviewers who are barred from a few: nobody has two more than another. */
static void
with_a_few_barred_the_load_stays_even (void **state)
{
  (void) state;
  srand (11);
  for (int round = 0; round < 200; round++)
    {
      struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (1 << 20);
      bool may[30][7];
      struct allocation_packet packets[30];
      struct allocation_reviewer reviewers[7];
      size_t least = SIZE_MAX, most = 0;
      for (size_t p = 0; p < 30; p++)
        {
          for (size_t r = 0; r < 7; r++)
            may[p][r] = true;
          may[p][rand () % 7] = may[p][rand () % 7] = false;
          packets[p] = (struct allocation_packet) { .may = may[p], .seats = 2 };
        }
      for (size_t r = 0; r < 7; r++)
        reviewers[r] = (struct allocation_reviewer) { 0, 20 };
      assert_int_equal (0, allocation_find (packets, 30, reviewers, 7, arena));
      check_two_different (packets, 30);
      for (size_t r = 0; r < 7; r++)
        {
          least = reviewers[r].load < least ? reviewers[r].load : least;
          most = reviewers[r].load > most ? reviewers[r].load : most;
        }
      assert_true (most - least <= 1);
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
    cmocka_unit_test (a_packet_gets_all_its_seats_or_none_and_no_other_waits_for_it),
    cmocka_unit_test (with_a_few_barred_the_load_stays_even),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
