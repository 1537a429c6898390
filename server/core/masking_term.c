/* How a term is found in a text however it is spelled. A term is tried at each start of a word only, so the time is linear in the
   text for the few terms that a person has. */
#include "masking_inside.h"

#include "log.h"

#include <stdlib.h>
#include <string.h>

#define CHAIN_MOST 8       /* terms in a row */
#define GAP_MOST 4         /* signs between two of them */
#define SPACED_GAP_MOST 3  /* signs between the letters of M a r i a */

enum way { WAY_TIGHT, WAY_SPACED };

struct term_set
term_set_new (enum mask_why why)
{
  struct term_set set = { calloc (TERMS_MOST, sizeof *set.terms), 0, why };

  if (NULL == set.terms)
    log_fatal ("no_memory", "wanted=%zu", TERMS_MOST * sizeof *set.terms);
  return set;
}

void
term_set_free (struct term_set *set)
{
  free (set->terms);
  set->terms = NULL;
}

/* "McDonald" may be written "Mc Donald". */
static bool
is_joint (const struct folded *words, size_t from, size_t at)
{
  const struct fold_sign *sign = &words->signs[at];
  const struct fold_sign *before = sign - 1;

  if (at == from)
    return false;
  return FOLD_GAP == before->kind || FOLD_SOFT == before->kind
         || (FOLD_LETTER == sign->kind && sign->upper && ! before->upper && sign->place != before->place);
}

static bool
same_term (const struct term *a, const struct term *b)
{
  if (a->length != b->length || a->initial != b->initial)
    return false;
  for (size_t i = 0; i < a->length; i++)
    if (a->signs[i].sign != b->signs[i].sign)
      return false;
  return true;
}

struct term *
term_add (struct term_set *set, const struct folded *words, size_t from, size_t to)
{
  struct term *term = &set->terms[set->count];

  if (TERMS_MOST == set->count)
    return NULL;
  memset (term, 0, sizeof *term);
  for (size_t at = from; at < to && term->length < TERM_SIGNS_MOST; at++)
    if (fold_is_word (&words->signs[at]))
      {
        const size_t i = term->length++;
        term->signs[i].sign = words->signs[at].sign;
        term->signs[i].second = words->signs[at].second;
        term->signs[i].digit = FOLD_DIGIT == words->signs[at].kind;
        term->signs[i].joint = i > 0 && is_joint (words, from, at);
      }
  if (0 == term->length)
    return NULL;
  for (size_t i = 0; i < set->count; i++)
    if (same_term (&set->terms[i], term))
      return NULL;
  set->count++;
  return term;
}

bool
masking_starts (const struct folded *text, size_t at)
{
  return 0 == at || ! fold_is_word (&text->signs[at - 1]) || text->signs[at].dense || text->signs[at - 1].dense;
}

/* M4r1a: what a digit or sign may stand for. */
static bool
is_swap (int32_t in_text, int32_t in_term)
{
  static const char from[] = "01134578" "9@$!||";
  static const char to[] = "olieastb" "gasili";
  const char *found = in_text > 0 && in_text < 128 ? strchr (from, (int) in_text) : NULL;

  for (; NULL != found && '\0' != *found && *found == (char) in_text; found++)
    if (to[found - from] == in_term)
      return true;
  return false;
}

/* One attempt to find a term; swapped: how many of its letters are digits or signs in the text. */
struct attempt
{
  const struct folded *text;
  const struct term *term;
  enum way way;
  size_t swapped;
};

static bool
is_hyphen (int32_t sign)
{
  return '-' == sign || 0x2212 == sign || (sign >= 0x2010 && sign <= 0x2015);
}

static bool
is_joiner (int32_t sign)
{
  return is_hyphen (sign) || (sign > 0 && sign < 128 && NULL != strchr ("'._*/`+~", (int) sign))
         || (sign >= 0x2018 && sign <= 0x201B) || 0xB4 == sign || 0xB7 == sign || 0x2022 == sign || 0x2032 == sign;
}

static size_t
skip_soft (const struct folded *text, size_t at)
{
  while (at < text->count && FOLD_SOFT == text->signs[at].kind)
    at++;
  return at;
}

/* Past gaps, at most so many. */
static size_t
skip_gaps (const struct folded *text, size_t at, size_t most)
{
  for (size_t gaps = 0; at < text->count && ! fold_is_word (&text->signs[at]); at++)
    if (FOLD_GAP == text->signs[at].kind && ++gaps > most)
      break;
  return at;
}

