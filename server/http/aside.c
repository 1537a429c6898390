#include "aside.h"

#include "clock.h"
#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define REPLY_MOST ((size_t) 17 * 1024 * 1024)

/* The kernel counts what has arrived, and what of it is still unread. UINT64_MAX: it does not say. Bytes that arrive between the
   two questions make the sum too small, never equal by accident to what was taken: they are unread. */
uint64_t
http_aside_bytes_read (int fd)
{
  struct tcp_info info;
  socklen_t length = sizeof info;
  int unread = 0;

  if (0 != getsockopt (fd, IPPROTO_TCP, TCP_INFO, &info, &length)
      || length < offsetof (struct tcp_info, tcpi_bytes_received) + sizeof info.tcpi_bytes_received
      || 0 != ioctl (fd, FIONREAD, &unread))
    return UINT64_MAX;
  return (uint64_t) info.tcpi_bytes_received - (uint64_t) unread;
}

/* libmicrohttpd closes the number it knows; behind it is then a socket that nobody is connected to. */
static int
swap_socket (const struct http_server *server, int fd)
{
  const int kept = fcntl (fd, F_DUPFD_CLOEXEC, 0);

  if (kept >= 0 && dup3 (server->nobody, fd, O_CLOEXEC) < 0)
    {
      (void) close (kept);
      return -1;
    }
  return kept;
}

void
http_aside_take (struct http_server *server, struct http_exchange *ex)
{
  struct http_conn *old = ex->conn;
  const int64_t now_us = clock_boot_us ();
  int fd;

  if (ex->aside || ! ex->keeps_open || http_aside_bytes_read (old->fd) != old->taken)
    return;
  fd = swap_socket (server, old->fd);
  if (fd < 0)
    return;
  old->exchange = NULL;
  http_conns_move (&server->conns, old, HTTP_WAIT_CUT, now_us);
  ex->conn = http_conns_open (&server->conns, fd, now_us);
  ex->conn->exchange = ex;
  ex->aside = ex->held = true;
  MHD_resume_connection (ex->connection);       /* its handler sees that the exchange has left, and closes */
  ex->connection = NULL;
}

static void
watch (const struct http_server *server, struct http_exchange *ex)
{
  struct epoll_event event = { .events = EPOLLOUT, .data.ptr = ex->conn };

  if (! ex->watched)
    (void) epoll_ctl (server->epoll, EPOLL_CTL_ADD, ex->conn->fd, &event);
  ex->watched = true;
}

static void
unwatch (const struct http_server *server, struct http_exchange *ex)
{
  if (ex->watched)
    (void) epoll_ctl (server->epoll, EPOLL_CTL_DEL, ex->conn->fd, NULL);
  ex->watched = false;
}

/* Back to libmicrohttpd, for the next request. */
static void
give_back (struct http_server *server, int fd)
{
  struct sockaddr_storage peer;
  socklen_t length = sizeof peer;

  if (0 != getpeername (fd, (struct sockaddr *) &peer, &length))
    {
      (void) close (fd);
      return;
    }
  server->given_back++;
  (void) MHD_add_connection (server->daemon, fd, (struct sockaddr *) &peer, length);
}

static void
finish (struct http_server *server, struct http_exchange *ex, bool whole)
{
  struct http_conn *conn = ex->conn;
  const int fd = conn->fd;
  const bool closes = ! whole || HTTP_STAGE_GIVEN_UP == ex->stage || ex->answer.close || atomic_load (&server->stopping);

  if (ex->held)
    log_fatal ("aside_held", "stage=%d", (int) ex->stage);
  unwatch (server, ex);
  buf_free (&ex->outgoing);
  conn->exchange = NULL;
  http_conns_close (&server->conns, conn);
  http_complete (server, ex, whole);
  if (closes)
    (void) close (fd);
  else
    give_back (server, fd);
}

void
http_aside_drop (struct http_server *server, struct http_exchange *ex)
{
  finish (server, ex, false);
}

void
http_aside_go_on (struct http_server *server, struct http_exchange *ex)
{
  while (ex->sent < ex->outgoing.length)
    {
      const ssize_t sent = send (ex->conn->fd, ex->outgoing.at + ex->sent, ex->outgoing.length - ex->sent, MSG_NOSIGNAL);
      if (sent < 0 && EINTR == errno)
        continue;
      if (sent < 0 && EAGAIN == errno)
        {
          watch (server, ex);
          return;
        }
      if (sent < 0)
        break;
      ex->sent += (size_t) sent;
    }
  finish (server, ex, ex->sent == ex->outgoing.length);
}

void
http_aside_answer (struct http_server *server, struct http_exchange *ex)
{
  const bool given_up = HTTP_STAGE_GIVEN_UP == ex->stage;
  const struct http_answer *answer = given_up ? &ex->refusal : &ex->answer;

  if (given_up)
    http_refuse_busy (server, ex);
  ex->sent = 0;
  ex->sent_status = answer->status;
  ex->outgoing = buf_new (REPLY_MOST);
  http_send_print (&server->site, answer, ex->framing.head_only, &ex->outgoing);
  http_aside_go_on (server, ex);
}

void
http_aside_end (struct http_server *server)
{
  for (size_t wait = 0; wait < HTTP_WAIT_COUNT; wait++)
    for (struct http_conn *conn = server->conns.lists[wait].first, *next; NULL != conn; conn = next)
      {
        next = conn->next;
        if (NULL != conn->exchange && conn->exchange->aside)
          http_aside_drop (server, conn->exchange);
      }
}
