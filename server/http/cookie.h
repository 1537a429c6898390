/* The desk's one cookie. Browsers do not separate cookies by port, so the other desks' cookies arrive here too: they are
   stepped over and never kept. */
#ifndef BM_HTTP_COOKIE_H
#define BM_HTTP_COOKIE_H

#include "gate.h"

/* False: absent, empty, or there are two (somebody planted one). The token is a piece of the header. */
bool http_cookie_find (const struct http_head *head, const char *name, struct text *token) BM_MUST_USE BM_NONNULL_ALL;

/* Letters, digits, '-' and '_' only, at most 200: what may be set as a token. */
bool http_cookie_is_token (const char *token) BM_MUST_USE BM_NONNULL_ALL;

#endif
