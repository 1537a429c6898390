/* layers: base */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "arena.h"
#include "buf.h"
#include "text.h"
#include "uid.h"

static void
numbers_are_strict (void **state)
{
  int64_t value = 7;
  (void) state;
  assert_true (text_to_i64 (text_of ("60"), 1, 60, &value));
  assert_int_equal (60, value);
  assert_true (text_to_i64 (text_of ("-5"), -10, 60, &value));
  assert_int_equal (-5, value);
  static const char *const bad[] = { "", "-", "+1", "01", " 1", "1 ", "61", "0x1", "1.0", "-0", "9999999999999999999" };
  for (size_t i = 0; i < BM_COUNT (bad); i++)
    assert_false (text_to_i64 (text_of (bad[i]), -10, 60, &value));
  assert_int_equal (-5, value);
}

static void
utf8_is_strict (void **state)
{
  (void) state;
  assert_true (text_is_utf8 (text_of ("na\xC3\xAFve \xF0\x9F\x91\xB6")));
  assert_int_equal (7, text_code_points (text_of ("na\xC3\xAFve \xF0\x9F\x91\xB6")));
  assert_false (text_is_utf8 (text_of ("\xC0\xAF")));
  assert_false (text_is_utf8 (text_of ("\xED\xA0\x80")));
  assert_false (text_is_utf8 (text_of ("\xF4\x90\x80\x80")));
  assert_false (text_is_utf8 (text_of ("\xE2\x82")));
  assert_false (text_is_utf8 (text_from ("a\0b", 3)));
}

static void
a_piece_is_cut_between_code_points (void **state)
{
  const struct text text = text_of ("na\xC3\xAFve \xF0\x9F\x91\xB6");
  (void) state;
  assert_true (text_is (text_between (text, 2, 4), "\xC3\xAFv"));
  assert_true (text_is (text_between (text, 6, 7), "\xF0\x9F\x91\xB6"));
  assert_true (text_is (text_between (text, 6, SIZE_MAX), "\xF0\x9F\x91\xB6"));
  assert_true (text_equal (text_between (text, 0, 7), text));
  assert_true (text_is (text_between (text, 3, 3), ""));
  assert_true (text_is (text_between (text, 4, 2), ""));
  assert_true (text_is (text_between (text, 7, 9), ""));
  assert_true (text_is (text_between (text_of (""), 0, SIZE_MAX), ""));
}

static void
trimming_keeps_the_middle (void **state)
{
  (void) state;
  assert_true (text_is (text_trim (text_of (" \t a b \r\n")), "a b"));
  assert_true (text_is (text_trim (text_of ("  ")), ""));
}

static void
a_buffer_never_passes_its_limit (void **state)
{
  struct buf buf BM_CLEANUP (buf_free) = buf_new (8);
  (void) state;
  buf_string (&buf, "12345678");
  assert_false (buf.overflow);
  buf_byte (&buf, '9');
  assert_true (buf.overflow);
  assert_string_equal ("12345678", buf.at);
}

static void
a_uid_reads_back (void **state)
{
  struct uid uid;
  char text[UID_TEXT_ROOM];
  (void) state;
  assert_true (uid_parse (text_of ("0f8fad5b-d9cb-469f-a165-70867728950e"), &uid));
  uid_print (uid, text);
  assert_string_equal ("0f8fad5b-d9cb-469f-a165-70867728950e", text);
  assert_false (uid_parse (text_of ("0F8FAD5B-d9cb-469f-a165-70867728950e"), &uid));
  assert_false (uid_parse (text_of ("0f8fad5bd9cb-469f-a165-70867728950e0"), &uid));
}

static void
an_arena_gives_zeroed_aligned_pieces (void **state)
{
  struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (1 << 20);
  (void) state;
  for (size_t size = 1; size < 3000; size += 37)
    {
      unsigned char *piece = arena_take (arena, size);
      assert_int_equal (0, (uintptr_t) piece % _Alignof (max_align_t));
      for (size_t i = 0; i < size; i++)
        assert_int_equal (0, piece[i]);
      piece[size - 1] = 1;
    }
  assert_string_equal ("48 of 60", arena_printf (arena, "%d of %d", 48, 60));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (numbers_are_strict),
    cmocka_unit_test (utf8_is_strict),
    cmocka_unit_test (a_piece_is_cut_between_code_points),
    cmocka_unit_test (trimming_keeps_the_middle),
    cmocka_unit_test (a_buffer_never_passes_its_limit),
    cmocka_unit_test (a_uid_reads_back),
    cmocka_unit_test (an_arena_gives_zeroed_aligned_pieces),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
