#include "conns.h"

#include "log.h"

#include <stdlib.h>

static void
leave (struct http_conns *conns, struct http_conn *conn)
{
  if (NULL == conn->previous)
    conns->lists[conn->wait].first = conn->next;
  else
    conn->previous->next = conn->next;
  if (NULL == conn->next)
    conns->lists[conn->wait].last = conn->previous;
  else
    conn->next->previous = conn->previous;
}

static void
enter (struct http_conns *conns, struct http_conn *conn, enum http_wait wait, int64_t now_us)
{
  conn->wait = wait;
  conn->since_us = now_us;
  conn->next = NULL;
  conn->previous = conns->lists[wait].last;
  if (NULL == conn->previous)
    conns->lists[wait].first = conn;
  else
    conn->previous->next = conn;
  conns->lists[wait].last = conn;
}

struct http_conn *
http_conns_open (struct http_conns *conns, int fd, int64_t now_us)
{
  struct http_conn *conn = calloc (1, sizeof *conn);

  if (NULL == conn)
    log_fatal ("no_memory", "in=connection");
  conn->fd = fd;
  enter (conns, conn, HTTP_WAIT_IDLE, now_us);
  conns->count++;
  conns->opened++;
  return conn;
}

void
http_conns_close (struct http_conns *conns, struct http_conn *conn)
{
  leave (conns, conn);
  conns->count--;
  free (conn);
}

void
http_conns_move (struct http_conns *conns, struct http_conn *conn, enum http_wait wait, int64_t now_us)
{
  leave (conns, conn);
  enter (conns, conn, wait, now_us);
}

struct http_conn *
http_conns_overdue (const struct http_conns *conns, int64_t now_us)
{
  for (size_t wait = 0; wait < HTTP_WAIT_COUNT; wait++)
    {
      struct http_conn *first = conns->lists[wait].first;
      if (NULL != first && 0 != conns->bound_us[wait] && now_us - first->since_us >= conns->bound_us[wait])
        return first;
    }
  return NULL;
}

int64_t
http_conns_patience (const struct http_conns *conns, int64_t now_us)
{
  int64_t least = INT64_MAX;

  for (size_t wait = 0; wait < HTTP_WAIT_COUNT; wait++)
    {
      const struct http_conn *first = conns->lists[wait].first;
      int64_t left;
      if (NULL == first || 0 == conns->bound_us[wait])
        continue;
      left = first->since_us + conns->bound_us[wait] - now_us;
      if (left < least)
        least = left < 0 ? 0 : left;
    }
  return least;
}
