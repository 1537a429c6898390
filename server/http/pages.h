/* Page templates of one desk in one language: the desk's folder first, then shared; read once at start. */
#ifndef BM_HTTP_PAGES_H
#define BM_HTTP_PAGES_H

#include "arena.h"
#include "buf.h"

#include <jansson.h>

struct http_pages;

/* NULL: *problem (in the arena) names the template that cannot be read or parsed. */
struct http_pages *http_pages_load (struct arena *arena, const char *share, const char *desk, const char *language,
                                    const char **problem) BM_MUST_USE BM_NONNULL_ALL;

bool http_pages_have (const struct http_pages *pages, const char *name) BM_MUST_USE BM_NONNULL_ALL;

/* False: the page is absent or its template fails over this view; *why is a static sentence. Any thread. */
bool http_pages_render (const struct http_pages *pages, const char *name, json_t *view, struct buf *out,
                        const char **why) BM_MUST_USE BM_NONNULL_ALL;

#endif
