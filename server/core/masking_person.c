/* Names of people and of employers as terms. */
#include "masking_inside.h"
#include "name_list.h"

#include <stdlib.h>
#include <string.h>

#define RARE_LEAST 4  /* letters of a word of an employer's name that is looked for alone */

/* Neither names nor parts of one, and what is entered where there is no name: they stay, wherever they stand. */
static const char *const titles[]
  = { "dr", "mr", "mrs", "ms", "mx", "miss", "prof", "professor", "rev", "hon", "phd", "psyd", "edd", "lcsw", "lmsw",
      "msw", "lpc", "lmft", "lmhc", "rn", "imh", "ecmh", "jr", "sr", "ii", "iii", "the", "dra", "none", "self",
      "unknown", "tbd" };

/* Small words inside names, masked beside a name only. */
static const char *const particles[]
  = { "de", "del", "della", "di", "da", "do", "dos", "das", "du", "la", "las", "los", "le", "el", "al", "van", "von",
      "der", "den", "ten", "ter", "zu", "bin", "ibn", "bint", "ben", "abu", "y", "e", "i", "san", "st", "af", "av",
      "of", "und" };

/* What employers are called by the thousand: never masked alone. */
static const char *const common[]
  = { "the", "of", "and", "for", "at", "in", "de", "inc", "llc", "ltd", "corp", "co", "pllc", "pc", "llp", "gmbh",
      "family", "families", "center", "centers", "centre", "clinic", "clinics", "service", "services", "health",
      "mental", "child", "children", "childrens", "infant", "infants", "early", "childhood", "care", "community",
      "county", "city", "state", "school", "schools", "district", "department", "dept", "agency", "program", "programs",
      "project", "institute", "university", "college", "hospital", "medical", "behavioral", "behavioural", "counseling",
      "counselling", "therapy", "wellness", "group", "associates", "partners", "partnership", "network", "foundation",
      "society", "association", "resource", "resources", "support", "home", "house", "nursery", "practice", "education",
      "learning", "development", "developmental", "intervention", "social", "human", "public", "private", "national",
      "regional", "office", "board", "head", "start", "preschool", "pediatric", "pediatrics", "maternal", "parent",
      "parents", "parenting", "visiting", "training", "research", "council", "coalition", "alliance", "systems",
      "system", "solutions", "consulting", "company", "organization", "tribal", "s", "none", "self", "employed",
      "unemployed", "retired", "independent", "unknown", "na", "n", "a" };

/* Words that employers like and that writers use: a phrase of such words alone is looked for with its capitals. */
static const char *const ordinary[]
  = { "hope", "grace", "bridge", "bridges", "haven", "journey", "harbor", "bright", "horizon", "horizons", "first",
      "steps", "step", "little", "sunrise", "sunshine", "rainbow", "new", "north", "south", "east", "west", "northern",
      "southern", "eastern", "western", "central", "united", "common", "ground", "open", "door", "doors", "safe",
      "strong", "healthy", "growing", "together", "beginnings", "beginning", "roots", "wings", "light", "path", "paths",
      "pathways", "trust", "faith", "valley", "river", "lake", "mountain", "island", "bay", "forest", "garden", "tree",
      "nest", "circle", "wise", "will", "joy", "mercy", "spring", "summit", "good", "better", "best", "way", "ways",
      "life", "world", "kids", "babies", "baby", "mothers", "mother", "women", "youth", "green", "blue", "golden",
      "silver", "star", "stars", "building", "blocks", "connections", "connection", "stepping", "stones", "compass",
      "anchor", "lighthouse", "saint" };

/* The word of signs [from, to), in ASCII letters. */
static bool
is_one_of (const struct folded *words, size_t from, size_t to, const char *const *list, size_t count)
{
  for (size_t i = 0; i < count; i++)
    {
      const char *c = list[i];
      size_t at = from;
      for (; at < to && '\0' != *c && words->signs[at].sign == *c; at++)
        c++;
      if (at == to && '\0' == *c)
        return true;
    }
  return false;
}

#define IS(words, span, list) is_one_of ((words), (span).from, (span).to, list, BM_COUNT (list))

