/* What the files of masking share. Positions are places in a folded text unless they are called code points. */
#ifndef BM_MASKING_INSIDE_H
#define BM_MASKING_INSIDE_H

#include "fold.h"
#include "masking.h"

/* The response while it is looked at: one byte for each code point, 0 or 1 + why. */
struct masking_work
{
  struct folded text;
  unsigned char *marks;
};

/* Marks the code points of [from, to); what is marked already keeps its reason. */
void masking_mark (struct masking_work *work, size_t from, size_t to, enum mask_why why) BM_NONNULL_ALL;

/* Also what is marked already: an address is whole, whoever's name is in it. */
void masking_mark_over (struct masking_work *work, size_t from, size_t to, enum mask_why why) BM_NONNULL_ALL;

/* No letter or digit ends just before at; in a script without spaces, everywhere. */
bool masking_starts (const struct folded *text, size_t at) BM_NONNULL_ALL;

#define TERM_SIGNS_MOST 256
#define TERMS_MOST 64

/* Something that is looked for, without its spaces and signs. */
struct term
{
  struct
  {
    int32_t sign;
    char second;   /* fold.h */
    bool digit;
    bool joint;    /* before it a space or sign may stand: between the words of a name, after the O of O'Brien */
  } signs[TERM_SIGNS_MOST];
  size_t length;
  bool weak;       /* counts only beside a term of the same set that is not weak: "de", "van" */
  bool initial;    /* one capital: counts only before a name, or after one with a full stop behind it */
  bool capitals;   /* its words must begin with capitals: the employer "Hope" is not the word "hope" */
  bool shouted;    /* every letter must be a capital: the employer's "SAFC" */
  bool alone;      /* never part of a row of terms */
};

/* Terms that may follow each other in any order: those of one person, or of one employer. */
struct term_set
{
  struct term *terms;   /* owned; TERMS_MOST */
  size_t count;
  enum mask_why why;
};

struct term_set term_set_new (enum mask_why why) BM_MUST_USE;
void term_set_free (struct term_set *set) BM_NONNULL_ALL;  /* also for BM_CLEANUP */

/* The signs [from, to) of words as one term with a joint at every gap; NULL: nothing in it, or no room. */
struct term *term_add (struct term_set *set, const struct folded *words, size_t from, size_t to) BM_NONNULL_ALL;

/* Marks every place of the text where terms of the set stand. */
void term_set_mark (const struct term_set *set, struct masking_work *work) BM_NONNULL_ALL;

/* Whose words those are is the caller's. */
void masking_mark_person (struct masking_work *work, struct text name, enum mask_why why) BM_NONNULL_ALL;
void masking_mark_people (struct masking_work *work, struct text names, enum mask_why why) BM_NONNULL_ALL;
void masking_mark_employer (struct masking_work *work, struct text employer) BM_NONNULL_ALL;

/* Anybody's. */
void masking_mark_addresses (struct masking_work *work) BM_NONNULL_ALL;
void masking_mark_phones (struct masking_work *work) BM_NONNULL_ALL;

#endif
