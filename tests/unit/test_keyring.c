/* layers: crypto base */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "key_file.h"
#include "keyring_key.h"
#include "receipt_key.h"

#include <sys/resource.h>

static void
a_process_holds_only_what_its_file_names (void **state)
{
  const char *problem = "unset";
  struct keyring *ring = key_file_load ("# the candidate desk\n\nbank " KEY_ONE "\n  answers  " KEY_TWO " \r\n", 0600,
                                        &problem);

  (void) state;
  assert_non_null (ring);
  assert_null (problem);
  for (enum key_kind kind = 0; kind < KEY_KIND_COUNT; kind++)
    assert_int_equal (KEY_BANK == kind || KEY_ANSWERS == kind, keyring_holds (ring, kind));
  keyring_free (ring);
}

static void
the_last_line_needs_no_newline (void **state)
{
  const char *problem;
  struct keyring *ring = key_file_load ("bank_key " KEY_ONE, 0400, &problem);

  (void) state;
  assert_non_null (ring);
  assert_true (keyring_holds (ring, KEY_BANK_KEY));
  assert_false (keyring_holds (ring, KEY_BANK));
  keyring_free (ring);
}

static void
only_the_owner_may_reach_the_file (void **state)
{
  static const mode_t bad[] = { 0640, 0604, 0644, 0666, 0610, 0601, 0620, 0602, 0660, 0444, 0777, 0440 };
  static const mode_t good[] = { 0600, 0400, 0700 };
  const char *problem;

  (void) state;
  for (size_t i = 0; i < BM_COUNT (bad); i++)
    {
      problem = NULL;
      if (NULL != key_file_load ("bank " KEY_ONE "\n", bad[i], &problem))
        fail_msg ("a file of mode %o was taken", (unsigned) bad[i]);
      assert_non_null (strstr (problem, "others than its owner"));
    }
  for (size_t i = 0; i < BM_COUNT (good); i++)
    {
      struct keyring *ring = key_file_load ("bank " KEY_ONE "\n", good[i], &problem);
      assert_non_null (ring);
      keyring_free (ring);
    }
}

static void
only_a_regular_file_is_read (void **state)
{
  char folder[] = "/tmp/bm_keys_XXXXXX";
  char pipe[64];
  const char *problem = NULL;

  (void) state;
  assert_non_null (mkdtemp (folder));
  (void) snprintf (pipe, sizeof pipe, "%s/pipe", folder);
  assert_int_equal (0, mkfifo (pipe, 0600));
  assert_null (keyring_load (pipe, &problem));
  assert_non_null (strstr (problem, "not a regular file"));
  assert_null (keyring_load (folder, &problem));
  assert_non_null (strstr (problem, "not a regular file"));
  assert_null (keyring_load ("/dev/null", &problem));
  assert_non_null (strstr (problem, "not a regular file"));
  (void) unlink (pipe);
  assert_null (keyring_load (pipe, &problem));
  assert_non_null (strstr (problem, "no such key file"));
  assert_int_equal (0, rmdir (folder));
}

