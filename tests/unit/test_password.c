/* layers: crypto base */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "password.h"

#include <pthread.h>
#include <string.h>
#include <time.h>

#define GOOD "seven quiet otters"

static enum password_form
judge (const char *password)
{
  return password_judge (text_of (password));
}

static void
length_is_counted_in_characters (void **state)
{
  char most[129 * 2 + 1] = "";

  (void) state;
  assert_int_equal (PASSWORD_SHORT, judge (""));
  assert_int_equal (PASSWORD_SHORT, judge ("quiet otters 7"));
  assert_int_equal (PASSWORD_GOOD, judge ("quiet otters 77"));
  for (size_t i = 0; i < 129; i++)
    memcpy (most + 2 * i, i % 3 ? "\xC3\xA9" : "\xC3\xA8", 2);
  assert_int_equal (PASSWORD_SHORT, password_judge (text_from (most, 14 * 2)));
  assert_int_equal (PASSWORD_GOOD, password_judge (text_from (most, 15 * 2)));
  assert_int_equal (PASSWORD_GOOD, password_judge (text_from (most, 128 * 2)));
  assert_int_equal (PASSWORD_LONG, password_judge (text_from (most, 129 * 2)));
  /* The accent that is typed apart is not a character more. */
  assert_int_equal (PASSWORD_SHORT, judge ("quiet ott\x65\xCC\x81rs 7"));
}

#define EEE "\xC3\xA9\xC3\xA9\xC3\xA9"

static void
runs_and_repetitions_are_common (void **state)
{
  (void) state;
  assert_int_equal (PASSWORD_COMMON, judge ("aaaaaaaaaaaaaaa"));
  assert_int_equal (PASSWORD_COMMON, judge ("               "));
  assert_int_equal (PASSWORD_COMMON, judge (EEE EEE EEE EEE EEE));
  assert_int_equal (PASSWORD_COMMON, judge ("abcdefghijklmno"));
  assert_int_equal (PASSWORD_COMMON, judge ("zyxwvutsrqponml"));
  assert_int_equal (PASSWORD_COMMON, judge ("123456789012345"));
  assert_int_equal (PASSWORD_COMMON, judge ("987654321098765"));
  assert_int_equal (PASSWORD_GOOD, judge ("abcdefghijklmnz"));
  assert_int_equal (PASSWORD_GOOD, judge ("aaaaaaaaaaaaaab"));
}

static void
well_known_long_ones_are_common (void **state)
{
  (void) state;
  assert_int_equal (PASSWORD_COMMON, judge ("passwordpassword"));
  assert_int_equal (PASSWORD_COMMON, judge ("Password-Password!"));
  assert_int_equal (PASSWORD_COMMON, judge ("Correct Horse Battery Staple"));
  assert_int_equal (PASSWORD_COMMON, judge ("1qaz2wsx3edc4rfv"));
  assert_int_equal (PASSWORD_COMMON, judge ("welcomewelcomewelcome"));
  assert_int_equal (PASSWORD_GOOD, judge ("Correct Horse Battery Stable"));
  assert_int_equal (PASSWORD_GOOD, judge ("passwordpasswort"));
  assert_int_equal (PASSWORD_GOOD, judge (GOOD));
}

static void
any_bytes_are_judged (void **state)
{
  static const char cut[] = "\xF0\x9F\x91\xB6\xF0\x9F\x91\xB6\xF0\x9F\x91\xB6 quiet otters \xF0\x9F\xFF\x80\xC3";

  (void) state;
  for (size_t length = 0; length < sizeof cut; length++)
    assert_int_not_equal (PASSWORD_LONG, password_judge (text_from (cut, length)));
  assert_int_equal (PASSWORD_GOOD, password_judge (text_from (cut, sizeof cut - 1)));
}

static void
the_right_password_opens_and_no_other (void **state)
{
  char stored[PASSWORD_ROOM];

  (void) state;
  password_hash (text_of (GOOD), stored);
  assert_memory_equal ("$argon2id$v=19$m=32768,t=3,p=1$", stored, strlen ("$argon2id$v=19$m=32768,t=3,p=1$"));
  assert_true (password_verify (text_of (GOOD), stored));
  assert_false (password_verify (text_of ("seven quiet otter"), stored));
  assert_false (password_verify (text_of ("Seven quiet otters"), stored));
  assert_false (password_verify (text_of (GOOD " "), stored));
  assert_false (password_verify (text_of (""), stored));
}