/* Past one sign inside a word: Ma-ria, Ma.ria, and a hyphen at the end of a line. A mere space is none: "as her" is not Asher. */
static size_t
skip_joiner (const struct folded *text, size_t at)
{
  size_t next = at + 1;

  if (at >= text->count || FOLD_GAP != text->signs[at].kind || ! is_joiner (text->signs[at].sign))
    return at;
  next = skip_soft (text, next);
  if (is_hyphen (text->signs[at].sign))
    {
      const size_t after = skip_gaps (text, next, GAP_MOST);
      for (size_t i = next; i < after; i++)
        if ('\n' == text->signs[i].sign)
          next = after;
    }
  return next < text->count && fold_is_word (&text->signs[next]) ? next : at;
}

/* Counts a sign that stands for another. */
static bool
fits (struct attempt *attempt, size_t at, size_t k)
{
  const struct fold_sign *sign = &attempt->text->signs[at];

  if (at >= attempt->text->count)
    return false;
  if (sign->sign == attempt->term->signs[k].sign)
    return ! (attempt->term->shouted || (attempt->term->capitals && (0 == k || attempt->term->signs[k].joint))) || sign->upper
           || FOLD_DIGIT == sign->kind;
  if (attempt->term->shouted || attempt->term->length < 2 || attempt->term->signs[k].digit
      || ! is_swap (sign->sign, attempt->term->signs[k].sign))
    return false;
  attempt->swapped++;
  return true;
}

static size_t match_from (struct attempt *attempt, size_t at, size_t k);

/* What one code point became has no space within, nor has a letter before its vowel sign. */
static bool
hangs_together (const struct folded *text, size_t at)
{
  return at < text->count && (text->signs[at].mark || text->signs[at].place == text->signs[at - 1].place);
}

/* The furthest that the k-th sign may stand, when the sign before it ends just before at. */
static size_t
furthest (const struct attempt *attempt, size_t at, size_t k)
{
  const struct folded *text = attempt->text;

  if (attempt->term->signs[k].joint)
    return skip_gaps (text, at, GAP_MOST + 1);
  if (WAY_SPACED == attempt->way)
    return skip_gaps (text, at, SPACED_GAP_MOST);
  return attempt->term->length < 3 ? at : skip_joiner (text, at);
}

/* The sign at `at` is the k-th of the term. */
static size_t
match_at (struct attempt *attempt, size_t at, size_t k)
{
  const struct term *term = attempt->term;
  const struct fold_sign *signs = attempt->text->signs;
  const size_t swapped = attempt->swapped;
  size_t end = 0;

  if (! fits (attempt, at, k))
    return 0;
  if (0 != term->signs[k].second && at + 1 < attempt->text->count
      && (signs[at + 1].sign == term->signs[k].second || is_swap (signs[at + 1].sign, term->signs[k].second)))
    end = match_from (attempt, at + 2, k + 1);
  if (0 == end && 0 != signs[at].second && k + 1 < term->length && term->signs[k + 1].sign == signs[at].second)
    end = match_from (attempt, at + 1, k + 2);
  if (0 == end)
    end = match_from (attempt, at + 1, k + 1);
  if (0 == end)
    attempt->swapped = swapped;
  return end;
}

/* One past the term when its signs before k end just before at; 0: it does not stand here. */
static size_t
match_from (struct attempt *attempt, size_t at, size_t k)
{
  size_t next;
  size_t last;

  if (k == attempt->term->length)
    return at;
  next = skip_soft (attempt->text, at);
  last = furthest (attempt, next, k);
  if (WAY_SPACED == attempt->way && ! hangs_together (attempt->text, at))
    next++;
  /* A sign that is skipped may be a letter in disguise: d'@rcy. */
  for (; next <= last; next++)
    {
      const size_t end = next < attempt->text->count ? match_at (attempt, next, k) : 0;
      if (0 != end)
        return end;
    }
  return 0;
}

/* *weak: it counts only beside another, for "L1" may be Li or a first language. */
static size_t
match (const struct folded *text, const struct term *term, size_t at, enum way way, bool *weak)
{
  struct attempt attempt = { text, term, way, 0 };
  size_t end;

  if (WAY_SPACED == way && term->length < 2)
    return 0;
  end = match_at (&attempt, at, 0);
  *weak = term->weak || (term->length < 3 && (WAY_SPACED == way || attempt.swapped > 0));
  /* "50" is not So, and the scores "1 5" before an "a" are not Isa. */
  return attempt.swapped * (WAY_SPACED == way ? 2 : 1) < term->length ? end : 0;
}

/* One past the word that a term ends in, with an "s" or up to four digits (maria85) of it when it has four letters; 0: the word
   goes on otherwise. */
