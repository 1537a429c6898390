/* Hands answers to libmicrohttpd, always with the house's security headers. */
#ifndef BM_HTTP_SEND_H
#define BM_HTTP_SEND_H

#include "answer.h"
#include "site.h"

#include <microhttpd.h>

/* Only inside libmicrohttpd's handler. The answer's bytes must live until the exchange is freed. */
enum MHD_Result http_send (const struct http_site *site, struct MHD_Connection *connection,
                           const struct http_answer *answer) BM_NONNULL_ALL;

/* The same as text, for a connection that libmicrohttpd does not have; head_only: without the body. */
void http_send_print (const struct http_site *site, const struct http_answer *answer, bool head_only, struct buf *to)
  BM_NONNULL_ALL;

/* What a browser may do with a reply: not store it; store it and ask each time whether it still holds; keep it unasked. */
enum http_kept { HTTP_KEPT_NEVER, HTTP_KEPT_CHECKED, HTTP_KEPT_LASTING };

/* Responses that never change, made once and shared by all connections. etag may be NULL. */
struct MHD_Response *http_send_prepare (const struct http_site *site, const char *type, struct bytes content, enum http_kept kept,
                                        const char *etag) BM_MUST_USE BM_NONNULL (1, 2);

#endif
