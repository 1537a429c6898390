/* A handler returns its reply: one JSON document, which a browser gets through the route's page template.
   Pages see: the document's members, "login", "page" (name), "desk", "language", "request_id", "problem" when there is one. */
#ifndef BM_HTTP_REPLY_H
#define BM_HTTP_REPLY_H

#include "buf.h"
#include "errors.h"
#include "http_request.h"

/* Called on a worker thread once the reply's last byte has been handed to the network (not when the client went away
   before): the clock of a session starts so. */
typedef void http_delivered (void *worker, const struct http_request *rq, int64_t delivered_boot_us);

struct http_reply
{
  unsigned status;
  json_t *body;               /* owned; NULL for redirects and files */
  const char *page;           /* another template than the route's; NULL: the route's */
  const char *location;       /* 303 for browsers */
  const char *cookie;         /* token to set; "" clears; NULL leaves */
  const char *file_type;      /* a file reply: media type … */
  const char *file_name;      /* … ASCII name without path; NULL: shown inline */
  struct bytes file;
  http_delivered *delivered;
  struct bytes text;          /* a reply of ready-made JSON text */
  bool apart;                 /* no reply: see http_reply_apart */
  int64_t park_us;            /* not 0: no reply yet, see http_reply_park */
  struct uid park_topic;
  struct bytes park_over;     /* the reply if nothing happens; at NULL: the handler is asked */
};

/* 200 with this document (reference stolen). */
struct http_reply http_reply_ok (struct http_request *rq, json_t *steal_body) BM_MUST_USE BM_NONNULL (1, 2);

/* 200 with JSON that is text already, in rq->arena: nothing is copied or dumped. A browser gets the same text, not a page. */
struct http_reply http_reply_text (struct http_request *rq, struct bytes json) BM_MUST_USE BM_NONNULL (1);

/* From a batch handler only: not to be decided in the batch. The request goes, with the time of its first arrival, to the worker
   threads and its row's ordinary handler, login and all, as if it had come there. */
struct http_reply http_reply_apart (void) BM_MUST_USE;

/* After a state change: a browser is sent to path (303), a JSON client gets the document (or {"next": path} when NULL). */
struct http_reply http_reply_done (struct http_request *rq, json_t *steal_body, const char *path) BM_MUST_USE BM_NONNULL (1, 3);

/* RFC 9457 problem document; a browser gets page "problem". field and reason may be NULL. reason: key in errors.json. */
struct http_reply http_reply_problem (struct http_request *rq, enum error error, const char *field, const char *reason)
  BM_MUST_USE BM_NONNULL (1);

/* What http_fields_read or http_fields_refuse found: 422 (or 400 for a body that cannot be read at all). */
struct http_reply http_reply_invalid (struct http_request *rq) BM_MUST_USE BM_NONNULL (1);

/* The same problem shown on the form it belongs to: status of the error, the given page over the document (stolen), with
   "problem" added. A JSON client gets the plain problem document. */
struct http_reply http_reply_form_problem (struct http_request *rq, enum error error, const char *field, const char *reason,
                                           const char *page, json_t *steal_body) BM_MUST_USE BM_NONNULL (1, 5, 6);

/* No reply yet: the request waits for http_server_wake of this topic, at most most_us (and 50 s), and occupies no thread.
   Then it runs again from the login on, with rq->woken; nothing of this run is left, neither fields nor arena. It may be
   parked again, but all waits together last most_us of the first. With rq->park_over it must be answered: a handler that
   parks it all the same is defective, which is logged and answered with 500. A request whose client went away meanwhile
   does not run again.
   A wake after this run began is not lost: whoever changes something commits it, then wakes; a handler reads, then parks. */
struct http_reply http_reply_park (struct http_request *rq, struct uid topic, int64_t most_us) BM_MUST_USE BM_NONNULL (1);

/* The same, where it is known what it gets when it must be answered and nothing has woken it: 200 with this JSON, in rq->arena.
   No handler runs then, and nobody is asked whether the login still stands: it must say nothing that the caller does not know. */
struct http_reply http_reply_park_with (struct http_request *rq, struct uid topic, int64_t most_us, struct bytes over)
  BM_MUST_USE BM_NONNULL (1);

/* A template of the desk over this view, as a page would hold it. False: it fails, which is in the log. */
bool http_reply_fragment (struct http_request *rq, const char *page, json_t *view, struct buf *out) BM_MUST_USE BM_NONNULL_ALL;

struct http_reply http_reply_file (struct http_request *rq, const char *type, const char *name, struct bytes file)
  BM_MUST_USE BM_NONNULL (1, 2);

#endif