static void
malformed_files_are_refused (void **state)
{
  static const struct { const char *content; const char *problem; } cases[] = {
    { "", "holds no key" },
    { "# only words\n\n", "holds no key" },
    { "bank\n", "64 hexadecimal" },
    { "bank " KEY_ONE "1\n", "64 hexadecimal" },
    { "bank 111\n", "64 hexadecimal" },
    { "bank " KEY_ONE KEY_ONE "\n", "64 hexadecimal" },
    { "bank " KEY_ONE " x\n", "64 hexadecimal" },
    { "bank g111111111111111111111111111111111111111111111111111111111111111\n", "64 hexadecimal" },
    { "bank 0x11111111111111111111111111111111111111111111111111111111111111\n", "64 hexadecimal" },
    { "bank 0000000000000000000000000000000000000000000000000000000000000000\n", "zeros" },
    { "bank\t" KEY_ONE "\n", "no known kind" },
    { "banks " KEY_ONE "\n", "no known kind" },
    { "ban " KEY_ONE "\n", "no known kind" },
    { "BANK " KEY_ONE "\n", "no known kind" },
    { KEY_ONE "\n", "no known kind" },
    { "bank " KEY_ONE "\nsecret " KEY_TWO "\n", "no known kind" },
    { "bank " KEY_ONE "\nbank " KEY_TWO "\n", "twice" },
    { "bank " KEY_ONE "\nbank " KEY_ONE "\n", "twice" },
    { "rescue " KEY_ONE "\nrescue_public " KEY_TWO_HALF "\n", "public half" },
    { "rescue_public " KEY_ONE "\nrescue " KEY_ONE "\n", "public half" },
    { "review_sign " KEY_ONE "\nreview_public " KEY_TWO_SIGNS "\n", "not the public half of its review_sign" },
  };
  (void) state;
  for (size_t i = 0; i < BM_COUNT (cases); i++)
    {
      const char *problem = NULL;
      if (NULL != key_file_load (cases[i].content, 0600, &problem))
        fail_msg ("this was taken: %s", cases[i].content);
      if (NULL == strstr (problem, cases[i].problem))
        fail_msg ("%s: %s", cases[i].content, problem);
    }
}

static void
a_large_file_is_not_read (void **state)
{
  static char large[20000];
  char path[KEY_FILE_ROOM];
  const char *problem;
  struct keyring *ring;

  (void) state;
  memset (large, '\n', sizeof large);
  memcpy (large, "bank " KEY_ONE, strlen ("bank " KEY_ONE));
  key_file_make (path, large, sizeof large, 0600);
  assert_null (keyring_load (path, &problem));
  assert_non_null (strstr (problem, "too large"));
  (void) unlink (path);
  key_file_make (path, large, 16384, 0600);
  ring = keyring_load (path, &problem);
  assert_non_null (ring);
  keyring_free (ring);
  (void) unlink (path);
}

struct unlocked
{
  char path[KEY_FILE_ROOM];
};

/* Loads as a user whose memory the kernel does not lock; ends with 3 when that is refused for this reason. */
static void
load_without_locking (void *given)
{
  const struct unlocked *unlocked = given;
  const struct rlimit none = { 0, 0 };
  const char *problem = NULL;

  if (0 != setrlimit (RLIMIT_MEMLOCK, &none))
    _exit (90);
  if (0 == geteuid () && (0 != chown (unlocked->path, 65534, 65534) || 0 != setgid (65534) || 0 != setuid (65534)))
    _exit (91);
  if (NULL != keyring_load (unlocked->path, &problem))
    _exit (2);
  _exit (NULL != strstr (problem, "cannot be locked") ? 3 : 4);
}

static void
memory_that_is_not_locked_is_refused (void **state)
{
  struct unlocked unlocked;

  (void) state;
#ifdef __SANITIZE_ADDRESS__
  skip (); /* AddressSanitizer answers every mlock with yes */
#endif
  key_file_make (unlocked.path, "bank " KEY_ONE, strlen ("bank " KEY_ONE), 0600);
  assert_int_equal (3, status_of_child (load_without_locking, &unlocked));
  (void) unlink (unlocked.path);
}

static void
every_kind_has_a_word_of_its_own (void **state)
{
  (void) state;
  assert_string_equal ("identity", key_kind_word (KEY_IDENTITY));
  assert_string_equal ("bank_key", key_kind_word (KEY_BANK_KEY));
  assert_string_equal ("staff_lookup", key_kind_word (KEY_STAFF_LOOKUP));
  assert_string_equal ("rescue_public", key_kind_word (KEY_RESCUE_PUBLIC));
  for (enum key_kind a = 0; a < KEY_KIND_COUNT; a++)
    for (enum key_kind b = 0; b < a; b++)
      assert_string_not_equal (key_kind_word (a), key_kind_word (b));
}

