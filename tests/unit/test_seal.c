/* layers: crypto base */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "key_file.h"
#include "seal.h"

#include <sodium.h>

#define ARENA_CAP (4 * 1024 * 1024)
#define COLUMN "identity.person.sealed"
#define NAME "Ada Lovelace"

/* identity and bank carry the same key on purpose: only the associated data can tell them apart. */
#define FILE_ONE "identity " KEY_ONE "\nbank " KEY_ONE "\ncandidate_lookup " KEY_ONE "\nstaff_lookup " KEY_TWO "\n" \
  "receipt " KEY_ONE "\nrescue " KEY_ONE "\nrescue_public " KEY_ONE_HALF "\n" \
  "review_sign " KEY_ONE "\nreview_public " KEY_ONE_SIGNS "\n"
#define FILE_TWO "identity " KEY_TWO "\ncandidate_lookup " KEY_TWO "\n"

struct bench
{
  struct keyring *ring;
  struct keyring *other;
  struct arena *arena;
  struct seal_place place;
  struct bytes sealed;  /* NAME at place */
};

static int
set_up (void **state)
{
  struct bench *bench = calloc (1, sizeof *bench);
  const char *problem;

  if (NULL == bench)
    return -1;
  bench->ring = key_file_load (FILE_ONE, 0600, &problem);
  bench->other = key_file_load (FILE_TWO, 0600, &problem);
  bench->arena = arena_new (ARENA_CAP);
  bench->place = (struct seal_place){ .kind = KEY_IDENTITY, .column = COLUMN, .version = 7 };
  for (size_t i = 0; i < sizeof bench->place.row.bytes; i++)
    bench->place.row.bytes[i] = (uint8_t) (i + 1);
  *state = bench;
  if (NULL == bench->ring || NULL == bench->other)
    return -1;
  bench->sealed = seal (bench->ring, bench->place, bytes_of (NAME, strlen (NAME)), bench->arena);
  return 0;
}

static int
tear_down (void **state)
{
  struct bench *bench = *state;

  keyring_free (bench->ring);
  keyring_free (bench->other);
  arena_free (bench->arena);
  free (bench);
  return 0;
}

static bool
opens (const struct bench *bench, struct seal_place place, struct bytes sealed)
{
  struct bytes plain = bytes_of (NAME, 1);
  bool good = seal_open (bench->ring, place, sealed, bench->arena, &plain);

  if (! good)
    assert_int_equal (0, plain.length);
  return good;
}

static void
what_is_sealed_opens_at_its_place (void **state)
{
  const struct bench *bench = *state;
  struct bytes plain;

  assert_int_equal (1 + 24 + strlen (NAME) + 16, bench->sealed.length);
  assert_int_equal (1, bench->sealed.at[0]);
  assert_null (memmem (bench->sealed.at, bench->sealed.length, "Ada", 3));
  assert_true (seal_open (bench->ring, bench->place, bench->sealed, bench->arena, &plain));
  assert_int_equal (strlen (NAME), plain.length);
  assert_string_equal (NAME, (const char *) plain.at);
}

static void
nothing_and_much_can_be_sealed (void **state)
{
  const struct bench *bench = *state;
  uint8_t *much = arena_take (bench->arena, 1000000);
  struct bytes sealed = seal (bench->ring, bench->place, bytes_of (NULL, 0), bench->arena);
  struct bytes plain;

  assert_true (seal_open (bench->ring, bench->place, sealed, bench->arena, &plain));
  assert_int_equal (0, plain.length);
  assert_string_equal ("", (const char *) plain.at);
  memset (much, 0xA5, 1000000);
  sealed = seal (bench->ring, bench->place, bytes_of (much, 1000000), bench->arena);
  assert_true (seal_open (bench->ring, bench->place, sealed, bench->arena, &plain));
  assert_int_equal (1000000, plain.length);
  assert_memory_equal (much, plain.at, 1000000);
}

