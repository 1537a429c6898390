/* layers: core base */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <cmocka.h>

#include "conflict.h"

static struct conflict_named
named (const char *name, const char *email, const char *employer)
{
  return (struct conflict_named) { text_of (name), text_of (email), text_of (employer) };
}

static const struct conflict_named *none = NULL;

static bool
conflict (struct conflict_named reviewer, const struct conflict_named *declared, struct conflict_named candidate,
          const char *supervisor)
{
  struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (1 << 20);
  const struct conflict_candidate one = { candidate, text_of (supervisor) };
  return conflict_exists (reviewer, declared, NULL == declared ? 0 : 1, &one, arena);
}

static void
strangers_have_no_conflict (void **state)
{
  (void) state;
  assert_false (conflict (named ("Jane Roe", "jane@x.org", "Bright Starts"), none,
                          named ("Maria Ortiz", "maria@y.org", "Hope House"), "John Poe; Ann Moe <ann@z.org>"));
  assert_false (conflict (named ("", "", ""), none, named ("", "", ""), ""));
  assert_false (conflict (named ("Jane Roe", "jane@x.org", ""), none, named ("Jane Poe", "jane@y.org", ""), ""));
}

static void
the_same_employer_in_any_spelling (void **state)
{
  const struct conflict_named reviewer = named ("Jane Roe", "jane@x.org", "The Niños First Center, Inc.");
  (void) state;
  assert_true (conflict (reviewer, none, named ("A B", "a@b.org", "ninos first center"), ""));
  assert_true (conflict (reviewer, none, named ("A B", "a@b.org", "NIÑOS-FIRST CENTER LLC"), ""));
  assert_false (conflict (reviewer, none, named ("A B", "a@b.org", "Niños First"), ""));
}

static void
who_works_for_nobody_shares_no_employer (void **state)
{
  static const char *const words[]
    = { "Self-employed", "self employed", "n/a", "N.A.", "none", "Retired", "Private practice", "-" };
  (void) state;
  for (size_t i = 0; i < BM_COUNT (words); i++)
    assert_false (conflict (named ("Jane Roe", "", words[i]), none, named ("A B", "", words[i]), ""));
}

static void
the_same_person_by_address_or_name (void **state)
{
  const struct conflict_named reviewer = named ("María José O'Neill", "Maria@X.org", "");
  (void) state;
  assert_true (conflict (reviewer, none, named ("Somebody Else", " maria@x.ORG ", ""), ""));
  assert_true (conflict (reviewer, none, named ("ONeill, Maria Jose", "other@y.org", ""), ""));
  assert_true (conflict (reviewer, none, named ("Dr. Maria O\xe2\x80\x99Neill", "other@y.org", ""), ""));
  assert_true (conflict (reviewer, none, named ("M. O'Neill", "other@y.org", ""), ""));
  assert_false (conflict (reviewer, none, named ("Mario O'Neill", "other@y.org", ""), ""));
  assert_false (conflict (reviewer, none, named ("M. J.", "other@y.org", ""), ""));
}

static void
the_supervisor_and_references_by_name_or_address (void **state)
{
  const struct conflict_named reviewer = named ("Jane A. Roe", "jane@x.org", "");
  const struct conflict_named candidate = named ("Maria Ortiz", "maria@y.org", "");
  (void) state;
  assert_true (conflict (reviewer, none, candidate, "Jane Roe"));
  assert_true (conflict (reviewer, none, candidate, "John Poe; JANE ROE, PhD"));
  assert_true (conflict (reviewer, none, candidate, "John Poe and Dr. Jane Roe"));
  /* As masking parts them: whoever is masked as a supervisor is barred. */
  assert_true (conflict (reviewer, none, candidate, "John Poe/Jane Roe"));
  assert_true (conflict (reviewer, none, candidate, "John Poe|Jane Roe"));
  assert_true (conflict (reviewer, none, candidate, "John Poe aND Jane Roe; Kim Lee"));
  assert_true (conflict (reviewer, none, candidate, "my boss <JANE@x.org>; John Poe"));
  assert_true (conflict (reviewer, none, candidate, "Roe, Jane (jr@elsewhere.org)"));
  assert_false (conflict (reviewer, none, candidate, "Jane Poe and John Roe"));
  assert_false (conflict (reviewer, none, candidate, "jane@x.org.uk"));
  assert_false (conflict (reviewer, none, candidate, ";;  and  ; & "));
}

static void
what_is_declared (void **state)
{
  const struct conflict_named reviewer = named ("Jane Roe", "jane@x.org", "Bright Starts");
  const struct conflict_named candidate = named ("Maria Ortiz Lee", "maria@y.org", "Hope House");
  const struct conflict_named by_name = named ("maria ortiz", "", "");
  const struct conflict_named by_email = named ("", "MARIA@y.org", "");
  const struct conflict_named by_employer = named ("", "", "The Hope House");
  const struct conflict_named other = named ("Mario Ortiz", "mario@y.org", "Hope Hospital");
  (void) state;
  assert_true (conflict (reviewer, &by_name, candidate, ""));
  assert_true (conflict (reviewer, &by_email, candidate, ""));
  assert_true (conflict (reviewer, &by_employer, candidate, ""));
  assert_false (conflict (reviewer, &other, candidate, ""));
}

static void
broken_text_is_no_match (void **state)
{
  (void) state;
  assert_false (conflict (named ("\xff\xfe", "\xff", "\xff"), none, named ("\xff\xfe", "\xff", "\xff"), "\xff"));
  assert_false (conflict (named ("Jane Roe", "", ""), none, named ("\xff\xfe", "", ""), "@"));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (strangers_have_no_conflict),
    cmocka_unit_test (the_same_employer_in_any_spelling),
    cmocka_unit_test (who_works_for_nobody_shares_no_employer),
    cmocka_unit_test (the_same_person_by_address_or_name),
    cmocka_unit_test (the_supervisor_and_references_by_name_or_address),
    cmocka_unit_test (what_is_declared),
    cmocka_unit_test (broken_text_is_no_match),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