struct span
{
  size_t from;
  size_t to;
};

/* The next run of letters and digits from *at on, or one without gaps; false: no more. whole: over everything but white space. */
static bool
next_word (const struct folded *words, size_t *at, bool whole, struct span *span)
{
  const struct fold_sign *signs = words->signs;
  size_t end;

  while (*at < words->count && ! fold_is_word (&signs[*at]))
    ++*at;
  span->from = *at;
  for (end = *at; end < words->count; end++)
    if (FOLD_GAP == signs[end].kind && (! whole || ' ' == signs[end].sign || '\n' == signs[end].sign || ',' == signs[end].sign))
      break;
  *at = end;
  while (end > span->from && ! fold_is_word (&signs[end - 1]))
    end--;
  span->to = end;
  return span->from < span->to;
}

static size_t
letters_in (const struct folded *words, struct span span)
{
  return words->signs[span.to - 1].place + 1 - words->signs[span.from].place;
}

static size_t
count_words (const struct folded *words)
{
  struct span span;
  size_t count = 0;

  for (size_t at = 0; next_word (words, &at, false, &span);)
    count += ! IS (words, span, titles);
  return count;
}

/* A name in a script without spaces: the family's sign first, then two or more of the given name. */
static void
add_given_name (struct term_set *set, const struct folded *words, struct span span)
{
  size_t at = span.from;

  if (! words->signs[at].dense || letters_in (words, span) < 3)
    return;
  while (words->signs[at].place == words->signs[span.from].place)
    at++;
  (void) term_add (set, words, at, span.to);
}

static void
add_initial (struct term_set *set, const struct folded *words, struct span span)
{
  struct term *term;
  size_t end = span.from;

  if (words->signs[span.from].dense || FOLD_LETTER != words->signs[span.from].kind)
    return;
  while (end < span.to && words->signs[end].place == words->signs[span.from].place)
    end++;   /* Þ is two signs */
  term = term_add (set, words, span.from, end);
  if (NULL != term)
    term->initial = true;
}

static void
add_part (struct term_set *set, const struct folded *words, struct span span, bool weak)
{
  struct term *term;

  if (IS (words, span, titles))
    return;
  if (letters_in (words, span) < 2 && words->signs[span.from].upper)
    {
      add_initial (set, words, span);
      return;
    }
  term = term_add (set, words, span.from, span.to);
  if (NULL != term)
    term->weak = weak || letters_in (words, span) < 2;
  add_given_name (set, words, span);
  add_initial (set, words, span);
}

static void
add_name (struct term_set *set, const struct folded *words)
{
  const size_t count = count_words (words);
  struct span span;
  size_t number = 0;

  /* O'Brien and Ortiz-Lee as they stand, before their parts. */
  for (size_t at = 0; next_word (words, &at, true, &span);)
    if (letters_in (words, span) > 1 && ! IS (words, span, titles))
      {
        struct term *term = term_add (set, words, span.from, span.to);
        if (NULL != term)
          term->weak = IS (words, span, particles) && count > 1;
      }
  for (size_t at = 0; next_word (words, &at, false, &span); number += ! IS (words, span, titles))
    {
      const bool particle = IS (words, span, particles);
      const bool last = number + 1 >= count;
      add_part (set, words, span, particle && ! last && (number > 0 || count > 2));
    }
  /* As a last word, or the first of two, it is a name: My Do, Van Nguyen. */
  for (size_t i = 0; i < set->count; i++)
    if (set->terms[i].weak && 2 == count)
      set->terms[i].weak = false;
}

void
masking_mark_person (struct masking_work *work, struct text name, enum mask_why why)
{
  struct folded words BM_CLEANUP (fold_free) = fold_text (name);
  struct term_set set BM_CLEANUP (term_set_free) = term_set_new (why);

  add_name (&set, &words);
  term_set_mark (&set, work);
}

void
masking_mark_people (struct masking_work *work, struct text names, enum mask_why why)
{
  struct text one;

  while (name_list_next (&names, &one))
    masking_mark_person (work, one, why);
}