static void
the_same_text_never_looks_the_same (void **state)
{
  const struct bench *bench = *state;
  struct bytes again = seal (bench->ring, bench->place, bytes_of (NAME, strlen (NAME)), bench->arena);

  assert_int_equal (bench->sealed.length, again.length);
  assert_memory_not_equal (bench->sealed.at + 1, again.at + 1, 24);
  assert_memory_not_equal (bench->sealed.at + 25, again.at + 25, strlen (NAME) + 16);
}

static void
moved_to_another_place_it_does_not_open (void **state)
{
  static const int64_t versions[] = { 0, 6, 8, -7, 7 + 256, 7 + ((int64_t) 1 << 32), INT64_MIN };
  static const char *const columns[] = { "", "identity.person.seale", "identity.person.sealedx", "work.sheet.sealed" };
  const struct bench *bench = *state;

  assert_true (opens (bench, bench->place, bench->sealed));
  for (size_t i = 0; i < sizeof bench->place.row.bytes; i++)
    {
      struct seal_place moved = bench->place;
      moved.row.bytes[i] ^= 1;
      assert_false (opens (bench, moved, bench->sealed));
    }
  for (size_t i = 0; i < BM_COUNT (versions); i++)
    {
      struct seal_place moved = bench->place;
      moved.version = versions[i];
      assert_false (opens (bench, moved, bench->sealed));
    }
  for (size_t i = 0; i < BM_COUNT (columns); i++)
    {
      struct seal_place moved = bench->place;
      moved.column = columns[i];
      assert_false (opens (bench, moved, bench->sealed));
    }
}

static void
under_another_kind_with_the_same_key_it_does_not_open (void **state)
{
  const struct bench *bench = *state;
  struct seal_place moved = bench->place;

  moved.kind = KEY_BANK;
  assert_false (opens (bench, moved, bench->sealed));
}

static void
under_another_key_it_does_not_open (void **state)
{
  const struct bench *bench = *state;
  struct bytes plain;

  assert_false (seal_open (bench->other, bench->place, bench->sealed, bench->arena, &plain));
}

static void
no_flipped_bit_goes_unseen (void **state)
{
  const struct bench *bench = *state;

  for (size_t i = 0; i < bench->sealed.length; i++)
    for (unsigned bit = 0; bit < 8; bit++)
      {
        uint8_t copy[128];
        memcpy (copy, bench->sealed.at, bench->sealed.length);
        copy[i] = (uint8_t) (copy[i] ^ 1u << bit);
        if (opens (bench, bench->place, bytes_of (copy, bench->sealed.length)))
          fail_msg ("bit %u of byte %zu can be changed", bit, i);
      }
}

static void
no_other_length_opens (void **state)
{
  const struct bench *bench = *state;
  uint8_t longer[128] = { 0 };

  for (size_t length = 0; length < bench->sealed.length; length++)
    assert_false (opens (bench, bench->place, bytes_of (bench->sealed.at, length)));
  assert_false (opens (bench, bench->place, bytes_of (NULL, 0)));
  memcpy (longer, bench->sealed.at, bench->sealed.length);
  assert_false (opens (bench, bench->place, bytes_of (longer, bench->sealed.length + 1)));
}

/* Backups are opened for years: the format is fixed here, by hand, with libsodium alone. */
static void
the_format_is_the_one_in_the_header (void **state)
{
  static const uint8_t data[] = "blindmark.seal.v1" "\x08" "identity" "\x16" "identity.person.sealed"
                                "\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10"
                                "\x00\x00\x00\x00\x00\x00\x00\x07";
  const struct bench *bench = *state;
  uint8_t key[32];
  uint8_t plain[64];
  unsigned long long length;

  memset (key, 0x11, sizeof key);
  assert_int_equal (0, crypto_aead_xchacha20poly1305_ietf_decrypt (plain, &length, NULL, bench->sealed.at + 25,
                                                                   bench->sealed.length - 25, data, sizeof data - 1,
                                                                   bench->sealed.at + 1, key));
  assert_int_equal (strlen (NAME), length);
  assert_memory_equal (NAME, plain, length);
}

