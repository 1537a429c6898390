/* Finds in a response what names its writer, and takes it out. Proposals only: a masker decides (design: Words, masking).

   Of the writer, their supervisors and their employer: in any case, with accents or without (also ue for ü, and letters that do
   not decompose), with look-alike letters, with digits for letters (M4r1a), run together, spaced out (M a r i a), hyphenated,
   with an "s" or four digits behind, in any order, with initials beside. Single parts of a name from two letters on, whole words
   only; small words inside a name ("de", "van") beside another part. Of an employer the whole name, its longest run of words that
   are not common to employers, its rare words with a capital, and its own capitals ("SAFC"); ordinary words, like the employer
   "Hope", with a capital only. Everybody's telephone numbers, e-mail and web addresses. Not found: nicknames, translations,
   misspellings, declension other than "s", and numbers in words.

   Positions are counted in code points of the text. The time is linear in the text. */
#ifndef BM_MASKING_H
#define BM_MASKING_H

#include "attrs.h"
#include "buf.h"

#define MASKING_SIGN "[***]"  /* stands for whatever was taken out; same for all, so that length says nothing */

enum mask_why
{
  MASK_NAME,
  MASK_EMAIL,
  MASK_EMPLOYER,
  MASK_SUPERVISOR,
  MASK_PHONE,
  MASK_WEB,
  MASK_MASKER  /* added by hand */
};

struct mask
{
  size_t from;  /* first code point */
  size_t to;    /* one past the last */
  enum mask_why why;
};

struct masking_person
{
  struct text name;
  struct text email;       /* every address is found as one; this one's part before the @, from four letters on, also alone */
  struct text employer;    /* empty: not known */
  struct text supervisor;  /* one or several, parted by ";", "&", "/" or "and"; empty: not known */
};

/* Writes at most room masks, in order, not overlapping; returns how many there are (more than room: call again). */
size_t masking_propose (struct text response, struct masking_person person, struct mask *masks, size_t room) BM_MUST_USE;

/* The response with every masked stretch replaced by MASKING_SIGN, stretches with nothing but blanks between by one. masks: in
   order, not overlapping, inside the text; false otherwise. */
bool masking_apply (struct text response, const struct mask *masks, size_t count, struct buf *out) BM_MUST_USE BM_NONNULL (4);

/* Every whole-word place of the given words, for a masker who adds one; same matching and return as masking_propose. */
size_t masking_find (struct text response, struct text words, struct mask *masks, size_t room) BM_MUST_USE;

const char *mask_why_word (enum mask_why why);

#endif
