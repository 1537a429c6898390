/* Takes the pieces of a request's head from libmicrohttpd without copying, for the gate. */
#ifndef BM_HTTP_HEAD_H
#define BM_HTTP_HEAD_H

#include "gate.h"

struct MHD_Connection;

/* libmicrohttpd's memory for one connection: the head where it was read, a copy of the cookies, a record for each header,
   cookie and query field, and later the reply's head. */
#define HTTP_CONNECTION_MEMORY ((size_t) 8192)
#define HTTP_REPLY_HEAD_ROOM ((size_t) 1024)

/* uri: the address that the URI log callback was given; raw_uri: the copy made there. */
void http_head_read (struct MHD_Connection *connection, const char *method, const char *uri, struct text raw_uri,
                     const char *version, struct http_head *head) BM_NONNULL_ALL;

/* Whether the reply's head still fits beside this one. If not, libmicrohttpd would close without an answer. */
bool http_head_leaves_room (const struct http_head *head) BM_MUST_USE BM_NONNULL_ALL;

#endif
