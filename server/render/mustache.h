/* Mustache after the published specification (interpolation, sections, inverted sections, partials, comments, set
   delimiters, standalone lines) over Jansson values. Interpolation always escapes for HTML (& < > " '): the
   triple-brace and & forms of the specification are refused, because a page must never carry somebody's markup. No
   lambdas, no inheritance, no dynamic names.
   Falsy: missing, null, false, the empty array and the empty string. Truthy: all else, also 0 and the empty object.
   Missing and null print nothing; a list or an object where a value belongs is a problem, and so is a name with an
   empty part (".name"). Reals print without exponent, with as few decimals as give the same number. */
#ifndef BM_MUSTACHE_H
#define BM_MUSTACHE_H

#include "buf.h"

#include <jansson.h>

/* Finds a partial by its name. False: there is none (renders as nothing). The text is borrowed until rendering ends. */
struct mustache_partials
{
  bool (*find) (void *from, struct text name, struct text *partial);
  void *from;
};

struct mustache_problem
{
  size_t line;             /* from 1, in the template or partial named by where */
  char where[64];          /* the partial's name, cut to fit; "" for the template itself */
  const char *what;        /* static sentence */
};

/* Renders into out, whose limit is the result's. False: *problem says why, and out holds nothing useful.
   Sections and partials nest at most 32 deep together; total work is bounded too (partials that call each other in
   pairs). A mistake in a partial that is never reached goes unseen. partials: NULL for none. */
bool mustache_render (struct text source, json_t *view, const struct mustache_partials *partials, struct buf *out,
                      struct mustache_problem *problem) BM_MUST_USE BM_NONNULL (2, 4, 5);

#endif
