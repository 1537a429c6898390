/* layers: crypto base */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "key_file.h"
#include "rescue.h"

#include <sodium.h>

#define ARENA_CAP (4 * 1024 * 1024)

/* Made by tests/lib/rescue_file.py with python3-cryptography: our secret is KEY_ONE, the page's secret the bytes 101 to 132, the
   nonce 201 to 212. LONG is of more than one block and not only ASCII. */
#define SESSION "0b5c2f6e-7a41-4d0c-9f38-6d2e1a90b7c4"
#define PAGE_PUBLIC "5714769d116bf76436ae74bc793d2c30ad1903c59ac5273805c7e2698b410c36"
#define NONCE "c9cacbcccdcecfd0d1d2d3d4"
#define SHORT "{\"saves\":[]}"
#define SHORT_SEALED "5caa18529c56a7d4bd4a4245a82291c4818ba40f3809ff787321ba26"
#define EMPTY_SEALED "22e32b9986f32dba3b3e7e6eeec06ce4"
#define LONG "Una respuesta con tildes: así, y más de un bloque de dieciséis bytes."
#define LONG_SEALED \
  "72e60a139856a786f2746c4ceed3e4dc6979876c889aab3da0b3f9d5aa98db55f674a81dd774db2868aaf9be35f8c5ee" \
  "3c88b4fc0f8bd14b06a6a6dae2ff8e308e05be671d183ec5f319096b7f167bea0eb37aa8df4619d3"
#define SHORT_SEALED_FOR_KEY_TWO "25f59119493499bdc3d5e4109260c026cf042d51ddcd54666cc71aef"

struct bench
{
  struct keyring *ring;
  struct arena *arena;
};

static int
set_up (void **state)
{
  struct bench *bench = calloc (1, sizeof *bench);
  const char *problem;

  if (NULL == bench)
    return -1;
  bench->ring = key_file_load ("rescue " KEY_ONE "\n", 0600, &problem);
  bench->arena = arena_new (ARENA_CAP);
  *state = bench;
  return NULL == bench->ring ? -1 : 0;
}

static int
tear_down (void **state)
{
  struct bench *bench = *state;

  keyring_free (bench->ring);
  arena_free (bench->arena);
  free (bench);
  return 0;
}

static size_t
unhex (const char *hex, uint8_t *out, size_t room)
{
  size_t length = 0;

  assert_int_equal (0, sodium_hex2bin (out, room, hex, strlen (hex), NULL, &length, NULL));
  return length;
}

static struct rescue
file_of (const struct bench *bench, const char *sealed)
{
  uint8_t *bytes = arena_take (bench->arena, strlen (sealed) / 2 + 1);
  struct rescue file = { .sealed = bytes_of (bytes, unhex (sealed, bytes, strlen (sealed) / 2 + 1)) };

  assert_true (uid_parse (text_of (SESSION), &file.session));
  assert_int_equal (RESCUE_PUBLIC_BYTES, unhex (PAGE_PUBLIC, file.public_key, sizeof file.public_key));
  assert_int_equal (RESCUE_NONCE_BYTES, unhex (NONCE, file.nonce, sizeof file.nonce));
  return file;
}

static bool
opens (const struct bench *bench, const struct rescue *file)
{
  struct bytes plain = bytes_of (NONCE, 1);
  enum rescue_opened opened = rescue_open (bench->ring, file, bench->arena, &plain);

  if (RESCUE_OPEN != opened)
    {
      assert_int_equal (RESCUE_SHUT, opened);
      assert_int_equal (0, plain.length);
    }
  return RESCUE_OPEN == opened;
}

static void
what_another_implementation_sealed_opens (void **state)
{
  static const char *const vectors[][2] = { { SHORT, SHORT_SEALED }, { "", EMPTY_SEALED }, { LONG, LONG_SEALED } };
  const struct bench *bench = *state;

  for (size_t i = 0; i < BM_COUNT (vectors); i++)
    {
      struct rescue file = file_of (bench, vectors[i][1]);
      struct bytes plain;
      assert_int_equal (RESCUE_OPEN, rescue_open (bench->ring, &file, bench->arena, &plain));
      assert_int_equal (strlen (vectors[i][0]), plain.length);
      assert_string_equal (vectors[i][0], (const char *) plain.at);
    }
}

static void
for_another_session_it_does_not_open (void **state)
{
  const struct bench *bench = *state;

  for (size_t i = 0; i < 16; i++)
    {
      struct rescue file = file_of (bench, SHORT_SEALED);
      file.session.bytes[i] ^= 1;
      assert_false (opens (bench, &file));
    }
}

