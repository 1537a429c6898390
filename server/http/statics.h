/* Style sheet, scripts and pictures under /static/: flat names, read once at start, answered on the loop. */
#ifndef BM_HTTP_STATICS_H
#define BM_HTTP_STATICS_H

#include "arena.h"

struct http_static
{
  const struct http_static *next;
  struct text name;          /* "house.css" */
  const char *type;
  const char *etag;          /* quoted */
  bool worker;               /* a service worker: may serve the whole desk */
  struct bytes content;
};

/* From share/client/shared and share/client/<desk>; the desk's own file wins. False: *problem says which file cannot be
   read. Files with other names or types are not served. */
bool http_statics_load (struct arena *arena, const char *share, const char *desk, const struct http_static **first,
                        const char **problem) BM_MUST_USE BM_NONNULL_ALL;

/* NULL: there is none. */
const struct http_static *http_statics_find (const struct http_static *first, struct text name) BM_MUST_USE;

#endif
