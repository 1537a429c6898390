#include "conflict.h"

#include "name_list.h"

#include "attrs.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* The words of a text in one spelling: folded, without accents, parted at whatever is not a letter or digit. */
struct words
{
  struct text *at;
  size_t count;
};

static bool
is_word_sign (utf8proc_int32_t sign)
{
  const utf8proc_category_t category = utf8proc_category (sign);
  return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) || UTF8PROC_CATEGORY_ND == category;
}

/* "O'Neill" is one word however its apostrophe is written or left out. */
static bool
is_apostrophe (utf8proc_int32_t sign)
{
  return '\'' == sign || 0x2019 == sign || 0x02BC == sign;
}

static char *
folded (struct text text, struct arena *arena)
{
  const utf8proc_option_t how = UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE;
  utf8proc_uint8_t *made = NULL;
  const utf8proc_ssize_t length
    = utf8proc_map ((const utf8proc_uint8_t *) text.at, (utf8proc_ssize_t) text.length, &made, how);
  char *kept = arena_string (arena, length > 0 ? text_from ((const char *) made, (size_t) length) : text_of (NULL));

  free (made);
  return kept;
}

static struct words
words_of (struct text text, struct arena *arena)
{
  char *from = folded (text, arena);
  const size_t length = strlen (from);
  char *to = arena_take (arena, length + 1);
  struct words words = { arena_take (arena, (length / 2 + 1) * sizeof *words.at), 0 };
  size_t start = 0;
  size_t made = 0;

  for (size_t at = 0; at <= length;)
    {
      utf8proc_int32_t sign = ' ';
      utf8proc_ssize_t used
        = at < length ? utf8proc_iterate ((const utf8proc_uint8_t *) from + at, (utf8proc_ssize_t) (length - at), &sign) : 1;
      if (used < 1)
        used = 1;
      if (is_word_sign (sign))
        {
          memcpy (to + made, from + at, (size_t) used);
          made += (size_t) used;
        }
      else if (! is_apostrophe (sign) && made > start)
        {
          words.at[words.count++] = text_from (to + start, made - start);
          start = made;
        }
      at += (size_t) used;
    }
  return words;
}

static bool
is_one_of (struct text word, const char *const *list, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (text_is (word, list[i]))
      return true;
  return false;
}

static void
drop (struct words *words, const char *const *list, size_t count)
{
  size_t kept = 0;

  for (size_t i = 0; i < words->count; i++)
    if (! is_one_of (words->at[i], list, count))
      words->at[kept++] = words->at[i];
  words->count = kept;
}

static struct words
name_of (struct text text, struct arena *arena)
{
  static const char *const titles[] = { "dr", "prof", "professor", "mr", "mrs", "ms", "mx", "miss", "phd", "md", "lcsw", "lpc",
                                        "lmft", "lmsw", "rn", "jr", "sr", "ii", "iii" };
  struct words words = words_of (text, arena);

  drop (&words, titles, BM_COUNT (titles));
  return words;
}

static size_t
letters_in (struct text word)
{
  return text_code_points (word);
}

/* An initial stands for its word. */
static bool
words_meet (struct text a, struct text b)
{
  if (1 == letters_in (a) && a.length <= b.length)
    return 0 == memcmp (a.at, b.at, a.length);
  if (1 == letters_in (b) && b.length <= a.length)
    return 0 == memcmp (a.at, b.at, b.length);
  return text_equal (a, b);
}

static bool
has_word_like (const struct words *words, struct text word)
{
  for (size_t i = 0; i < words->count; i++)
    if (words_meet (words->at[i], word))
      return true;
  return false;
}

static bool
same_name (struct text a, struct text b, struct arena *arena)
{
  struct words one = name_of (a, arena);
  struct words other = name_of (b, arena);
  const struct words *shorter = one.count <= other.count ? &one : &other;
  const struct words *longer = shorter == &one ? &other : &one;
  bool said = false;

  for (size_t i = 0; i < shorter->count; i++)
    {
      if (! has_word_like (longer, shorter->at[i]))
        return false;
      said = said || letters_in (shorter->at[i]) > 1;
    }
  return said;
}

static bool
same_email (struct text a, struct text b, struct arena *arena)
{
  const struct text one = text_trim (text_of (folded (a, arena)));

  return 0 != one.length && text_equal (one, text_trim (text_of (folded (b, arena))));
}

static bool
is_nobodys (const struct words *words)
{
  static const char *const alone[] = { "none", "na", "self", "retired", "unemployed", "freelance", "freelancer", "independent",
                                       "selfemployed", "student" };
  static const char *const pairs[][2] = { { "n", "a" }, { "self", "employed" }, { "private", "practice" }, { "not", "given" },
                                          { "not", "employed" } };

  if (1 == words->count)
    return is_one_of (words->at[0], alone, BM_COUNT (alone));
  for (size_t i = 0; 2 == words->count && i < BM_COUNT (pairs); i++)
    if (text_is (words->at[0], pairs[i][0]) && text_is (words->at[1], pairs[i][1]))
      return true;
  return 0 == words->count;
}

static bool
same_employer (struct text a, struct text b, struct arena *arena)
{
  static const char *const forms[] = { "the", "inc", "incorporated", "llc", "ltd", "limited", "co", "corp", "corporation", "pllc",
                                       "gmbh", "and" };
  struct words one = words_of (a, arena);
  struct words other = words_of (b, arena);

  drop (&one, forms, BM_COUNT (forms));
  drop (&other, forms, BM_COUNT (forms));
  if (is_nobodys (&one) || one.count != other.count)
    return false;
  for (size_t i = 0; i < one.count; i++)
    if (! text_equal (one.at[i], other.at[i]))
      return false;
  return true;
}

/* Somebody or some place that is named, and a candidate. */
static bool
concerns (struct conflict_named named, const struct conflict_candidate *candidate, struct arena *arena)
{
  return same_name (named.name, candidate->is.name, arena) || same_email (named.email, candidate->is.email, arena)
         || same_employer (named.employer, candidate->is.employer, arena);
}

static bool
is_bracket_or_space (char c)
{
  return NULL != strchr (" \t\r\n<>()[],:", c);
}

/* One piece: its word with an "@" is an e-mail address, the rest a name. */
static bool
piece_names (struct text piece, struct conflict_named reviewer, struct arena *arena)
{
  const char *sign = memchr (piece.at, '@', piece.length);
  const char *from = sign;
  const char *to = sign;

  if (NULL == sign)
    return same_name (piece, reviewer.name, arena);
  while (from > piece.at && ! is_bracket_or_space (from[-1]))
    from--;
  while (to < piece.at + piece.length && ! is_bracket_or_space (*to))
    to++;
  return same_email (text_from (from, (size_t) (to - from)), reviewer.email, arena)
         || same_name (text_from (piece.at, (size_t) (from - piece.at)), reviewer.name, arena)
         || same_name (text_from (to, (size_t) (piece.at + piece.length - to)), reviewer.name, arena);
}

static bool
is_named_in (struct text supervisor, struct conflict_named reviewer, struct arena *arena)
{
  struct text one;

  while (name_list_next (&supervisor, &one))
    if (piece_names (one, reviewer, arena))
      return true;
  return false;
}

bool
conflict_exists (struct conflict_named reviewer, const struct conflict_named *declared, size_t count,
                 const struct conflict_candidate *candidate, struct arena *arena)
{
  if (concerns (reviewer, candidate, arena) || is_named_in (candidate->supervisor, reviewer, arena))
    return true;
  for (size_t i = 0; i < count; i++)
    if (concerns (declared[i], candidate, arena))
      return true;
  return false;
}
