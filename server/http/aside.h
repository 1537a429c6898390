/* Parked requests are taken out of libmicrohttpd: it keeps 8 KB for each connection and looks through all that are suspended
   whenever one is resumed, so thousands that wait would slow down every reply. The loop keeps their sockets, answers them
   itself, and gives each connection back for its next request. Loop thread only. */
#ifndef BM_HTTP_ASIDE_H
#define BM_HTTP_ASIDE_H

#include "inside.h"

/* The exchange is back from a handler that parked it, its connection is suspended. From now on ex->aside, where that can be:
   a client of HTTP/1.1 that wants to keep its connection and has sent nothing ahead that libmicrohttpd has read already. The
   others stay where they are. */
void http_aside_take (struct http_server *server, struct http_exchange *exchange) BM_NONNULL_ALL;

/* Sends the answer of an exchange that is aside (its refusal with HTTP_STAGE_GIVEN_UP), what the client takes of it now. */
void http_aside_answer (struct http_server *server, struct http_exchange *exchange) BM_NONNULL_ALL;

/* Its client takes more of the answer. */
void http_aside_go_on (struct http_server *server, struct http_exchange *exchange) BM_NONNULL_ALL;

/* Its client has gone, or does not take its answer. */
void http_aside_drop (struct http_server *server, struct http_exchange *exchange) BM_NONNULL_ALL;

/* At the end of the loop: drops all that are left. */
void http_aside_end (struct http_server *server) BM_NONNULL_ALL;

/* Bytes of this connection that have been read; libmicrohttpd's new connection may be one that was aside. */
uint64_t http_aside_bytes_read (int fd);

#endif