static void
seal_what_is_not_held (void *given)
{
  const struct bench *bench = given;
  struct seal_place place = bench->place;

  place.kind = KEY_PACKET;
  (void) seal (bench->ring, place, bytes_of ("x", 1), bench->arena);
}

static void
open_what_is_not_held (void *given)
{
  const struct bench *bench = given;
  struct seal_place place = bench->place;
  struct bytes plain;

  place.kind = KEY_PACKET;
  if (seal_open (bench->ring, place, bench->sealed, bench->arena, &plain))
    _exit (1);
}

static void
look_up_what_is_not_held (void *given)
{
  const struct bench *bench = given;
  (void) seal_lookup (bench->other, KEY_STAFF_LOOKUP, text_of ("a@example.org"));
}

static void
seal_with_a_lookup_key (void *given)
{
  const struct bench *bench = given;
  struct seal_place place = bench->place;

  place.kind = KEY_CANDIDATE_LOOKUP;
  (void) seal (bench->ring, place, bytes_of ("x", 1), bench->arena);
}

static void
seal_with_a_key_that_signs (void *given)
{
  const struct bench *bench = given;
  struct seal_place place = bench->place;

  place.kind = KEY_RECEIPT;
  (void) seal (bench->ring, place, bytes_of ("x", 1), bench->arena);
}

static void
seal_with_a_key_that_agrees (void *given)
{
  const struct bench *bench = given;
  struct seal_place place = bench->place;

  place.kind = KEY_RESCUE;
  (void) seal (bench->ring, place, bytes_of ("x", 1), bench->arena);
}

static void
seal_with_a_key_that_signs_reviews (void *given)
{
  const struct bench *bench = given;
  struct seal_place place = bench->place;

  place.kind = KEY_REVIEW_SIGN;
  (void) seal (bench->ring, place, bytes_of ("x", 1), bench->arena);
}

static void
look_up_with_a_public_half (void *given)
{
  const struct bench *bench = given;
  (void) seal_lookup (bench->ring, KEY_RESCUE_PUBLIC, text_of ("a@example.org"));
}

static void
look_up_with_a_sealing_key (void *given)
{
  const struct bench *bench = given;
  (void) seal_lookup (bench->ring, KEY_IDENTITY, text_of ("a@example.org"));
}

static void
seal_at_a_long_column (struct bench *bench, size_t length)
{
  struct seal_place place = bench->place;
  char column[128] = "";

  memset (column, 'c', length);
  place.column = column;
  (void) seal (bench->ring, place, bytes_of ("x", 1), bench->arena);
}

static void
seal_at_100 (void *given)
{
  seal_at_a_long_column (given, 100);
}

static void
seal_at_101 (void *given)
{
  seal_at_a_long_column (given, 101);
}

static void
programming_errors_end_the_process (void **state)
{
  struct bench *bench = *state;

  assert_int_equal (EXIT_FATAL, status_of_child (seal_what_is_not_held, bench));
  assert_int_equal (EXIT_FATAL, status_of_child (open_what_is_not_held, bench));
  assert_int_equal (EXIT_FATAL, status_of_child (look_up_what_is_not_held, bench));
  assert_int_equal (EXIT_FATAL, status_of_child (seal_with_a_lookup_key, bench));
  assert_int_equal (EXIT_FATAL, status_of_child (look_up_with_a_sealing_key, bench));
  assert_int_equal (EXIT_FATAL, status_of_child (seal_with_a_key_that_signs, bench));
  assert_int_equal (EXIT_FATAL, status_of_child (seal_with_a_key_that_signs_reviews, bench));
  assert_int_equal (EXIT_FATAL, status_of_child (seal_with_a_key_that_agrees, bench));
  assert_int_equal (EXIT_FATAL, status_of_child (look_up_with_a_public_half, bench));
  assert_int_equal (0, status_of_child (seal_at_100, bench));
  assert_int_equal (EXIT_FATAL, status_of_child (seal_at_101, bench));
}