static void
fresh_keys_are_written_split_and_read_again (void **state)
{
  static const enum key_kind review_kinds[] = { KEY_PACKET, KEY_REVIEW };
  struct buf file BM_CLEANUP (buf_free) = buf_new (4096);
  struct buf again BM_CLEANUP (buf_free) = buf_new (4096);
  struct buf other BM_CLEANUP (buf_free) = buf_new (4096);
  struct keyring *all = keyring_generate ();
  struct keyring *second = keyring_generate ();
  struct keyring *review;
  const char *problem;

  (void) state;
  for (enum key_kind kind = 0; kind < KEY_KIND_COUNT; kind++)
    assert_true (keyring_holds (all, kind));
  keyring_write (all, review_kinds, BM_COUNT (review_kinds), &file);
  assert_int_equal (strlen ("packet ") + strlen ("review ") + 2 * 65, file.length);
  review = key_file_load (file.at, 0600, &problem);
  assert_non_null (review);
  for (enum key_kind kind = 0; kind < KEY_KIND_COUNT; kind++)
    assert_int_equal (KEY_PACKET == kind || KEY_REVIEW == kind, keyring_holds (review, kind));
  keyring_write (review, review_kinds, BM_COUNT (review_kinds), &again);
  assert_string_equal (file.at, again.at);
  keyring_write (second, review_kinds, BM_COUNT (review_kinds), &other);
  assert_string_not_equal (file.at, other.at);
  assert_memory_not_equal (file.at + 7, strstr (file.at, "review ") + 7, 64);
  keyring_free (all);
  keyring_free (second);
  keyring_free (review);
}

static void
a_public_half_fits_its_secret (void **state)
{
  struct keyring *fresh = keyring_generate ();
  const char *problem;
  struct keyring *both = key_file_load ("rescue_public " KEY_ONE_HALF "\nrescue " KEY_ONE "\n", 0600, &problem);
  struct keyring *public_only = key_file_load ("rescue_public " KEY_TWO_HALF "\n", 0600, &problem);
  static const enum key_kind pair[] = { KEY_RESCUE, KEY_RESCUE_PUBLIC, KEY_REVIEW_SIGN, KEY_REVIEW_PUBLIC };
  struct buf file BM_CLEANUP (buf_free) = buf_new (4096);
  struct keyring *again;

  (void) state;
  assert_non_null (both);
  assert_non_null (public_only);
  keyring_write (fresh, pair, BM_COUNT (pair), &file);
  again = key_file_load (file.at, 0600, &problem);
  assert_non_null (again);
  keyring_free (fresh);
  keyring_free (both);
  keyring_free (public_only);
  keyring_free (again);
}

static void
an_older_ring_is_completed_and_keeps_its_keys (void **state)
{
  const char *problem;
  struct keyring *older = key_file_load ("bank " KEY_ONE "\nrescue " KEY_TWO "\n", 0600, &problem);
  struct keyring *half = key_file_load ("rescue_public " KEY_TWO_HALF "\n", 0600, &problem);
  struct keyring *signs = key_file_load ("review_public " KEY_TWO_SIGNS "\n", 0600, &problem);
  static const enum key_kind old_kinds[] = { KEY_BANK, KEY_RESCUE, KEY_RESCUE_PUBLIC };
  struct buf file BM_CLEANUP (buf_free) = buf_new (4096);
  struct keyring *ring;
  struct keyring *second;

  (void) state;
  assert_non_null (older);
  assert_non_null (half);
  ring = keyring_complete (older);
  second = keyring_complete (older);
  assert_non_null (ring);
  assert_non_null (second);
  for (enum key_kind kind = 0; kind < KEY_KIND_COUNT; kind++)
    {
      const bool kept = KEY_BANK == kind || KEY_RESCUE == kind || KEY_RESCUE_PUBLIC == kind;
      assert_int_equal (kept, 0 == memcmp (keyring_key (ring, kind), keyring_key (second, kind), KEY_BYTES));
    }
  keyring_write (ring, old_kinds, BM_COUNT (old_kinds), &file);
  assert_string_equal ("bank " KEY_ONE "\nrescue " KEY_TWO "\nrescue_public " KEY_TWO_HALF "\n", file.at);
  assert_null (keyring_complete (half));
  assert_null (keyring_complete (signs));
  keyring_free (older);
  keyring_free (half);
  keyring_free (signs);
  keyring_free (ring);
  keyring_free (second);
}

