/* layers: crypto base */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "token.h"

#include <stdio.h>
#include <string.h>

#define SYMBOLS "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#define PLACES 20

static bool
same (struct hash a, struct hash b)
{
  return 0 == memcmp (a.bytes, b.bytes, HASH_BYTES);
}

static void
tokens_are_long_random_and_safe_in_a_cookie (void **state)
{
  char tokens[32][TOKEN_ROOM];

  (void) state;
  for (size_t i = 0; i < BM_COUNT (tokens); i++)
    {
      token_new (tokens[i]);
      assert_int_equal (43, strlen (tokens[i]));
      assert_int_equal (43, strspn (tokens[i], "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"));
      for (size_t j = 0; j < i; j++)
        assert_string_not_equal (tokens[i], tokens[j]);
    }
}

static void
a_token_has_one_hash_and_no_other_token_has_it (void **state)
{
  char one[TOKEN_ROOM];
  char two[TOKEN_ROOM];
  struct hash first;
  struct hash again;
  struct hash other;
  struct hash plain;

  (void) state;
  token_new (one);
  token_new (two);
  assert_true (token_hash (text_of (one), &first));
  assert_true (token_hash (text_of (one), &again));
  assert_true (token_hash (text_of (two), &other));
  assert_true (same (first, again));
  assert_false (same (first, other));
  plain = crypto_digest (bytes_of (one, 43));
  assert_true (same (first, plain));
}

/* 43 characters carry 258 bits: the two that are too many must be zero, so the last place takes every fourth digit. */
static bool
is_digit_for (char c, size_t place)
{
  if (42 == place)
    return '\0' != c && NULL != strchr ("AEIMQUYcgkosw048", c);
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || '-' == c || '_' == c;
}

