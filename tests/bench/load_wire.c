#include "load_wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define EVENTS 256
#define ROOM ((size_t) 256 * 1024)  /* the longest reply */
#define SOURCES 4                   /* addresses of each process: each has its own ports */

static char received[ROOM];

void
load_wires_open (struct load_wires *wires, const struct load_run *run, size_t count)
{
  wires->epoll = epoll_create1 (EPOLL_CLOEXEC);
  wires->port = run->options->port;
  wires->process = run->process;
  wires->count = count;
  wires->wires = calloc (count, sizeof *wires->wires);
  if (wires->epoll < 0 || NULL == wires->wires)
    load_give_up ("no room for connections");
}

static void
shut (struct load_wires *wires, size_t which)
{
  struct load_wire *wire = &wires->wires[which];
  const bool busy = wire->busy;

  (void) close (wire->fd);
  free (wire->held);
  *wire = (struct load_wire) { .source = wire->source + 1 };
  wires->lost (wires->of, which, busy);
}

/* 127.1.1.1 and so on: loopback is a whole network, and each address of it has ports of its own. */
static struct sockaddr_in
source_of (const struct load_wires *wires, size_t which)
{
  const uint32_t process = (uint32_t) wires->process % 200, host = (uint32_t) ((which + wires->wires[which].source) % SOURCES);

  return (struct sockaddr_in) { .sin_family = AF_INET,
                                .sin_addr = { htonl (UINT32_C (0x7f010001) + (process << 8) + host) } };
}

void
load_wire_connect (struct load_wires *wires, size_t which)
{
  struct load_wire *wire = &wires->wires[which];
  const struct sockaddr_in from = source_of (wires, which);
  const struct sockaddr_in to = { .sin_family = AF_INET,
                                  .sin_port = htons (wires->port),
                                  .sin_addr = { htonl (INADDR_LOOPBACK) } };
  struct epoll_event event = { .events = EPOLLOUT, .data.u64 = which };
  const int yes = 1;

  wire->fd = socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (wire->fd < 0)
    load_give_up ("no more open files");
  (void) setsockopt (wire->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
  (void) setsockopt (wire->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  wire->state = LOAD_WIRE_CONNECTING;
  if (0 != bind (wire->fd, (const struct sockaddr *) &from, sizeof from)
      || (0 != connect (wire->fd, (const struct sockaddr *) &to, sizeof to) && EINPROGRESS != errno)
      || 0 != epoll_ctl (wires->epoll, EPOLL_CTL_ADD, wire->fd, &event))
    load_give_up ("no connection");
}

bool
load_wire_send (struct load_wires *wires, size_t which, const char *request, size_t length)
{
  struct load_wire *wire = &wires->wires[which];

  wire->busy = true;
  if ((ssize_t) length == send (wire->fd, request, length, MSG_NOSIGNAL))
    return true;
  shut (wires, which);
  return false;
}

static const char *
find_length (const char *head, const char *end)
{
  static const char name[] = "\nContent-Length: ";

  for (const char *at = head; NULL != (at = memchr (at, '\n', (size_t) (end - at))); at++)
    if ((size_t) (end - at) > sizeof name && 0 == strncasecmp (at, name, sizeof name - 1))
      return at + sizeof name - 1;
  return NULL;
}

/* 1: a whole reply is there; 0: not yet; -1: this is no reply of ours. */
static int
frame (const char *bytes, size_t length, struct load_reply *reply)
{
  static const char start[] = "HTTP/1.1 ";
  const char *end = memmem (bytes, length, "\r\n\r\n", 4);
  const char *said;

  if (NULL == end)
    return 0;
  said = find_length (bytes, end);
  if (NULL == said || 0 != memcmp (bytes, start, sizeof start - 1))
    return -1;
  reply->status = atoi (bytes + sizeof start - 1);
  reply->length = strtoul (said, NULL, 10);
  reply->body = end + 4;
  reply->whole = (size_t) (end + 4 - bytes) + reply->length;
  if (length > reply->whole)
    return -1;
  return length == reply->whole;
}

static void
hold (struct load_wire *wire, const char *bytes, size_t length)
{
  if (wire->filled + length > wire->room)
    {
      wire->room = 2 * (wire->filled + length);
      wire->held = realloc (wire->held, wire->room);
      if (NULL == wire->held)
        load_give_up ("no memory");
    }
  memcpy (wire->held + wire->filled, bytes, length);
  wire->filled += length;
}

static void
let_go (struct load_wire *wire)
{
  free (wire->held);
  wire->held = NULL;
  wire->filled = wire->room = 0;
}

static void
receive (struct load_wires *wires, size_t which)
{
  struct load_wire *wire = &wires->wires[which];
  const ssize_t got = recv (wire->fd, received, sizeof received, 0);
  const char *bytes = received;
  struct load_reply reply;
  size_t length;
  int framed;

  if (got < 0 && (EAGAIN == errno || EINTR == errno))
    return;
  if (got <= 0 || ! wire->busy)
    {
      shut (wires, which);
      return;
    }
  length = (size_t) got;
  if (0 != wire->filled)
    {
      hold (wire, received, length);
      bytes = wire->held;
      length = wire->filled;
    }
  framed = frame (bytes, length, &reply);
  if (0 == framed && 0 == wire->filled)
    hold (wire, received, length);
  if (framed < 0 || length > ROOM)
    {
      shut (wires, which);
      return;
    }
  if (0 == framed)
    return;
  wire->busy = false;
  if (bytes == wire->held)  /* the next request may go out while this reply is looked at: it is copied, the rest is free */
    {
      memcpy (received, bytes, length);
      reply.body = received + (reply.body - bytes);
      let_go (wire);
    }
  wires->replied (wires->of, which, &reply);
}

static void
stand (struct load_wires *wires, size_t which)
{
  struct load_wire *wire = &wires->wires[which];
  struct epoll_event event = { .events = EPOLLIN, .data.u64 = which };
  int problem = 0;
  socklen_t size = sizeof problem;

  if (0 != getsockopt (wire->fd, SOL_SOCKET, SO_ERROR, &problem, &size) || 0 != problem
      || 0 != epoll_ctl (wires->epoll, EPOLL_CTL_MOD, wire->fd, &event))
    {
      shut (wires, which);
      return;
    }
  wire->state = LOAD_WIRE_OPEN;
  if (NULL != wires->opened)
    wires->opened (wires->of, which);
}

void
load_wires_turn (struct load_wires *wires, int64_t until_us)
{
  struct epoll_event events[EVENTS];
  const int64_t left_us = until_us - load_now_us ();
  const int count = epoll_wait (wires->epoll, events, EVENTS, left_us <= 0 ? 0 : (int) (left_us / 1000) + 1);

  for (int i = 0; i < count; i++)
    {
      const size_t which = (size_t) events[i].data.u64;
      if (LOAD_WIRE_CONNECTING == wires->wires[which].state)
        stand (wires, which);
      else if (LOAD_WIRE_OPEN == wires->wires[which].state)
        receive (wires, which);
    }
}
