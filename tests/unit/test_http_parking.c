/* layers: http base */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "parking.h"

#include <stdlib.h>
#include <string.h>

#define NEVER INT64_MAX
#define MANY 400

static struct http_parking parking;
static struct http_spot spots[MANY];

static struct uid
topic (uint8_t number)
{
  return (struct uid) { { 1, 2, 3, number } };
}

static int
open_parking (void **state)
{
  (void) state;
  memset (spots, 0, sizeof spots);
  http_parking_open (&parking, MANY, MANY);
  return 0;
}

static int
close_parking (void **state)
{
  (void) state;
  http_parking_close (&parking);
  return 0;
}

static void
enter (int i, uint8_t of, int64_t due_us)
{
  spots[i].topic = topic (of);
  spots[i].due_us = due_us;
  spots[i].seen = http_parking_wakes (&parking);
  http_parking_enter (&parking, &spots[i], 0);
}

static int
take (int64_t now_us)
{
  const struct http_spot *spot = http_parking_take (&parking, now_us);

  return NULL == spot ? -1 : (int) (spot - spots);
}

static bool
wake (uint8_t of)
{
  const struct uid one = topic (of);

  return http_parking_wake (&parking, &one, 1);
}

static void
a_wake_makes_all_of_its_topic_ready_and_nobody_else (void **state)
{
  (void) state;
  for (int i = 0; i < 9; i++)
    enter (i, (uint8_t) (i % 3), NEVER);
  assert_int_equal (-1, take (0));
  assert_true (wake (1));
  assert_false (wake (1));
  for (int i = 0, seen = 0; i < 3; i++)
    {
      const int taken = take (0);
      assert_int_equal (1, taken % 3);
      assert_false (seen & 1 << taken);
      seen |= 1 << taken;
      assert_false (spots[taken].over);
    }
  assert_int_equal (-1, take (0));
  assert_int_equal (6, http_parking_count (&parking));
  assert_false (wake (77));
}

static void
one_wake_may_name_many_topics_and_one_of_them_twice (void **state)
{
  const struct uid named[] = { topic (2), topic (0), topic (2) };

  (void) state;
  for (int i = 0; i < 4; i++)
    enter (i, (uint8_t) i, NEVER);
  assert_true (http_parking_wake (&parking, named, 3));
  assert_int_equal (2, take (0));
  assert_int_equal (0, take (0));
  assert_int_equal (-1, take (0));
  assert_false (http_parking_wake (&parking, NULL, 0));
}

/* The handler looked, then the wake came, then it was parked. */
static void
a_wake_between_the_look_and_the_parking_is_not_lost (void **state)
{
  (void) state;
  spots[0].topic = topic (1);
  spots[1].topic = topic (2);
  spots[0].due_us = spots[1].due_us = NEVER;
  spots[0].seen = spots[1].seen = http_parking_wakes (&parking);
  assert_false (wake (1));
  http_parking_enter (&parking, &spots[0], 0);
  http_parking_enter (&parking, &spots[1], 0);
  assert_int_equal (0, take (0));
  assert_int_equal (-1, take (0));
  enter (0, 1, NEVER);
  assert_int_equal (-1, take (0));
}

static void
who_is_due_is_ready_and_over_and_nobody_before (void **state)
{
  (void) state;
  enter (0, 1, 300);
  enter (1, 1, 100);
  enter (2, 1, 200);
  assert_int_equal (100, http_parking_patience (&parking, 0));
  http_parking_ripen (&parking, 99);
  assert_int_equal (-1, take (99));
  http_parking_ripen (&parking, 200);
  assert_int_equal (1, take (200));
  assert_int_equal (2, take (200));
  assert_true (spots[1].over && spots[2].over);
  assert_int_equal (-1, take (200));
  assert_int_equal (0, http_parking_patience (&parking, 301));
  assert_true (wake (1));
  assert_int_equal (INT64_MAX, http_parking_patience (&parking, 0));
  assert_int_equal (0, take (299));
  assert_false (spots[0].over);
  http_parking_enter (&parking, &spots[0], 300);
  assert_int_equal (0, take (300));
  assert_true (spots[0].over);
}