static void
the_receipt_key_s_public_half_is_written_and_read (void **state)
{
  const char *problem;
  struct keyring *ring = key_file_load ("receipt " KEY_ONE "\n", 0600, &problem);
  struct buf file BM_CLEANUP (buf_free) = buf_new (4096);
  struct receipt_key key;
  struct receipt_key again;

  (void) state;
  assert_non_null (ring);
  key = receipt_key_of (ring);
  receipt_key_write (&key, &file);
  assert_non_null (strstr (file.at, "\n" KEY_ONE_SIGNS "\n"));
  assert_true (receipt_key_read (buf_view (&file), &again));
  assert_memory_equal (&key, &again, sizeof key);
  keyring_free (ring);
}

static void
what_is_no_public_key_is_refused (void **state)
{
  static const char *const bad[] = {
    "", "# only words\n", "x\n", KEY_ONE_SIGNS "0\n", KEY_ONE_SIGNS "\n" KEY_TWO_SIGNS "\n", "receipt " KEY_ONE_SIGNS "\n",
    /* a point of order 1, and two numbers that no point is written as */
    "0100000000000000000000000000000000000000000000000000000000000000\n",
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff\n",
    "0000000000000000000000000000000000000000000000000000000000000002\n",
  };
  struct receipt_key key;

  (void) state;
  for (size_t i = 0; i < BM_COUNT (bad); i++)
    if (receipt_key_read (text_of (bad[i]), &key))
      fail_msg ("this was taken: %s", bad[i]);
  assert_true (receipt_key_read (text_of ("# a\r\n\r\n  " KEY_TWO_SIGNS "\r\n# b"), &key));
}

static void
write_a_kind_that_is_not_held (void *given)
{
  static const enum key_kind kinds[] = { KEY_BANK };
  struct buf file = buf_new (4096);

  keyring_write (given, kinds, 1, &file);
}

static void
a_kind_that_is_not_held_ends_the_process (void **state)
{
  const char *problem;
  struct keyring *ring = key_file_load ("packet " KEY_ONE "\n", 0600, &problem);

  (void) state;
  assert_non_null (ring);
  assert_int_equal (EXIT_FATAL, status_of_child (write_a_kind_that_is_not_held, ring));
  keyring_free (ring);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_process_holds_only_what_its_file_names),
    cmocka_unit_test (the_last_line_needs_no_newline),
    cmocka_unit_test (only_the_owner_may_reach_the_file),
    cmocka_unit_test (only_a_regular_file_is_read),
    cmocka_unit_test (malformed_files_are_refused),
    cmocka_unit_test (a_large_file_is_not_read),
    cmocka_unit_test (memory_that_is_not_locked_is_refused),
    cmocka_unit_test (every_kind_has_a_word_of_its_own),
    cmocka_unit_test (fresh_keys_are_written_split_and_read_again),
    cmocka_unit_test (a_public_half_fits_its_secret),
    cmocka_unit_test (an_older_ring_is_completed_and_keeps_its_keys),
    cmocka_unit_test (the_receipt_key_s_public_half_is_written_and_read),
    cmocka_unit_test (what_is_no_public_key_is_refused),
    cmocka_unit_test (a_kind_that_is_not_held_ends_the_process),
  };
  return crypto_start () ? cmocka_run_group_tests (tests, NULL, NULL) : 1;
}
