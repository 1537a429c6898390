/* What a handler sees of one request. Everything here lives until the reply has left. */
#ifndef BM_HTTP_REQUEST_H
#define BM_HTTP_REQUEST_H

#include "arena.h"
#include "http_route.h"
#include "uid.h"

#include <jansson.h>

/* Filled by the desk's login callback; all zero when nobody is signed in. In the batch lane only token_hash is filled, and
   whether somebody is signed in is not known. */
struct http_login
{
  bool signed_in;
  struct uid person;        /* registration of a candidate, account of staff */
  struct uid association;
  uint32_t rights;          /* the desk's own bits */
  uint8_t token_hash[32];   /* what the store's functions take first */
  json_t *about;            /* object that pages see as "login"; owned by the request */
};

struct http_request
{
  struct arena *arena;          /* at most 16 MiB a request */
  struct uid id;                /* on the log line and in problem replies as "instance" */
  const struct http_route *route;
  struct http_login login;
  bool wants_html;              /* the browser asked for text/html: pages and redirects; otherwise JSON */
  int64_t arrived_boot_us;      /* CLOCK_BOOTTIME when the body was complete: arrival time of a save; of a woken request,
                                   when it went to a worker again */
  bool woken;                   /* it was parked and the handler runs again, after login and rights as at first */
  bool park_over;               /* woken and to be answered now: it waited long enough, too many wait, or the server stops */
  struct http_exchange *exchange;  /* private to http/ */
};

#endif
