/* A route is one row of a designated-initializer table; the table is the index of a desk. Gates run in one place, from the
   row. Zero means forbidden: a table with a row that leaves out who may call, a method, a handler or a reply schema does
   not start. */
#ifndef BM_HTTP_ROUTE_H
#define BM_HTTP_ROUTE_H

#include "attrs.h"

#include <stddef.h>
#include <stdint.h>

struct http_request;
struct http_reply;

/* One behaviour. worker: what the desk's worker_open made for this thread (its store). Runs on a worker thread, may block
   on the database, returns its reply exactly once. */
typedef struct http_reply http_handler (struct http_request *rq, void *worker);

/* The same behaviour for many requests of one row at once, in the order of their arrival: replies[i] belongs to rqs[i], and each
   must be made. Runs on a thread of the batch lane with a worker of its own. No login was looked up: rq->login holds nothing but
   token_hash (well formed, see http_desk.token), and who that is, is judged here, in the batch's own statement.
   http_reply_apart: that one goes to the row's handler instead. */
typedef void http_batch_handler (struct http_request *const *rqs, size_t count, struct http_reply *replies, void *worker);

enum http_method { HTTP_METHOD_UNSET = 0, HTTP_GET, HTTP_POST };   /* a GET row also answers HEAD */
enum http_who { HTTP_WHO_UNSET = 0, HTTP_ANYONE, HTTP_SIGNED_IN };

/* HASH: few threads for Argon2id, bounded queue. BATCH: a thread takes all who wait at once, also those that were parked
   and are woken; the row has a batch handler and beside it the ordinary one, which gets those that were set apart, and all of them
   where the lane is off (http_config.batch_most 0). */
enum http_lane { HTTP_LANE_WORK = 0, HTTP_LANE_HASH, HTTP_LANE_BATCH };

#define HTTP_BODY_DEFAULT 65536  /* most bytes of a body unless the row says otherwise; rosters have their own */

struct http_route
{
  enum http_method method;
  const char *path;          /* "/parts/{part:int}/items/{position:int}"; types: int, uid, word ([a-z0-9-]{1,40}), code */
  enum http_who who;
  uint32_t rights;           /* with SIGNED_IN: the login needs at least one of these bits (each desk names its own); 0: none */
  size_t body_most;          /* bytes; 0 means HTTP_BODY_DEFAULT for POST and no body for GET */
  enum http_lane lane;
  http_handler *handler;
  const char *reply_schema;  /* share/replies/<desk>/<name>.schema.json; "redirect" for rows that only redirect, "file" for files */
  const char *page;          /* template that shows the reply to a browser; NULL: JSON, redirect or file only */
  http_batch_handler *batch; /* with HTTP_LANE_BATCH, and only then; such a row asks for no rights: it must judge them itself */
  unsigned linger_ms;        /* with HTTP_LANE_BATCH: a reply a moment later keeps nobody waiting, so a request may wait so long, at
                                most a second, for others to go with. One that was parked and woken does not */
};

#endif
