/* All that a desk serves, read and checked once at start; afterwards only read, by any thread. */
#ifndef BM_HTTP_SITE_H
#define BM_HTTP_SITE_H

#include "http_server.h"
#include "pages.h"
#include "statics.h"
#include "table.h"

struct http_site
{
  struct arena *arena;
  const struct http_desk *desk;
  const char *share;
  const char *language;
  const char *public_url;
  const char *cookie_name;          /* with __Host- when https */
  const char *content_security;     /* the policy of every reply */
  bool https;
  struct http_table *table;
  struct http_pages *pages;
  struct http_statics statics;
  json_t *texts;                    /* errors.json: {"titles": {code: sentence}, "reasons": {key: sentence}} */
  char *openapi;
  size_t openapi_length;
};

/* False: *problem (in the arena) says in one sentence what is broken: a row, a template, a schema, errors.json. */
bool http_site_open (struct http_site *site, const struct http_config *config, struct arena *arena,
                     const char **problem) BM_MUST_USE BM_NONNULL_ALL;

void http_site_close (struct http_site *site) BM_NONNULL_ALL;

/* openapi.c: the document of all rows with their reply schemas, in site->openapi. */
bool http_openapi_compose (struct http_site *site, const char **problem) BM_MUST_USE BM_NONNULL_ALL;

/* problem.c: an RFC 9457 document, NULL without memory. field and reason may be NULL. */
json_t *http_problem_document (const struct http_site *site, struct uid id, enum error error, const char *field,
                               const char *reason) BM_MUST_USE BM_NONNULL (1);

/* problem.c: every error has a title. */
bool http_problem_texts_whole (const json_t *texts, const char **missing) BM_MUST_USE BM_NONNULL_ALL;

#endif
