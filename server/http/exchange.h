/* One request on its way through the house. The loop owns it; between publishing it to a lane and taking it back from the
   done list a worker does, and only the worker touches it then. Nothing in it points into the connection's memory. */
#ifndef BM_HTTP_EXCHANGE_H
#define BM_HTTP_EXCHANGE_H

#include "answer.h"
#include "form.h"
#include "gate.h"
#include "parking.h"
#include "table.h"

struct MHD_Connection;
struct MHD_Response;
struct http_conn;

enum http_stage
{
  HTTP_STAGE_LINE,      /* the request line is here */
  HTTP_STAGE_BODY,      /* the head is judged, the body arrives */
  HTTP_STAGE_SETTLED,   /* the loop has its own answer, to be queued when the request has ended */
  HTTP_STAGE_WORKING,   /* suspended; a worker has it, or will */
  HTTP_STAGE_PARKED,    /* suspended; no worker has it: it waits for its topic */
  HTTP_STAGE_GONE,      /* its client went away while it was parked */
  HTTP_STAGE_ANSWERED,  /* back from the worker */
  HTTP_STAGE_GIVEN_UP   /* the loop answers 503 and the worker's reply is thrown away */
};

enum http_body_kind { HTTP_BODY_NONE, HTTP_BODY_JSON, HTTP_BODY_FORM };

struct http_exchange
{
  struct http_request rq;
  const struct http_site *site;
  struct http_exchange *next;       /* in a lane or in the done list */

  /* the loop's */
  struct MHD_Connection *connection;  /* NULL while aside */
  struct http_conn *conn;
  enum http_stage stage;
  bool out;                         /* a lane, a worker or the done list has it */
  bool batched;                     /* the batch lane answered it: its line of the log is the batch's */
  bool woken_out;                   /* out, and it had been parked */
  bool orphan;                      /* the connection is done with it: free it when it comes back */
  bool keeps_open;                  /* HTTP/1.1, and the client did not ask for the connection's end */
  bool aside;                       /* parked once, and out of libmicrohttpd since: conn is the loop's own */
  bool held;                        /* aside, and libmicrohttpd has not let go of it yet */
  bool watched;                     /* aside, and the loop's epoll tells when its client takes more */
  struct buf outgoing;              /* aside: head and body of the reply … */
  size_t sent;                      /* … and how much of it the client has taken */
  const char *uri_at;
  struct text uri;                  /* owned copy */
  int64_t began_us;
  struct http_framing framing;
  bool past_body;                   /* a refusal waits until the body is read and thrown away */
  unsigned sent_status;
  struct MHD_Response *shared;      /* with SETTLED: this, or else refusal */
  struct http_answer refusal;       /* made on the loop */

  /* the worker's while out */
  struct http_params params;
  struct text query;
  struct text token;                /* of the desk's own cookie; empty: none */
  enum http_body_kind body_kind;
  struct buf body;
  struct http_answer answer;
  int64_t park_us;                  /* not 0: no answer, park it for its spot's topic */
  struct bytes park_over;           /* what it is answered with when nothing has woken it; at NULL: the handler is asked */
  struct http_spot spot;            /* the parking's while parked */
  bool apart;                       /* set apart by its batch: the ordinary handler gets it */
  http_delivered *delivered;
  int64_t delivered_us;             /* not 0: it left, tell the handler */

  char *kept;                       /* owned: token, params, park_over of one that has been parked; NULL: in the arena */
  size_t kept_length;

  /* http_fields */
  bool body_read;
  bool query_read;
  json_t *json;
  struct http_form form;
  struct http_form query_form;
  enum error problem_error;
  const char *problem_field;
  const char *problem_reason;
};

/* Memory of exchanges that were let go of, wiped, for the next ones: they come and go by the batch. Loop thread only. */
struct http_spares
{
  struct http_spare *first;
  size_t count;
};

struct http_exchange *http_exchange_new (struct http_spares *spares, const struct http_site *site, const char *uri,
                                         size_t uri_length) BM_MUST_USE BM_RETURNS_NONNULL BM_NONNULL (1, 3);

/* Lets go of all that a run of the handler left behind but park_over, the login too, so that it can run again as the first
   time, and takes little memory until then. */
void http_exchange_rest (struct http_exchange *exchange) BM_NONNULL_ALL;

/* Lets go of the parsed body and query, on the thread that parsed them: memory goes back where it came from. */
void http_exchange_forget_fields (struct http_exchange *exchange) BM_NONNULL_ALL;

/* Lets go of what a run of the handler left behind, its fields and login; the arena stays. */
void http_exchange_again (struct http_exchange *exchange) BM_NONNULL_ALL;

void http_exchange_free (struct http_spares *spares, struct http_exchange *exchange) BM_NONNULL_ALL;

void http_spares_free (struct http_spares *spares) BM_NONNULL_ALL;

#endif