static bool
same_address (const struct bench *bench, const char *a, const char *b)
{
  struct hash one = seal_lookup (bench->ring, KEY_CANDIDATE_LOOKUP, text_of (a));
  struct hash two = seal_lookup (bench->ring, KEY_CANDIDATE_LOOKUP, text_of (b));

  return 0 == memcmp (one.bytes, two.bytes, HASH_BYTES);
}

static void
an_address_is_found_however_it_is_typed (void **state)
{
  const struct bench *bench = *state;

  assert_true (same_address (bench, "ada@example.org", "  Ada@Example.ORG\t\r\n"));
  assert_true (same_address (bench, "zo\xC3\xAB@example.org", "zoe\xCC\x88@example.org"));   /* NFC, NFD */
  assert_true (same_address (bench, "zo\xC3\xAB@example.org", "ZO\xC3\x8B@EXAMPLE.ORG"));
  assert_true (same_address (bench, "ada@example.org", "\xEF\xBD\x81\xEF\xBD\x84\xEF\xBD\x81@example.org")); /* wide */
  assert_true (same_address (bench, "strasse@example.org", "stra\xC3\x9F" "e@example.org"));
  assert_true (same_address (bench, "ada@example.org", "ada\xC2\xAD@example.org"));   /* soft hyphen */
  assert_true (same_address (bench, "ada@example.org", "\xC2\xA0" "ada@example.org"));   /* hard space */
  assert_false (same_address (bench, "ada@example.org", "adb@example.org"));
  assert_false (same_address (bench, "ada@example.org", "a.da@example.org"));
  assert_false (same_address (bench, "ada@example.org", "ada@example.or"));
  assert_false (same_address (bench, "a\xFF", "a\xFE"));
  assert_true (same_address (bench, "a\xFF", "a\xFF"));
}

static void
an_address_cannot_be_looked_up_without_the_key (void **state)
{
  const struct bench *bench = *state;
  struct text email = text_of ("ada@example.org");
  struct hash candidate = seal_lookup (bench->ring, KEY_CANDIDATE_LOOKUP, email);
  struct hash staff = seal_lookup (bench->ring, KEY_STAFF_LOOKUP, email);
  struct hash other = seal_lookup (bench->other, KEY_CANDIDATE_LOOKUP, email);
  struct hash plain = crypto_digest (bytes_of_text (email));

  assert_memory_not_equal (candidate.bytes, staff.bytes, HASH_BYTES);
  assert_memory_not_equal (candidate.bytes, other.bytes, HASH_BYTES);
  assert_memory_not_equal (candidate.bytes, plain.bytes, HASH_BYTES);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (what_is_sealed_opens_at_its_place, set_up, tear_down),
    cmocka_unit_test_setup_teardown (nothing_and_much_can_be_sealed, set_up, tear_down),
    cmocka_unit_test_setup_teardown (the_same_text_never_looks_the_same, set_up, tear_down),
    cmocka_unit_test_setup_teardown (moved_to_another_place_it_does_not_open, set_up, tear_down),
    cmocka_unit_test_setup_teardown (under_another_kind_with_the_same_key_it_does_not_open, set_up, tear_down),
    cmocka_unit_test_setup_teardown (under_another_key_it_does_not_open, set_up, tear_down),
    cmocka_unit_test_setup_teardown (no_flipped_bit_goes_unseen, set_up, tear_down),
    cmocka_unit_test_setup_teardown (no_other_length_opens, set_up, tear_down),
    cmocka_unit_test_setup_teardown (the_format_is_the_one_in_the_header, set_up, tear_down),
    cmocka_unit_test_setup_teardown (programming_errors_end_the_process, set_up, tear_down),
    cmocka_unit_test_setup_teardown (an_address_is_found_however_it_is_typed, set_up, tear_down),
    cmocka_unit_test_setup_teardown (an_address_cannot_be_looked_up_without_the_key, set_up, tear_down),
  };
  return crypto_start () ? cmocka_run_group_tests (tests, NULL, NULL) : 1;
}
