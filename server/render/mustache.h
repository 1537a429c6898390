/* Mustache after the published specification (interpolation, sections, inverted sections, partials, comments, set
   delimiters, standalone lines) over Jansson values. Interpolation always escapes for HTML: the triple-brace and & forms
   of the specification are refused, because a page must never carry somebody's markup. No lambdas. */
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
  char where[64];          /* "" for the template itself */
  const char *what;        /* static sentence */
};

/* Renders into out. False: *problem says why, and out holds nothing useful. Depth of sections and partials at most 32. */
bool mustache_render (struct text source, json_t *view, const struct mustache_partials *partials, struct buf *out,
                      struct mustache_problem *problem) BM_MUST_USE BM_NONNULL (2, 4, 5);

#endif