static void
too_many_and_too_late_are_over_at_once (void **state)
{
  (void) state;
  parking.most = 2;
  for (int i = 0; i < 3; i++)
    enter (i, 1, NEVER);
  assert_int_equal (2, take (0));
  assert_true (spots[2].over);
  http_parking_leave (&parking, &spots[0]);
  enter (2, 1, NEVER);
  assert_int_equal (-1, take (0));
  assert_false (spots[2].over);
  http_parking_end (&parking);
  enter (0, 1, NEVER);
  for (int i = 0; i < 3; i++)
    assert_true (spots[take (0)].over);
  assert_int_equal (0, http_parking_count (&parking));
}

static void
who_crowds_one_topic_is_over_at_once_and_nobody_of_another (void **state)
{
  (void) state;
  parking.most_of_topic = 2;
  for (int i = 0; i < 6; i++)
    enter (i, (uint8_t) (i % 2), NEVER);
  assert_int_equal (4, take (0));
  assert_int_equal (5, take (0));
  assert_true (spots[4].over && spots[5].over);
  assert_int_equal (-1, take (0));
  http_parking_leave (&parking, &spots[0]);
  enter (4, 0, NEVER);
  assert_int_equal (-1, take (0));
  assert_false (spots[4].over);
}

static void
the_topics_are_distinct_and_no_more_than_asked_for (void **state)
{
  struct uid topics[20];
  bool seen[10] = { false };

  (void) state;
  assert_int_equal (0, http_parking_topics (&parking, topics, 20));
  for (int i = 0; i < 100; i++)
    enter (i, (uint8_t) (i % 10), NEVER);
  assert_true (wake (3));
  assert_int_equal (9, http_parking_topics (&parking, topics, 20));
  for (int i = 0; i < 9; i++)
    {
      assert_true (topics[i].bytes[3] < 10 && ! seen[topics[i].bytes[3]]);
      seen[topics[i].bytes[3]] = true;
    }
  assert_false (seen[3]);
  assert_int_equal (4, http_parking_topics (&parking, topics, 4));
  assert_int_equal (0, http_parking_topics (&parking, topics, 0));
}

static uint32_t dice = 20260101;

static uint32_t
throw_dice (uint32_t sides)
{
  dice = dice * 1664525 + 1013904223;
  return (dice >> 8) % sides;
}

/* Beside a plain array: who is in, and who is due. */
static void
a_long_random_life_agrees_with_a_plain_array (void **state)
{
  size_t in = 0;

  (void) state;
  for (int64_t now_us = 1; now_us < 60000; now_us++)
    {
      const int i = (int) throw_dice (MANY);
      const uint8_t of = (uint8_t) throw_dice (60);
      if (HTTP_PLACE_NONE != spots[i].place && 0 == throw_dice (2))
        {
          http_parking_leave (&parking, &spots[i]);
          in--;
        }
      else if (HTTP_PLACE_NONE == spots[i].place)
        {
          enter (i, of, now_us + 1 + throw_dice (900));
          in++;
        }
      if (0 == throw_dice (50))
        (void) wake (of);
      http_parking_ripen (&parking, now_us);
      for (int k = 0; k < MANY; k++)
        assert_false (HTTP_PLACE_PARKED == spots[k].place && spots[k].due_us <= now_us);
      for (int taken = take (now_us); taken >= 0; taken = take (now_us))
        {
          assert_int_equal (spots[taken].due_us <= now_us, spots[taken].over);
          in--;
        }
      assert_int_equal (in, http_parking_count (&parking));
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (a_wake_makes_all_of_its_topic_ready_and_nobody_else, open_parking, close_parking),
    cmocka_unit_test_setup_teardown (one_wake_may_name_many_topics_and_one_of_them_twice, open_parking, close_parking),
    cmocka_unit_test_setup_teardown (a_wake_between_the_look_and_the_parking_is_not_lost, open_parking, close_parking),
    cmocka_unit_test_setup_teardown (who_is_due_is_ready_and_over_and_nobody_before, open_parking, close_parking),
    cmocka_unit_test_setup_teardown (too_many_and_too_late_are_over_at_once, open_parking, close_parking),
    cmocka_unit_test_setup_teardown (who_crowds_one_topic_is_over_at_once_and_nobody_of_another, open_parking, close_parking),
    cmocka_unit_test_setup_teardown (the_topics_are_distinct_and_no_more_than_asked_for, open_parking, close_parking),
    cmocka_unit_test_setup_teardown (a_long_random_life_agrees_with_a_plain_array, open_parking, close_parking),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
