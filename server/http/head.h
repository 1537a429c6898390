/* Takes the pieces of a request's head from libmicrohttpd without copying, for the gate. */
#ifndef BM_HTTP_HEAD_H
#define BM_HTTP_HEAD_H

#include "gate.h"

struct MHD_Connection;

/* uri: the address that the URI log callback was given; raw_uri: the copy made there. */
void http_head_read (struct MHD_Connection *connection, const char *method, const char *uri, struct text raw_uri,
                     const char *version, struct http_head *head) BM_NONNULL_ALL;

#endif
