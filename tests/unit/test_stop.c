/* layers: base */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "clock.h"
#include "stop.h"

#define SECOND INT64_C (1000000)

static void *
say (void *stop)
{
  stop_say (stop);
  return NULL;
}

static void
nobody_says_it_and_the_time_passes (void **state)
{
  struct stop stop;
  const int64_t since = clock_boot_us ();

  (void) state;
  stop_open (&stop);
  assert_false (stop_wait (&stop, 0));
  assert_false (stop_wait (&stop, 20000));
  assert_true (clock_boot_us () - since >= 20000);
  stop_close (&stop);
}

static void
a_word_said_before_is_heard_by_everybody_who_asks (void **state)
{
  struct stop stop;

  (void) state;
  stop_open (&stop);
  stop_say (&stop);
  assert_true (stop_wait (&stop, 3600 * SECOND));
  assert_true (stop_wait (&stop, 0));
  stop_close (&stop);
}

static void
who_waits_hears_it_from_another_thread (void **state)
{
  struct stop stop;
  pthread_t thread;

  (void) state;
  stop_open (&stop);
  assert_int_equal (0, pthread_create (&thread, NULL, say, &stop));
  assert_true (stop_wait (&stop, 3600 * SECOND));
  assert_int_equal (0, pthread_join (thread, NULL));
  stop_close (&stop);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (nobody_says_it_and_the_time_passes),
    cmocka_unit_test (a_word_said_before_is_heard_by_everybody_who_asks),
    cmocka_unit_test (who_waits_hears_it_from_another_thread),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
