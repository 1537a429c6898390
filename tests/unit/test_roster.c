/* layers: core base */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "roster.h"

/* Rows by newline, cells by '|': the tests need no CSV. */
static struct roster
read_table (struct arena *arena, const char *table)
{
  struct roster_line *lines = arena_take (arena, 3000 * sizeof *lines);
  size_t count = 0;
  const char *at = table;
  while ('\0' != *at)
    {
      size_t length = strcspn (at, "\n");
      struct text *cells = arena_take (arena, 20 * sizeof *cells);
      size_t used = 0;
      const char *cell = at;
      for (const char *c = at; c <= at + length; c++)
        if (c == at + length || '|' == *c)
          {
            cells[used++] = text_from (cell, (size_t) (c - cell));
            cell = c + 1;
          }
      lines[count] = (struct roster_line) { count + 1, cells, used };
      count++;
      at += length + ('\n' == at[length] ? 1 : 0);
    }
  return roster_read (lines, count, arena);
}

static void
expect_problem (const struct roster *roster, size_t index, size_t row, enum roster_field field,
                enum roster_reason reason)
{
  assert_true (index < roster->problem_count);
  assert_int_equal (row, roster->problems[index].row);
  assert_string_equal (roster_field_word (field), roster_field_word (roster->problems[index].field));
  assert_string_equal (roster_reason_word (reason), roster_reason_word (roster->problems[index].reason));
}

static void
a_good_roster_is_read_whole (void **state)
{
  struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (1 << 22);
  struct roster roster = read_table (arena, "Full Name|E-Mail|Category|Track|ESL minutes|Parts|Employer\n"
                                            " Ana L\xC3\xB3pez |ana@example.org|Specialist|IMH-E|yes||Early Hands\n"
                                            "Bo Chen|bo@example.org|Mentor - Clinical|ECMH-E|30|both|\n"
                                            "|||||\n"
                                            "Cy Dee|cy@example.org|Mentor, Research/Faculty|imh|no|part 2\n");
  (void) state;
  assert_int_equal (0, roster.problem_count);
  assert_int_equal (3, roster.count);
  assert_true (text_is (roster.candidates[0].name, "Ana L\xC3\xB3pez"));
  assert_int_equal (60, roster.candidates[0].esl_minutes);
  assert_string_equal ("1,2", roster.candidates[0].parts);
  assert_true (text_is (roster.candidates[0].employer, "Early Hands"));
  assert_string_equal ("mentor-clinical", roster.candidates[1].category);
  assert_string_equal ("ecmh", roster.candidates[1].track);
  assert_int_equal (30, roster.candidates[1].esl_minutes);
  assert_string_equal ("mentor-research-faculty", roster.candidates[2].category);
  assert_string_equal ("2", roster.candidates[2].parts);
  assert_int_equal (5, roster.candidates[2].row);
}

static void
every_problem_is_named_by_row_and_field_at_once (void **state)
{
  struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (1 << 22);
  struct roster roster = read_table (arena, "name|email|category|track|esl|parts\n"
                                            "|ana@example.org|specialist|imh|0|\n"
                                            "Bo|bo at example|teacher|imh|61|3\n"
                                            "Cy|ANA@example.org|specialist|xmh|soon|\n"
                                            "Di|di@example.org|specialist|imh|0|both|9|x\n");
  (void) state;
  assert_int_equal (9, roster.problem_count);
  expect_problem (&roster, 0, 2, ROSTER_NAME, ROSTER_MISSING);
  expect_problem (&roster, 1, 3, ROSTER_EMAIL, ROSTER_BAD_EMAIL);
  expect_problem (&roster, 2, 3, ROSTER_CATEGORY, ROSTER_BAD_CATEGORY);
  expect_problem (&roster, 3, 3, ROSTER_ESL, ROSTER_BAD_ESL);
  expect_problem (&roster, 4, 3, ROSTER_PARTS, ROSTER_BAD_PARTS);
  expect_problem (&roster, 5, 4, ROSTER_TRACK, ROSTER_BAD_TRACK);
  expect_problem (&roster, 6, 4, ROSTER_ESL, ROSTER_BAD_ESL);
  expect_problem (&roster, 7, 5, ROSTER_FIELD_COUNT, ROSTER_TOO_MANY_CELLS);
  expect_problem (&roster, 8, 4, ROSTER_EMAIL, ROSTER_EMAIL_TWICE);
}

static void
headings_decide_what_is_there (void **state)
{
  struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (1 << 22);
  struct roster roster = read_table (arena, "name|mail|phone|track|e-mail\nAna|a@example.org|1|imh|b@example.org\n");
  (void) state;
  assert_int_equal (2, roster.problem_count);
  expect_problem (&roster, 0, 1, ROSTER_EMAIL, ROSTER_COLUMN_TWICE);
  expect_problem (&roster, 1, 1, ROSTER_CATEGORY, ROSTER_NO_COLUMN);
  assert_int_equal (1, roster.unused_count);
  assert_true (text_is (roster.unused[0], "phone"));
}

static void
nothing_under_the_headings_is_a_problem (void **state)
{
  struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (1 << 22);
  struct roster roster = read_table (arena, "name|email|category|track\n\n");
  (void) state;
  assert_int_equal (1, roster.problem_count);
  expect_problem (&roster, 0, 1, ROSTER_FIELD_COUNT, ROSTER_EMPTY);
}

static void
letters_lost_by_a_wrong_encoding_are_refused (void **state)
{
  struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (1 << 22);
  struct roster roster
      = read_table (arena, "name|email|category|track\nAna L\xEF\xBF\xBDpez|a@example.org|specialist|imh\n");
  (void) state;
  assert_int_equal (1, roster.problem_count);
  expect_problem (&roster, 0, 2, ROSTER_NAME, ROSTER_BAD_TEXT);
}

static void
an_e_mail_has_one_at_and_a_dot_behind_it (void **state)
{
  static const char *const bad[]
      = { "ana", "ana@", "@example.org", "ana@example", "a@b@c.org", "ana@.", "ana@x.", "a b@c.org", "<a@b.org>" };
  (void) state;
  for (size_t i = 0; i < BM_COUNT (bad); i++)
    {
      struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (1 << 22);
      struct roster roster
          = read_table (arena, arena_printf (arena, "name|email|category|track\nAna|%s|specialist|imh\n", bad[i]));
      assert_int_equal (1, roster.problem_count);
      expect_problem (&roster, 0, 2, ROSTER_EMAIL, ROSTER_BAD_EMAIL);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_good_roster_is_read_whole),
    cmocka_unit_test (every_problem_is_named_by_row_and_field_at_once),
    cmocka_unit_test (headings_decide_what_is_there),
    cmocka_unit_test (nothing_under_the_headings_is_a_problem),
    cmocka_unit_test (letters_lost_by_a_wrong_encoding_are_refused),
    cmocka_unit_test (an_e_mail_has_one_at_and_a_dot_behind_it),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