static size_t
word_end (const struct folded *text, size_t end, bool bare)
{
  const struct fold_sign *signs = text->signs;
  size_t at = end;

  if (! fold_is_word (&signs[at]) || signs[at].dense || signs[at - 1].dense)
    return end;
  if (bare)
    return 0;
  if ('e' == signs[at].sign && 's' == signs[at + 1].sign)
    at++;
  if ('s' == signs[at].sign)
    at++;
  else if (at > end)
    return 0;
  for (size_t digits = 0; at == end + digits && digits < 4 && FOLD_DIGIT == signs[at].kind; digits++)
    at++;
  return fold_is_word (&signs[at]) ? 0 : at;
}

/* An initial behind a name ends with its full stop. */
static size_t
initial_end (const struct folded *text, size_t end, bool first)
{
  const size_t at = skip_soft (text, end);

  return ! first && '.' == text->signs[at].sign ? at + 1 : 0;
}

/* An initial before a name: no comma is between, and an "I" has its full stop. */
static bool
initial_leads (const struct folded *text, size_t stop, size_t next)
{
  for (size_t at = stop; at < next; at++)
    if (',' == text->signs[at].sign || ';' == text->signs[at].sign)
      return false;
  return 'i' != text->signs[stop - 1].sign || '.' == text->signs[stop].sign;
}

struct chain
{
  const struct term_set *set;
  const struct folded *text;
  size_t from;
};

static size_t chain_end (const struct chain *chain, size_t at, int depth, bool strong);

static size_t
later (size_t a, size_t b)
{
  return a > b ? a : b;
}

/* A term where it stands. */
struct found
{
  size_t end;    /* one past it */
  size_t stop;   /* one past its word; 0: the word goes on */
  bool counts;   /* beside it weak ones count */
};

static bool
find_term (const struct chain *chain, const struct term *term, size_t at, enum way way, struct found *found)
{
  bool weak;

  found->end = match (chain->text, term, at, way, &weak);
  if (0 == found->end || (term->initial && ! chain->text->signs[at].upper))
    return false;
  found->stop = word_end (chain->text, found->end, term->shouted || found->end - chain->from < 4);
  found->counts = ! weak && ! term->initial;
  return ! term->initial || 0 != found->stop;
}

/* Where the row may go on behind a term; 0: nowhere. */
static size_t
next_start (const struct chain *chain, const struct term *term, const struct found *found)
{
  const struct folded *text = chain->text;
  size_t next;

  if (term->alone || 0 == found->stop)
    return term->alone ? 0 : found->end;
  next = skip_gaps (text, found->stop, GAP_MOST);
  if (term->initial && ! initial_leads (text, found->stop, next))
    return 0;
  return next < text->count && (next > found->stop || text->signs[next].dense) ? next : 0;
}

/* The furthest end of a row of terms of which this is one; 0: none that counts. */
static size_t
chain_with (const struct chain *chain, size_t at, const struct term *term, enum way way, int depth, bool strong)
{
  struct found found;
  size_t best = 0;
  size_t next;

  if (! find_term (chain, term, at, way, &found))
    return 0;
  strong = strong || found.counts;
  if (strong)
    best = term->initial ? initial_end (chain->text, found.stop, 0 == depth) : found.stop;
  next = depth + 1 < CHAIN_MOST ? next_start (chain, term, &found) : 0;
  return 0 == next ? best : later (best, chain_end (chain, next, depth + 1, strong));
}

/* A gap follows the letter at at. */
static bool
stands_apart (const struct folded *text, size_t at)
{
  for (at++; hangs_together (text, at);)
    at++;
  return FOLD_GAP == text->signs[at].kind;
}

static size_t
chain_end (const struct chain *chain, size_t at, int depth, bool strong)
{
  const bool spaced = stands_apart (chain->text, at);
  size_t best = 0;

  for (size_t i = 0; i < chain->set->count; i++)
    {
      const struct term *term = &chain->set->terms[i];
      best = later (best, chain_with (chain, at, term, WAY_TIGHT, depth, strong));
      if (spaced)
        best = later (best, chain_with (chain, at, term, WAY_SPACED, depth, strong));
    }
  return best;
}

void
term_set_mark (const struct term_set *set, struct masking_work *work)
{
  size_t at = 0;

  while (at < work->text.count)
    {
      const struct chain chain = { set, &work->text, at };
      const size_t end = FOLD_SOFT != work->text.signs[at].kind && masking_starts (&work->text, at)
                           ? chain_end (&chain, at, 0, false)
                           : 0;
      if (0 != end)
        masking_mark (work, at, end, set->why);
      at = 0 == end ? at + 1 : end;
    }
}
