/* Finds in a response what names its writer, and takes it out. Proposals only: a masker decides (design: Words, masking).
   Matches whole words in any case and with or without accents, and simple digit-for-letter swaps (M4ria). Positions are
   counted in code points of the text. */
#ifndef BM_MASKING_H
#define BM_MASKING_H

#include "attrs.h"
#include "buf.h"

#define MASKING_TERMS_MOST 32
#define MASKING_SIGN "[***]"  /* stands for whatever was taken out; same for all, so that length says nothing */

enum mask_why { MASK_NAME, MASK_EMAIL };

struct mask
{
  size_t from;  /* first code point */
  size_t to;    /* one past the last */
  enum mask_why why;
};

struct masking_person
{
  struct text name;   /* "María José Ortiz-Lee": each part of at least two letters is looked for */
  struct text email;  /* the whole address, and the part before @ when it has at least four letters */
};

/* Writes at most room masks, in order, not overlapping; returns how many there are (more than room: call again). */
size_t masking_propose (struct text response, struct masking_person person, struct mask *masks, size_t room) BM_MUST_USE;

/* The response with every masked stretch replaced by MASKING_SIGN. masks: in order, not overlapping, inside the text;
   false otherwise. */
bool masking_apply (struct text response, const struct mask *masks, size_t count, struct buf *out) BM_MUST_USE BM_NONNULL (4);

/* Every whole-word place of the given words, for a masker who adds one; same matching and return as masking_propose. */
size_t masking_find (struct text response, struct text words, struct mask *masks, size_t room) BM_MUST_USE;

const char *mask_why_word (enum mask_why why);

#endif