static void
for_another_key_it_does_not_open (void **state)
{
  const struct bench *bench = *state;
  struct rescue file = file_of (bench, SHORT_SEALED_FOR_KEY_TWO);
  struct bench other = { .arena = bench->arena };
  const char *problem;

  assert_false (opens (bench, &file));
  other.ring = key_file_load ("rescue " KEY_TWO "\n", 0600, &problem);
  assert_non_null (other.ring);
  assert_true (opens (&other, &file));
  file = file_of (bench, SHORT_SEALED);
  assert_false (opens (&other, &file));
  keyring_free (other.ring);
}

/* Every bit of these bytes, flipped alone. */
static void
flip_each (const struct bench *bench, const struct rescue *file, uint8_t *bytes, size_t length)
{
  for (size_t bit = 0; bit < length * 8; bit++)
    {
      const uint8_t mask = (uint8_t) (1u << (bit % 8));
      bytes[bit / 8] ^= mask;
      assert_false (opens (bench, file));
      bytes[bit / 8] ^= mask;
    }
  assert_true (opens (bench, file));
}

/* X25519 does not look at the highest bit of a public key; it is in the salt as well. */
static void
no_flipped_bit_goes_unseen (void **state)
{
  const struct bench *bench = *state;
  struct rescue file = file_of (bench, LONG_SEALED);
  uint8_t *sealed = arena_take (bench->arena, file.sealed.length);

  memcpy (sealed, file.sealed.at, file.sealed.length);
  file.sealed.at = sealed;
  flip_each (bench, &file, sealed, file.sealed.length);
  flip_each (bench, &file, file.nonce, sizeof file.nonce);
  flip_each (bench, &file, file.public_key, sizeof file.public_key);
}

static void
no_other_length_opens (void **state)
{
  const struct bench *bench = *state;
  struct rescue whole = file_of (bench, LONG_SEALED);
  uint8_t *longer = arena_take (bench->arena, whole.sealed.length + 1);

  for (size_t length = 0; length < whole.sealed.length; length++)
    {
      struct rescue file = whole;
      file.sealed.length = length;
      assert_false (opens (bench, &file));
      file.sealed = bytes_of (whole.sealed.at + 1, length);
      assert_false (opens (bench, &file));
    }
  memcpy (longer, whole.sealed.at, whole.sealed.length);
  longer[whole.sealed.length] = 0;
  whole.sealed = bytes_of (longer, whole.sealed.length + 1);
  assert_false (opens (bench, &whole));
}

/* With a point of small order anybody could know the secret. */
static void
a_key_that_shares_no_secret_is_refused (void **state)
{
  static const char *const small[] = {
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  };
  const struct bench *bench = *state;

  for (size_t i = 0; i < BM_COUNT (small); i++)
    {
      struct rescue file = file_of (bench, SHORT_SEALED);
      (void) unhex (small[i], file.public_key, sizeof file.public_key);
      assert_false (opens (bench, &file));
    }
}

static void
open_without_the_key (void *given)
{
  const char *problem;
  struct bench other = { key_file_load ("answers " KEY_ONE "\n", 0600, &problem), arena_new (ARENA_CAP) };
  struct rescue file = file_of (&other, SHORT_SEALED);
  struct bytes plain;

  if (RESCUE_OPEN == rescue_open (other.ring, &file, other.arena, &plain))
    *(bool *) given = true;
}

static void
without_the_key_the_process_ends (void **state)
{
  bool opened = false;

  (void) state;
  assert_int_equal (EXIT_FATAL, status_of_child (open_without_the_key, &opened));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (what_another_implementation_sealed_opens, set_up, tear_down),
    cmocka_unit_test_setup_teardown (for_another_session_it_does_not_open, set_up, tear_down),
    cmocka_unit_test_setup_teardown (for_another_key_it_does_not_open, set_up, tear_down),
    cmocka_unit_test_setup_teardown (no_flipped_bit_goes_unseen, set_up, tear_down),
    cmocka_unit_test_setup_teardown (no_other_length_opens, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_key_that_shares_no_secret_is_refused, set_up, tear_down),
    cmocka_unit_test_setup_teardown (without_the_key_the_process_ends, set_up, tear_down),
  };
  return crypto_start () ? cmocka_run_group_tests (tests, NULL, NULL) : 1;
}