static void
capitals_count (void **state)
{
  char stored[PASSWORD_ROOM];

  (void) state;
  password_hash (text_of ("Seven Quiet Otters"), stored);
  assert_true (password_verify (text_of ("Seven Quiet Otters"), stored));
  assert_false (password_verify (text_of (GOOD), stored));
}

static void
two_people_with_one_password_have_two_hashes (void **state)
{
  char one[PASSWORD_ROOM];
  char two[PASSWORD_ROOM];

  (void) state;
  password_hash (text_of (GOOD), one);
  password_hash (text_of (GOOD), two);
  assert_string_not_equal (one, two);
  assert_true (password_verify (text_of (GOOD), two));
}

static void
another_keyboard_spells_the_same_password (void **state)
{
  char stored[PASSWORD_ROOM];

  (void) state;
  password_hash (text_of ("sept loutres caf\xC3\xA9"), stored);
  assert_true (password_verify (text_of ("sept loutres cafe\xCC\x81"), stored));
  assert_false (password_verify (text_of ("sept loutres cafe"), stored));
}

static void
a_broken_stored_hash_opens_for_nobody (void **state)
{
  char stored[PASSWORD_ROOM];

  (void) state;
  password_hash (text_of (GOOD), stored);
  stored[strlen (stored) - 2] = 'A' == stored[strlen (stored) - 2] ? 'B' : 'A';
  assert_false (password_verify (text_of (GOOD), stored));
  assert_false (password_verify (text_of (GOOD), "$argon2id$"));
  assert_false (password_verify (text_of (GOOD), GOOD));
}

static double
seconds_to_verify (const char *stored)
{
  struct timespec before;
  struct timespec after;

  assert_int_equal (0, clock_gettime (CLOCK_THREAD_CPUTIME_ID, &before));
  assert_false (password_verify (text_of (GOOD), stored));
  assert_int_equal (0, clock_gettime (CLOCK_THREAD_CPUTIME_ID, &after));
  return (double) (after.tv_sec - before.tv_sec) + (double) (after.tv_nsec - before.tv_nsec) / 1e9;
}

/* CPU time of this thread, least of three, so that a busy machine changes nothing. Without a hash for nobody the
   unknown account would take some microseconds. */
static void
an_unknown_account_takes_as_long (void **state)
{
  char stored[PASSWORD_ROOM];
  double known = 1e9;
  double missing = 1e9;
  double empty = 1e9;

  (void) state;
  password_hash (text_of ("another password"), stored);
  for (size_t i = 0; i < 3; i++)
    {
      double seconds = seconds_to_verify (stored);
      known = seconds < known ? seconds : known;
      seconds = seconds_to_verify (NULL);
      missing = seconds < missing ? seconds : missing;
      seconds = seconds_to_verify ("");
      empty = seconds < empty ? seconds : empty;
    }
  assert_true (missing > known / 2 && missing < known * 2);
  assert_true (empty > known / 2 && empty < known * 2);
}

static void *
check_in_a_thread (void *stored)
{
  bool right = password_verify (text_of (GOOD), stored);
  bool unknown = password_verify (text_of (GOOD), NULL);

  return right && ! unknown ? stored : NULL;
}

static void
threads_check_at_once (void **state)
{
  char stored[PASSWORD_ROOM];
  pthread_t threads[4];

  (void) state;
  password_hash (text_of (GOOD), stored);
  for (size_t i = 0; i < BM_COUNT (threads); i++)
    assert_int_equal (0, pthread_create (&threads[i], NULL, check_in_a_thread, stored));
  for (size_t i = 0; i < BM_COUNT (threads); i++)
    {
      void *result = NULL;
      assert_int_equal (0, pthread_join (threads[i], &result));
      assert_ptr_equal (stored, result);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (threads_check_at_once),
    cmocka_unit_test (length_is_counted_in_characters),
    cmocka_unit_test (runs_and_repetitions_are_common),
    cmocka_unit_test (well_known_long_ones_are_common),
    cmocka_unit_test (any_bytes_are_judged),
    cmocka_unit_test (the_right_password_opens_and_no_other),
    cmocka_unit_test (capitals_count),
    cmocka_unit_test (two_people_with_one_password_have_two_hashes),
    cmocka_unit_test (another_keyboard_spells_the_same_password),
    cmocka_unit_test (a_broken_stored_hash_opens_for_nobody),
    cmocka_unit_test (an_unknown_account_takes_as_long),
  };
  return crypto_start () ? cmocka_run_group_tests (tests, NULL, NULL) : 1;
}
