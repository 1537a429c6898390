/* layers: crypto base */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "crypto.h"

#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

static void
this_process_leaves_no_core_and_cannot_be_traced (void **state)
{
  struct rlimit core = { 1, 1 };

  (void) state;
  assert_int_equal (0, prctl (PR_GET_DUMPABLE, 0, 0, 0, 0));
  assert_int_equal (0, getrlimit (RLIMIT_CORE, &core));
  assert_int_equal (0, core.rlim_cur);
  assert_int_equal (0, core.rlim_max);
}

static void
starting_twice_is_fine (void **state)
{
  (void) state;
  assert_true (crypto_start ());
}

static void
ids_are_random_version_4 (void **state)
{
  struct uid ids[64];
  uint8_t any = 0;
  uint8_t all = 0xFF;

  (void) state;
  for (size_t i = 0; i < BM_COUNT (ids); i++)
    {
      ids[i] = crypto_uid ();
      assert_int_equal (0x40, ids[i].bytes[6] & 0xF0);
      assert_int_equal (0x80, ids[i].bytes[8] & 0xC0);
      any |= ids[i].bytes[0];
      all &= ids[i].bytes[0];
      for (size_t j = 0; j < i; j++)
        assert_false (uid_equal (ids[i], ids[j]));
    }
  assert_int_equal (0xFF, any);
  assert_int_equal (0, all);
}

/* RFC 7693's "abc" is for 64 bytes; this is its 32-byte form, as Python's hashlib gives it. */
static void
hashes_are_blake2b_256 (void **state)
{
  static const uint8_t expected[HASH_BYTES] = {
    0xbd, 0xdd, 0x81, 0x3c, 0x63, 0x42, 0x39, 0x72, 0x31, 0x71, 0xef, 0x3f, 0xee, 0x98, 0x57, 0x9b,
    0x94, 0x96, 0x4e, 0x3b, 0xb1, 0xcb, 0x3e, 0x42, 0x72, 0x62, 0xc8, 0xc0, 0x68, 0xd5, 0x23, 0x19,
  };
  struct hash hash = crypto_digest (bytes_of ("abc", 3));
  struct bytes view = hash_bytes (&hash);

  (void) state;
  assert_int_equal (HASH_BYTES, view.length);
  assert_memory_equal (expected, view.at, HASH_BYTES);
  hash = crypto_digest (bytes_of (NULL, 0));
  assert_memory_not_equal (expected, hash.bytes, HASH_BYTES);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (this_process_leaves_no_core_and_cannot_be_traced),
    cmocka_unit_test (starting_twice_is_fine),
    cmocka_unit_test (ids_are_random_version_4),
    cmocka_unit_test (hashes_are_blake2b_256),
  };
  return crypto_start () ? cmocka_run_group_tests (tests, NULL, NULL) : 1;
}
