/* What goes out for one request, ready for libmicrohttpd: made on a worker thread, or on the loop for refusals. */
#ifndef BM_HTTP_ANSWER_H
#define BM_HTTP_ANSWER_H

#include "buf.h"
#include "http_reply.h"

struct http_site;

struct http_answer
{
  unsigned status;
  const char *type;         /* media type; NULL: no body */
  struct buf body;          /* owned */
  struct bytes file;        /* borrowed; when file.at is set it is the body */
  const char *location;     /* borrowed, as the following */
  const char *cookie;       /* the whole Set-Cookie value */
  const char *disposition;
  const char *allow;
  bool close;
  bool lean;                /* few headers: the connection's memory is nearly full */
  bool data;                /* JSON text for a program: the headers that guard a page say nothing about it */
};

/* For one problem without a handler. Takes nothing from the request's arena, so the loop may call it while a worker
   still holds the request. */
void http_answer_problem (const struct http_site *site, const struct http_request *rq, enum error error,
                          const char *reason, struct http_answer *answer) BM_NONNULL (1, 2, 5);

/* For a handler's reply, which it consumes. A reply that cannot be shown becomes a 500 problem. */
void http_answer_reply (const struct http_site *site, struct http_request *rq, struct http_reply *reply,
                        struct http_answer *answer) BM_NONNULL_ALL;

void http_answer_free (struct http_answer *answer) BM_NONNULL_ALL;

#endif
