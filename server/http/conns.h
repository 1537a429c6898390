/* Every open connection, in one list for each thing it may be waiting for. A list has one bound, so its oldest member
   stands at its head and the sweeper looks at nothing else. Loop thread only. */
#ifndef BM_HTTP_CONNS_H
#define BM_HTTP_CONNS_H

#include "attrs.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct http_exchange;

enum http_wait
{
  HTTP_WAIT_IDLE,      /* for a request line, since accept or the last reply */
  HTTP_WAIT_READING,   /* for the rest of a request, since its line was read */
  HTTP_WAIT_WORKING,   /* for a worker */
  HTTP_WAIT_PARKED,    /* for its topic; the parking bounds it */
  HTTP_WAIT_REPLYING,  /* for the client to take its reply */
  HTTP_WAIT_CUT,       /* shut down; for libmicrohttpd to notice */
  HTTP_WAIT_COUNT
};

struct http_conn
{
  struct http_conn *previous;
  struct http_conn *next;
  enum http_wait wait;
  int64_t since_us;
  int fd;
  uint64_t taken;                  /* bytes of the requests that were judged, heads and bodies */
  struct http_exchange *exchange;  /* of the request under way, or NULL */
};

struct http_conns
{
  int64_t bound_us[HTTP_WAIT_COUNT];  /* 0: no bound */
  struct { struct http_conn *first, *last; } lists[HTTP_WAIT_COUNT];
  size_t count;
  uint64_t opened;            /* all that there ever were */
};

struct http_conn *http_conns_open (struct http_conns *conns, int fd, int64_t now_us) BM_MUST_USE BM_RETURNS_NONNULL
  BM_NONNULL_ALL;

void http_conns_close (struct http_conns *conns, struct http_conn *conn) BM_NONNULL_ALL;

void http_conns_move (struct http_conns *conns, struct http_conn *conn, enum http_wait wait, int64_t now_us)
  BM_NONNULL_ALL;

/* The next one past its bound, or NULL. The caller must move it to another list. */
struct http_conn *http_conns_overdue (const struct http_conns *conns, int64_t now_us) BM_MUST_USE BM_NONNULL_ALL;

/* Microseconds until somebody is overdue, at least 0; INT64_MAX: nobody waits. */
int64_t http_conns_patience (const struct http_conns *conns, int64_t now_us) BM_MUST_USE BM_NONNULL_ALL;

#endif
