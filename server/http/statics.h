/* Style sheet, scripts and pictures under /static/: flat names, read once at start, answered on the loop.
   Pages name them as /static/MARK/NAME, where MARK changes whenever any of them does, so a browser keeps what it once has and asks
   no more. Under another mark, or none, the same file is served for the moment only: what a page of yesterday asks for is there,
   and no browser takes today's file for yesterday's. */
#ifndef BM_HTTP_STATICS_H
#define BM_HTTP_STATICS_H

#include "arena.h"

#define HTTP_STATICS_MARK_LENGTH 16

struct http_static
{
  const struct http_static *next;
  struct text name;          /* "house.css" */
  const char *type;
  const char *etag;          /* quoted */
  bool worker;               /* a service worker: may serve the whole desk */
  struct bytes content;
};

struct http_statics
{
  const struct http_static *first;
  const char *path;          /* "/static/MARK/"; MARK is HTTP_STATICS_MARK_LENGTH lower-case hexadecimal digits */
};

/* From share/client/shared and share/client/<desk>; the desk's own file wins. with: what else is sent with each file, so that the
   mark changes with it. False: *problem says which file cannot be read. Files with other names or types are not served. */
bool http_statics_load (struct arena *arena, const char *share, const char *desk, const char *with, struct http_statics *statics,
                        const char **problem) BM_MUST_USE BM_NONNULL_ALL;

/* What is asked for by the path of a request that begins with "/static/": the file's name, without a mark if there is one.
   *lasting: the mark is today's. */
struct text http_statics_name (const struct http_statics *statics, struct text path, bool *lasting) BM_MUST_USE BM_NONNULL_ALL;

#endif