/* The signs from the first word of a run to its last one, as one term that stands alone. */
static void
add_phrase (struct term_set *set, const struct folded *words, struct span span, bool capitals)
{
  struct term *term = span.from < span.to ? term_add (set, words, span.from, span.to) : NULL;

  if (NULL == term)
    return;
  term->alone = true;
  term->capitals = capitals;
}

/* A word of its own that is neither common nor ordinary, with its capital. */
static void
add_rare (struct term_set *set, const struct folded *words, struct span span)
{
  if (letters_in (words, span) >= RARE_LEAST && ! IS (words, span, common) && ! IS (words, span, ordinary))
    add_phrase (set, words, span, true);
}

/* The longest run of words that are not common is what tells the employer from others. */
static void
add_distinctive (struct term_set *set, const struct folded *words)
{
  struct span run = { 0, 0 };
  struct span best = { 0, 0 };
  struct span span;
  bool run_ordinary = true;
  bool ordinary_only = true;

  for (size_t at = 0; next_word (words, &at, false, &span);)
    {
      if (IS (words, span, common))
        {
          run = (struct span) { 0, 0 };
          run_ordinary = true;
          continue;
        }
      run_ordinary = run_ordinary && IS (words, span, ordinary);
      run = (struct span) { 0 == run.to ? span.from : run.from, span.to };
      if (run.to - run.from > best.to - best.from)
        {
          best = run;
          ordinary_only = run_ordinary;
        }
    }
  if (best.to > best.from && letters_in (words, best) > 1)
    add_phrase (set, words, best, ordinary_only);
  for (size_t at = 0; next_word (words, &at, false, &span);)
    add_rare (set, words, span);
}

/* "SAFC" of Southeast Alaska Family Center, in capitals only. */
static void
add_letters (struct term_set *set, const struct folded *words)
{
  static const char *const small[] = { "the", "of", "and", "for", "at", "in", "de", "s" };
  struct folded letters = { calloc (words->count + 2, sizeof *letters.signs), 0, 0 };
  struct span span;
  struct term *term;

  if (NULL == letters.signs)
    return;
  for (size_t at = 0; next_word (words, &at, false, &span);)
    if (! IS (words, span, small))
      {
        letters.signs[letters.count] = words->signs[span.from];
        letters.signs[letters.count++].upper = true;
      }
  term = letters.count < 3 || letters.signs[0].dense ? NULL : term_add (set, &letters, 0, letters.count);
  if (NULL != term)
    {
      term->alone = true;
      term->shouted = true;
    }
  fold_free (&letters);
}

/* One name of an employer: whole, without its article and legal form, what is distinctive, and its letters. */
static void
mark_employer (struct masking_work *work, struct text employer)
{
  static const char *const legal[] = { "inc", "llc", "ltd", "corp", "co", "pllc", "pc", "llp", "gmbh", "the" };
  struct folded words BM_CLEANUP (fold_free) = fold_text (employer);
  struct term_set set BM_CLEANUP (term_set_free) = term_set_new (MASK_EMPLOYER);
  struct span core = { words.count, 0 };
  struct span span;
  size_t count = 0;
  bool plain = true;

  for (size_t at = 0; next_word (&words, &at, false, &span);)
    {
      if (IS (&words, span, legal))
        continue;
      count++;
      plain = plain && IS (&words, span, common);
      core.from = core.from > span.from ? span.from : core.from;
      core.to = span.to;
    }
  if (core.from < core.to && ! (1 == count && plain))
    add_phrase (&set, &words, core, 1 == count && IS (&words, core, ordinary));
  add_distinctive (&set, &words);
  add_letters (&set, &words);
  term_set_mark (&set, work);
}

void
masking_mark_employer (struct masking_work *work, struct text employer)
{
  size_t from = 0;

  mark_employer (work, employer);
  for (size_t at = 0; at <= employer.length; at++)
    if (at == employer.length || NULL != memchr (";/()|\n", employer.at[at], 6))
      {
        if (at - from < employer.length)
          mark_employer (work, text_trim (text_from (employer.at + from, at - from)));
        from = at + 1;
      }
}