static void
what_has_not_the_form_of_a_token_has_no_hash (void **state)
{
  static const char good[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPA";
  struct hash hash;

  (void) state;
  assert_true (token_hash (text_of (good), &hash));
  for (size_t length = 0; length < 43; length++)
    assert_false (token_hash (text_from (good, length), &hash));
  assert_false (token_hash (text_of ("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQA"), &hash));
  assert_false (token_hash (text_of ("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPA="), &hash));
  assert_false (token_hash (text_from (good, 44), &hash));
  for (size_t i = 0; i < 43; i++)
    for (unsigned byte = 0; byte < 256; byte++)
      {
        char broken[TOKEN_ROOM];
        memcpy (broken, good, sizeof broken);
        broken[i] = (char) byte;
        assert_int_equal (is_digit_for (broken[i], i), token_hash (text_from (broken, 43), &hash));
      }
}

/* The 20 characters without hyphens. */
static void
squeeze (const char *code, char plain[PLACES + 1])
{
  size_t length = 0;

  for (const char *at = code; '\0' != *at; at++)
    if ('-' != *at)
      plain[length++] = *at;
  plain[length] = '\0';
  assert_int_equal (PLACES, length);
}

static void
codes_have_five_groups_of_four (void **state)
{
  char codes[64][CODE_ROOM];
  struct hash hash;

  (void) state;
  for (size_t i = 0; i < BM_COUNT (codes); i++)
    {
      code_new (codes[i]);
      assert_int_equal (24, strlen (codes[i]));
      for (size_t at = 0; at < 24; at++)
        if (4 == at % 5)
          assert_int_equal ('-', codes[i][at]);
        else
          assert_non_null (memchr (SYMBOLS, codes[i][at], 32));
      assert_int_equal (CODE_FORM_GOOD, code_hash (text_of (codes[i]), &hash));
      for (size_t j = 0; j < i; j++)
        assert_string_not_equal (codes[i], codes[j]);
    }
}

/* In 2000 codes each symbol is expected 62 times at each place: none is missing by chance. */
static void
every_random_place_takes_every_symbol (void **state)
{
  static bool seen[PLACES][256];

  (void) state;
  for (size_t i = 0; i < 2000; i++)
    {
      char code[CODE_ROOM];
      char plain[PLACES + 1];
      code_new (code);
      squeeze (code, plain);
      for (size_t place = 0; place < PLACES; place++)
        seen[place][(unsigned char) plain[place]] = true;
    }
  for (size_t place = 0; place < PLACES; place++)
    for (size_t symbol = 0; symbol < 32; symbol++)
      assert_true (seen[place][(unsigned char) SYMBOLS[symbol]]);
}

/* All 620 single mistakes of each of 200 codes. */
static void
every_single_wrong_character_is_caught (void **state)
{
  struct hash hash;

  (void) state;
  for (size_t i = 0; i < 200; i++)
    {
      char code[CODE_ROOM];
      char plain[PLACES + 1];
      code_new (code);
      squeeze (code, plain);
      for (size_t place = 0; place < PLACES; place++)
        {
          char right = plain[place];
          for (size_t symbol = 0; symbol < 32; symbol++)
            {
              plain[place] = SYMBOLS[symbol];
              assert_int_equal (SYMBOLS[symbol] == right ? CODE_FORM_GOOD : CODE_FORM_CHECK,
                                code_hash (text_of (plain), &hash));
            }
          plain[place] = right;
        }
    }
}

/* All swaps of two places, neighbours among them, of each of 500 codes. */
static void
every_swap_is_caught (void **state)
{
  struct hash hash;

  (void) state;
  for (size_t i = 0; i < 500; i++)
    {
      char code[CODE_ROOM];
      char plain[PLACES + 1];
      code_new (code);
      squeeze (code, plain);
      for (size_t a = 0; a < PLACES; a++)
        for (size_t b = a + 1; b < PLACES; b++)
          {
            char swapped[PLACES + 1];
            memcpy (swapped, plain, sizeof swapped);
            swapped[a] = plain[b];
            swapped[b] = plain[a];
            assert_int_equal (plain[a] == plain[b] ? CODE_FORM_GOOD : CODE_FORM_CHECK,
                              code_hash (text_of (swapped), &hash));
          }
    }
}

/* Not left to chance: every pair of different symbols beside each other, at every place. */
static void
every_pair_of_neighbours_is_told_from_its_swap (void **state)
{
  struct hash hash;

  (void) state;
  for (size_t place = 0; place + 2 < PLACES; place++)
    for (size_t a = 0; a < 32; a++)
      for (size_t b = 0; b < a; b++)
        {
          char plain[PLACES + 1] = "00000000000000000000";
          size_t check = 0;
          char first;
          plain[place] = SYMBOLS[a];
          plain[place + 1] = SYMBOLS[b];
          while (CODE_FORM_GOOD != code_hash (text_of (plain), &hash) && ++check < 32)
            plain[PLACES - 1] = SYMBOLS[check];
          assert_true (check < 32);
          first = plain[place];
          plain[place] = plain[place + 1];
          plain[place + 1] = first;
          assert_int_equal (CODE_FORM_CHECK, code_hash (text_of (plain), &hash));
        }
}

/* One code worked out by hand in GF(32): 1 at the last random place weighs x = 2; 1 before it weighs x^2 = 4;
   16 = x^4 there weighs x^6 = x^3 + x = 10 (A). */
static void
the_check_character_is_a_known_one (void **state)
{
  struct hash hash;
  struct hash expected = crypto_digest (bytes_of ("00000000000000000012", 20));

  (void) state;
  assert_int_equal (CODE_FORM_GOOD, code_hash (text_of ("0000-0000-0000-0000-0012"), &hash));
  assert_true (same (expected, hash));
  assert_int_equal (CODE_FORM_GOOD, code_hash (text_of ("0000-0000-0000-0000-0104"), &hash));
  assert_int_equal (CODE_FORM_GOOD, code_hash (text_of ("0000-0000-0000-0000-0G0A"), &hash));
  assert_int_equal (CODE_FORM_CHECK, code_hash (text_of ("0000-0000-0000-0000-0G08"), &hash));
}

static void
the_ways_people_type_a_code_are_forgiven (void **state)
{
  static const char *const typed[] = {
    "01AB-CDEF-GHJK-MN01-000%c",   "01abcdefghjkmn01000%c",
    "  01AB CDEF GHJK MN01 000%c\r\n", "oIAB-CDEF-GHJK-MNOl-oO0%c",
    "OLab--cdef-ghjk-mn-0iOoO%c-", "0 1 A B C D E F G H J K M N 0 1 0 0 0 %c",
  };
  struct hash first = { { 0 } };
  char check = 0;

  (void) state;
  for (size_t symbol = 0; symbol < 32 && 0 == check; symbol++)
    {
      char plain[PLACES + 1] = "01ABCDEFGHJKMN010001";
      plain[PLACES - 1] = SYMBOLS[symbol];
      if (CODE_FORM_GOOD == code_hash (text_of (plain), &first))
        check = SYMBOLS[symbol];
    }
  assert_int_not_equal (0, check);
  for (size_t i = 0; i < BM_COUNT (typed); i++)
    {
      char text[80];
      struct hash hash;
      (void) snprintf (text, sizeof text, typed[i], check);
      assert_int_equal (CODE_FORM_GOOD, code_hash (text_of (text), &hash));
      assert_true (same (first, hash));
    }
}

static void
what_is_no_code_says_why (void **state)
{
  static const char *const lengths[] = { "", " - ", "0", "0000-0000-0000-0000-000", "0000-0000-0000-0000-0000-0" };
  static const char *const signs[] = { "U000-0000-0000-0000-0000", "0000-0000-0000-0000-000u", "0000_0000", "0000.0000",
                                       "\xC3\xA9", "0000-0000-0000-0000-0000*", "0000/0000" };
  struct hash hash;

  (void) state;
  for (size_t i = 0; i < BM_COUNT (lengths); i++)
    assert_int_equal (CODE_FORM_LENGTH, code_hash (text_of (lengths[i]), &hash));
  for (size_t i = 0; i < BM_COUNT (signs); i++)
    assert_int_equal (CODE_FORM_CHARACTER, code_hash (text_of (signs[i]), &hash));
  assert_int_equal (CODE_FORM_CHARACTER, code_hash (text_from ("0000\0", 5), &hash));
  assert_int_equal (CODE_FORM_CHECK, code_hash (text_of ("0000-0000-0000-0000-0001"), &hash));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (tokens_are_long_random_and_safe_in_a_cookie),
    cmocka_unit_test (a_token_has_one_hash_and_no_other_token_has_it),
    cmocka_unit_test (what_has_not_the_form_of_a_token_has_no_hash),
    cmocka_unit_test (codes_have_five_groups_of_four),
    cmocka_unit_test (every_random_place_takes_every_symbol),
    cmocka_unit_test (every_single_wrong_character_is_caught),
    cmocka_unit_test (every_swap_is_caught),
    cmocka_unit_test (every_pair_of_neighbours_is_told_from_its_swap),
    cmocka_unit_test (the_check_character_is_a_known_one),
    cmocka_unit_test (the_ways_people_type_a_code_are_forgiven),
    cmocka_unit_test (what_is_no_code_says_why),
  };
  return crypto_start () ? cmocka_run_group_tests (tests, NULL, NULL) : 1;
}
