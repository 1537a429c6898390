/* A text as signs that can be compared whatever hand wrote them: case, accents, width and look-alike letters of other scripts
   are folded away; each sign knows the code point of the original that it came from. */
#ifndef BM_FOLD_H
#define BM_FOLD_H

#include "attrs.h"
#include "text.h"

enum fold_kind
{
  FOLD_LETTER,
  FOLD_DIGIT,  /* sign is '0' to '9', in whatever script it was written */
  FOLD_GAP,    /* space, punctuation, symbols: sign is the code point, line ends are '\n', other space is ' ' */
  FOLD_SOFT    /* not to be seen: zero-width characters, soft hyphens, and the letters' own apostrophes (Kaʻiulani) */
};

struct fold_sign
{
  int32_t sign;
  uint32_t place;       /* code point of the text, from 0 */
  enum fold_kind kind;
  char second;          /* with which letter it may also be spelled: 'e' for ä ö ü ø æ œ, 'a' for å, 'j' for đ; 0: none */
  bool upper;           /* a capital in the text */
  bool mark;            /* a vowel sign or the like, which belongs to the letter before it */
  bool dense;           /* of a script that puts no space between words */
};

struct folded
{
  struct fold_sign *signs;  /* owned; ends with a gap that is not counted, so that signs[count] may be looked at */
  size_t count;
  size_t places;            /* code points of the text */
};

/* text: UTF-8. What is not is where the folded text ends. */
struct folded fold_text (struct text text) BM_MUST_USE;
void fold_free (struct folded *folded) BM_NONNULL_ALL;  /* also for BM_CLEANUP */

/* A letter or a digit. */
bool fold_is_word (const struct fold_sign *sign) BM_NONNULL_ALL;

#endif
