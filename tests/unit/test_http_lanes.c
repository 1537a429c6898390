/* layers: http base */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "clock.h"
#include "lanes.h"

#include <unistd.h>

#define LONG_US INT64_C (600000000)  /* longer than a test may run: whoever wrongly waits fails */
#define MOST 100

static struct http_track lane;
static struct http_exchange exchanges[MOST];
static struct http_exchange *taken[MOST];
static pthread_t taker;

static int
open_lane (void **state)
{
  (void) state;
  http_track_init (&lane, MOST);
  return 0;
}

static int
close_lane (void **state)
{
  (void) state;
  http_track_destroy (&lane);
  return 0;
}

static void
put (size_t from, size_t count)
{
  for (size_t i = from; i < from + count; i++)
    http_track_put (&lane, &exchanges[i]);
}

static void *
take (void *count)
{
  *(size_t *) count = http_track_take_many (&lane, taken, MOST, 0);
  return NULL;
}

static void
start_taking (size_t *count)
{
  assert_int_equal (0, pthread_create (&taker, NULL, take, count));
  (void) usleep (20000);          /* it waits by now, or has wrongly gone */
}

/* Whoever comes next would wait for ten minutes. */
static void
take_one_with_a_long_pause (void)
{
  put (0, 1);
  assert_int_equal (1, http_track_take_many (&lane, taken, MOST, LONG_US));
}

static void
a_first_one_goes_at_once (void **state)
{
  (void) state;
  take_one_with_a_long_pause ();
  assert_ptr_equal (&exchanges[0], taken[0]);
}

static void
a_few_wait_for_the_pause_to_end_and_a_crowd_does_not (void **state)
{
  size_t count = 0;

  (void) state;
  take_one_with_a_long_pause ();
  put (1, HTTP_TRACK_CROWD - 1);
  start_taking (&count);
  put (HTTP_TRACK_CROWD, 1);
  assert_int_equal (0, pthread_join (taker, NULL));
  assert_int_equal (HTTP_TRACK_CROWD, count);
}

static void
a_crowd_that_comes_in_one_list_goes_at_once (void **state)
{
  struct http_queue list = { NULL, NULL, 0 };
  size_t count = 0;

  (void) state;
  take_one_with_a_long_pause ();
  put (1, 1);
  start_taking (&count);
  for (size_t i = 2; i < 2 + HTTP_TRACK_CROWD; i++)
    http_queue_add (&list, &exchanges[i]);
  http_track_put_all (&lane, &list);
  assert_int_equal (0, pthread_join (taker, NULL));
  assert_int_equal (HTTP_TRACK_CROWD + 1, count);
}

static void
where_fewer_are_taken_at_a_time_they_are_a_crowd (void **state)
{
  (void) state;
  lane.crowd = 4;
  take_one_with_a_long_pause ();
  put (1, 9);
  assert_int_equal (4, http_track_take_many (&lane, taken, 4, LONG_US));
  assert_int_equal (4, http_track_take_many (&lane, taken, 4, 0));
}

static void
a_pause_ends (void **state)
{
  int64_t began_us;

  (void) state;
  put (0, 1);
  began_us = clock_boot_us ();
  assert_int_equal (1, http_track_take_many (&lane, taken, MOST, 30000));
  put (1, 2);
  assert_int_equal (2, http_track_take_many (&lane, taken, MOST, 0));
  assert_true (clock_boot_us () - began_us >= 30000);
}

static void
at_the_end_nobody_waits (void **state)
{
  size_t count = 0;

  (void) state;
  take_one_with_a_long_pause ();
  put (1, 3);
  start_taking (&count);
  http_track_end (&lane);
  assert_int_equal (0, pthread_join (taker, NULL));
  assert_int_equal (3, count);
  assert_int_equal (0, http_track_take_many (&lane, taken, MOST, 0));
}

#define TEST(name) cmocka_unit_test_setup_teardown (name, open_lane, close_lane)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    TEST (a_first_one_goes_at_once),
    TEST (a_few_wait_for_the_pause_to_end_and_a_crowd_does_not),
    TEST (a_crowd_that_comes_in_one_list_goes_at_once),
    TEST (where_fewer_are_taken_at_a_time_they_are_a_crowd),
    TEST (a_pause_ends),
    TEST (at_the_end_nobody_waits),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
