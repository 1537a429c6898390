/* Does a reviewer stand too near to a candidate to score what they wrote? (Issue 5: declared, or known from the roster.) Pure.
   When in doubt there is a conflict: one reviewer less costs a seat, one too near costs the exam.
   Names are the same when every word of the shorter one is in the longer one, in any order, case and accents, without titles;
   one letter stands for a word that begins with it ("J. Roe" is "Jane A. Roe"). Employers are the same when their words are,
   without "the" and legal forms; "none", "self-employed" and the like are nobody's employer. */
#ifndef BM_CONFLICT_H
#define BM_CONFLICT_H

#include "arena.h"

/* A reviewer, or somebody or some place that a reviewer must not score; what is not known is empty. */
struct conflict_named
{
  struct text name;
  struct text email;
  struct text employer;
};

struct conflict_candidate
{
  struct conflict_named is;
  struct text supervisor;  /* and references, each by name or e-mail: "Jane Roe <jane@x.org>; John Poe and Ann Moe" */
};

/* declared: what the reviewer said and what coordinators know of them. Memory of the reckoning is taken from the arena. */
bool conflict_exists (struct conflict_named reviewer, const struct conflict_named *declared, size_t count,
                      const struct conflict_candidate *candidate, struct arena *arena) BM_MUST_USE BM_NONNULL (4, 5);

#endif
