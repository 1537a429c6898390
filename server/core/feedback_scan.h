/* Finds in a remark what could tell a candidate who reviewed, or that one reviewer was a second or a third. Proposals only: a
   coordinator decides. Names and addresses are matched as masking matches them (core/masking); turns of phrase are English, in any
   case, over line ends and hyphens. Positions are counted in code points of the remark. */
#ifndef BM_FEEDBACK_SCAN_H
#define BM_FEEDBACK_SCAN_H

#include "masking.h"

/* X(name, word): the word is fixed, pages have a sentence for it. */
#define FEEDBACK_WHYS(X)                                                                                                           \
  X (FEEDBACK_NAME, "name")           /* a name of somebody who reviews, or part of it */                                          \
  X (FEEDBACK_ADDRESS, "address")     /* an e-mail or web address, a telephone number */                                           \
  X (FEEDBACK_ROLE, "role")           /* "the other reviewer", "third opinion" */                                                  \
  X (FEEDBACK_PERSON, "person")       /* "my colleague", "I scored", "when I supervised you" */                                    \
  X (FEEDBACK_SIGNATURE, "signature") /* "- KM" or "Best regards" at the end of a line */                                          \
  X (FEEDBACK_MASK, "mask")           /* the sign of a masking, which the candidate has not seen */

enum feedback_why
{
#define X(name, word) name,
  FEEDBACK_WHYS (X)
#undef X
};

struct feedback_found
{
  size_t from;  /* first code point */
  size_t to;    /* one past the last */
  enum feedback_why why;
};

/* reviewers: everybody who may have written it. Writes at most room findings, in order, not overlapping; returns how many there are
   (more than room: call again). */
size_t feedback_scan (struct text remark, const struct masking_person *reviewers, size_t count, struct feedback_found *found,
                      size_t room) BM_MUST_USE;

const char *feedback_why_word (enum feedback_why why);

#endif
