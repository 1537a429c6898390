/* layers: core base */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

#include "masking.h"
#include "part1_score.h"
#include "retake.h"

static struct part1_score
score_of (int right, int items)
{
  char answers[1001];
  char keys[1001];
  struct part1_score score;

  for (int i = 0; i < items; i++)
    {
      keys[i] = (char) ('A' + i % 4);
      answers[i] = (char) (i < right ? keys[i] : i % 2 ? '-' : 'A' + (i + 1) % 4);
    }
  assert_true (part1_score (text_from (answers, (size_t) items), text_from (keys, (size_t) items), 80, &score));
  assert_int_equal (right, score.score);
  assert_int_equal (items, score.max);
  return score;
}

static void
forty_eight_of_sixty_passes_and_forty_seven_does_not (void **state)
{
  (void) state;
  assert_true (score_of (48, 60).passed);
  assert_false (score_of (47, 60).passed);
  assert_true (score_of (60, 60).passed);
  assert_false (score_of (0, 60).passed);
  /* 80 % of 59 is 47.2: 47 is not enough */
  assert_false (score_of (47, 59).passed);
  assert_true (score_of (48, 59).passed);
}

static void
a_sheet_that_does_not_fit_its_key_is_not_scored (void **state)
{
  struct part1_score score;
  (void) state;
  assert_false (part1_score (text_of ("ABC"), text_of ("ABCD"), 80, &score));
  assert_false (part1_score (text_of ("ABCE"), text_of ("ABCD"), 80, &score));
  assert_false (part1_score (text_of ("ABCD"), text_of ("ABC-"), 80, &score));
  assert_false (part1_score (text_of (""), text_of (""), 80, &score));
}

static struct civil_date
day (int year, int month, int dom)
{
  struct civil_date date = { year, month, dom };
  return date;
}

static void
assert_date (struct civil_date expected, struct civil_date actual)
{
  assert_int_equal (civil_date_to_unix_days (expected), civil_date_to_unix_days (actual));
  assert_int_equal (expected.day, actual.day);
}

static void
a_year_later_is_the_same_day_or_the_28th (void **state)
{
  (void) state;
  assert_date (day (2029, 2, 28), civil_date_add_year (day (2028, 2, 29)));
  assert_date (day (2028, 2, 28), civil_date_add_year (day (2027, 2, 28)));
  assert_date (day (2028, 12, 31), civil_date_add_year (day (2027, 12, 31)));
  assert_int_equal (0, civil_date_to_unix_days (day (1970, 1, 1)));
  for (int days = -100000; days < 200000; days++)
    assert_int_equal (days, civil_date_to_unix_days (civil_date_from_unix_days (days)));
}

static void
only_failed_parts_are_sat_again_unless_the_policy_says_all (void **state)
{
  struct retake_part parts[2] = { { true, true, { 2026, 3, 14 } }, { true, false, { 2026, 3, 15 } } };
  struct retake_policy failed_only = { .whole_exam = false, .request_by_weeks = 8 };
  struct retake retake;
  (void) state;
  retake = retake_of (parts, failed_only);
  assert_true (retake.needed && ! retake.part[0] && retake.part[1]);
  assert_date (day (2027, 3, 15), retake.earliest);
  assert_true (retake.has_request_by);
  assert_date (day (2027, 1, 18), retake.request_by);
  failed_only.whole_exam = true;
  retake = retake_of (parts, failed_only);
  assert_true (retake.part[0] && retake.part[1]);
  parts[1].sat = false;  /* a no-show is not an attempt */
  retake = retake_of (parts, failed_only);
  assert_false (retake.needed);
}

static void
assert_masked (const char *name, const char *email, const char *response, const char *expected)
{
  struct mask masks[16];
  struct masking_person person = { .name = text_of (name), .email = text_of (email) };
  struct buf out BM_CLEANUP (buf_free) = buf_new (4096);
  size_t count = masking_propose (text_of (response), person, masks, BM_COUNT (masks));
  assert_true (count <= BM_COUNT (masks));
  assert_true (masking_apply (text_of (response), masks, count, &out));
  assert_string_equal (expected, out.at);
}

static void
the_writers_own_names_are_masked_and_other_words_stay (void **state)
{
  (void) state;
  assert_masked ("Mar\xC3\xAD" "a Ortiz", "m.ortiz@clinic.example", "I, MARIA ort\xC3\xAD" "z, hold a baby.",
                 "I, [***], hold a baby.");
  assert_masked ("Maria Ortiz", "m.ortiz@clinic.example", "Write to M.Ortiz@clinic.example or m4r1a", "Write to [***] or [***]");
  assert_masked ("Ann Lee", "al@x.example", "Planning sleep with Annika and Lee.", "Planning sleep with Annika and [***].");
  assert_masked ("Li Wei", "", "Listening to Li; li-wei", "Listening to [***]");
  assert_masked ("Jo", "j@x.example", "grace under pressure, 30 minutes", "grace under pressure, 30 minutes");
}

static void
masks_out_of_order_are_refused (void **state)
{
  struct mask masks[] = { { 4, 6, MASK_NAME }, { 2, 3, MASK_NAME } };
  struct buf out BM_CLEANUP (buf_free) = buf_new (64);
  (void) state;
  assert_false (masking_apply (text_of ("abcdefgh"), masks, 2, &out));
  masks[0].to = 9;
  assert_false (masking_apply (text_of ("abcdefgh"), masks, 1, &out));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (forty_eight_of_sixty_passes_and_forty_seven_does_not),
    cmocka_unit_test (a_sheet_that_does_not_fit_its_key_is_not_scored),
    cmocka_unit_test (a_year_later_is_the_same_day_or_the_28th),
    cmocka_unit_test (only_failed_parts_are_sat_again_unless_the_policy_says_all),
    cmocka_unit_test (the_writers_own_names_are_masked_and_other_words_stay),
    cmocka_unit_test (masks_out_of_order_are_refused),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
