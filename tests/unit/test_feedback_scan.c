/* layers: core base */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <cmocka.h>

#include "feedback_scan.h"

#include <string.h>

/* The bytes of the text from one code point to another. */
static struct text
cut (struct text text, size_t from, size_t to)
{
  size_t start = 0;

  while (start < text.length && text_code_points (text_from (text.at, start)) < from)
    start++;
  for (size_t end = start; end <= text.length; end++)
    if (text_code_points (text_from (text.at + start, end - start)) == to - from
        && (end == text.length || 0x80 != ((unsigned char) text.at[end] & 0xC0)))
      return text_from (text.at + start, end - start);
  return text_of ("?");
}

/* Expected: "why:words|why:words", in order. Karen O'Malley and José Núñez review. */
static void
finds (const char *remark, const char *expected)
{
  const struct masking_person reviewers[] = {
    { .name = text_of ("Karen O'Malley"), .email = text_of ("karen.omalley@office.example") },
    { .name = text_of ("José Núñez"), .email = text_of ("jn@office.example") },
  };
  struct feedback_found found[20];
  char got[1000] = "";
  size_t count = feedback_scan (text_of (remark), reviewers, 2, found, 20);

  assert_in_range (count, 0, 20);
  for (size_t i = 0; i < count; i++)
    {
      const struct text words = cut (text_of (remark), found[i].from, found[i].to);
      const size_t used = strlen (got);
      (void) snprintf (got + used, sizeof got - used, "%s%s:%.*s", 0 == i ? "" : "|", feedback_why_word (found[i].why),
                       (int) words.length, words.at);
    }
  assert_string_equal (expected, got);
}

static void
names_of_all_who_review_are_found (void **state)
{
  (void) state;
  finds ("As Karen told the class.", "name:Karen");
  finds ("KAREN and jose agree; Nunez too.", "name:KAREN|name:jose|name:Nunez");
  finds ("Ask J0sé.", "name:J0sé");
  finds ("Carina is not Karena.", "");
  finds ("Write to karen.omalley@office.example now.", "address:karen.omalley@office.example");
}

static void
turns_of_phrase_that_name_a_role_are_found (void **state)
{
  (void) state;
  finds ("As the second reviewer I see it so.", "role:second reviewer");
  finds ("As a reviewer I see it so.", "role:As a reviewer");
  finds ("I agree with the other Reviewer.", "person:I agree with|role:other Reviewer");
  finds ("A third\nopinion was asked for.", "role:third\nopinion");
  finds ("My co-reviewer said so.", "role:co-reviewer");
  finds ("Reviewer 2 was kinder; a tie-break followed.", "role:Reviewer 2|role:tie-break");
  finds ("Both raters wanted more.", "role:Both raters");
  finds ("The third paragraph and the other mother are well seen.", "");
}

static void
turns_of_phrase_that_name_a_person_are_found (void **state)
{
  (void) state;
  finds ("My colleague would say more.", "person:My colleague");
  finds ("I scored this low because of the plan.", "person:I scored");
  finds ("When I supervised you, this was better.", "person:I supervised");
  finds ("We gave full points.", "person:We gave full");
  finds ("As in my workshop, name the feeling.", "person:my workshop");
  finds ("I would like to read more about my favourite idea, the baby.", "");
}

static void
signatures_are_found_at_the_end_of_a_line (void **state)
{
  (void) state;
  finds ("Good plan. - KM", "signature:KM");
  finds ("Good plan \xE2\x80\x94 K. M.", "signature:K. M.");
  finds ("Good plan. KM\nAnother remark.", "signature:KM");
  finds ("Read again (KM)", "signature:(KM)");
  finds ("Read again.\nTW", "signature:TW");
  finds ("Read again. Best regards", "signature:Best regards");
  finds ("Read again - Wilma", "signature:Wilma");
  finds ("The baby was in the NICU.", "");
  finds ("A well-planned follow-up", "");
}

static void
addresses_numbers_and_signs_are_found (void **state)
{
  (void) state;
  finds ("See www.office.example/help, or https://x.test.", "address:www.office.example/help|address:https://x.test");
  finds ("Call (615) 555-0123.", "address:(615) 555-0123");
  finds ("Ask me@some.where!", "address:me@some.where");
  finds ("As [***] wrote, 48 of 60.", "mask:[***]");
  finds ("Visits at 3 months and at 12 months: 1-2-3.", "");
}

static void
the_count_is_told_when_the_room_is_too_small (void **state)
{
  struct feedback_found found[1];

  (void) state;
  assert_int_equal (3, feedback_scan (text_of ("My colleague, my colleague, my colleague"), NULL, 0, found, 1));
  assert_int_equal (0, found[0].from);
  assert_int_equal (12, found[0].to);
  assert_int_equal (0, feedback_scan (text_of (""), NULL, 0, NULL, 0));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (names_of_all_who_review_are_found),
    cmocka_unit_test (turns_of_phrase_that_name_a_role_are_found),
    cmocka_unit_test (turns_of_phrase_that_name_a_person_are_found),
    cmocka_unit_test (signatures_are_found_at_the_end_of_a_line),
    cmocka_unit_test (addresses_numbers_and_signs_are_found),
    cmocka_unit_test (the_count_is_told_when_the_room_is_too_small),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
