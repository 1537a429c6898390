/* layers: core base */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "choice_set.h"

#include <string.h>

/* "2a+ 2a 1b+": k and set; upper case: answered; '+': marked. Expected: one digit each. */
static void
counts_are (const char *form, const char *expected)
{
  struct choice_set_vignette vignettes[8] = { 0 };
  bool counts[8];
  char got[9] = "";
  size_t count = 0;
  static const char names[] = "abcdefgh";

  for (const char *at = form; '\0' != *at; count++)
    {
      char letter = at[1];
      bool answered = letter >= 'A' && letter <= 'Z';
      const char *set = strchr (names, answered ? letter - 'A' + 'a' : letter);
      vignettes[count] = (struct choice_set_vignette) { .set = text_from (set, 1), .choose = at[0] - '0', .answered = answered };
      at += 2;
      if ('+' == *at)
        {
          vignettes[count].marked = true;
          at++;
        }
      while (' ' == *at)
        at++;
    }
  choice_set_counts (vignettes, count, counts);
  for (size_t i = 0; i < count; i++)
    got[i] = counts[i] ? '1' : '0';
  assert_string_equal (expected, got);
}

static void
answered_ones_count_up_to_k (void **state)
{
  (void) state;
  counts_are ("2A 2A 2a", "110");
  counts_are ("2a 2A 2a", "010");
  counts_are ("2a 2a 2a", "000");
}

static void
too_many_answers_leave_the_marked_ones (void **state)
{
  (void) state;
  counts_are ("2A 2A+ 2A+", "011");
  counts_are ("1A 1A 1A+", "001");
}

static void
without_marks_the_first_k_in_form_order_count (void **state)
{
  (void) state;
  counts_are ("2A 2A 2A", "110");
}

static void
fewer_marks_than_k_are_filled_in_form_order (void **state)
{
  (void) state;
  counts_are ("2A 2A 2A+", "101");
}

static void
more_marks_than_k_leave_the_first_marked (void **state)
{
  (void) state;
  counts_are ("2A+ 2A+ 2A+", "110");
}

static void
a_mark_on_a_blank_vignette_takes_no_place (void **state)
{
  (void) state;
  counts_are ("2a+ 2A 2A", "011");
}

static void
a_required_set_and_a_chosen_one_do_not_mix (void **state)
{
  (void) state;
  counts_are ("1A 1B 1B+", "101");
  counts_are ("2A 2A 1b", "110");
}

static void
the_size_of_a_set_is_the_number_of_its_members (void **state)
{
  const struct choice_set_vignette vignettes[] = { { .set = text_of ("a"), .choose = 1 },
                                                   { .set = text_of ("b"), .choose = 1 },
                                                   { .set = text_of ("b"), .choose = 1 } };
  (void) state;
  assert_int_equal (1, choice_set_size (vignettes, 3, 0));
  assert_int_equal (2, choice_set_size (vignettes, 3, 2));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (answered_ones_count_up_to_k),
    cmocka_unit_test (too_many_answers_leave_the_marked_ones),
    cmocka_unit_test (without_marks_the_first_k_in_form_order_count),
    cmocka_unit_test (fewer_marks_than_k_are_filled_in_form_order),
    cmocka_unit_test (more_marks_than_k_leave_the_first_marked),
    cmocka_unit_test (a_mark_on_a_blank_vignette_takes_no_place),
    cmocka_unit_test (a_required_set_and_a_chosen_one_do_not_mix),
    cmocka_unit_test (the_size_of_a_set_is_the_number_of_its_members),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
