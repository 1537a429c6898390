/* application/x-www-form-urlencoded, for bodies and queries alike. */
#ifndef BM_HTTP_FORM_H
#define BM_HTTP_FORM_H

#include "http_fields.h"

#define HTTP_FORM_PAIRS_MOST 2000

struct http_form
{
  struct http_pair *pairs;  /* key: the field's name; in order of appearance */
  size_t count;
};

/* Decodes into the arena. False: a broken percent escape, NUL, invalid UTF-8, a pair without name, too many pairs.
   lines: CR LF and CR become LF, as browsers send line ends. */
bool http_form_parse (struct arena *arena, struct text source, bool lines, struct http_form *form)
  BM_MUST_USE BM_NONNULL (1, 4);

#endif
