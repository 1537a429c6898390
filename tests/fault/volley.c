/* volley PORT CONNECTIONS <plan >replies: sends requests to 127.0.0.1 at given instants of CLOCK_BOOTTIME.
   The plan is, for each shot in the order of its instant, a line "AT_US LENGTH" and LENGTH bytes of an HTTP/1.1 request.
   A reply is a line "NUMBER SENT_US RECEIVED_US STATUS BODY", as it comes: SENT_US was read before the first byte was sent,
   RECEIVED_US after the last one had been read. Every connection has one request under way; a shot that finds none free
   waits for one, so SENT_US may be later than it was planned. Exit status 1 when a reply is missing. */
#include "clock.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define CONNECTIONS_MOST 1000
#define SHOTS_MOST 200000
#define REQUEST_MOST 8192
#define REPLY_ROOM 8192
#define EVENTS 64
#define PATIENCE_US INT64_C (90000000)  /* after the last shot */

struct shot
{
  int64_t at_us;
  int64_t sent_us;
  size_t length;
  char *request;
};

struct link
{
  int fd;
  size_t shot;
  bool busy;
  size_t filled;
  char reply[REPLY_ROOM];
};

static struct shot shots[SHOTS_MOST];
static struct link links[CONNECTIONS_MOST];
static size_t idle[CONNECTIONS_MOST];  /* a ring: the connection that has rested longest is next */
static size_t idle_first;
static size_t idle_count;
static size_t shot_count;
static size_t link_count;
static size_t answered;
static struct sockaddr_in address;
static int epoll;
static int timer;

static _Noreturn void
give_up (const char *why)
{
  fprintf (stderr, "volley: %s (%s), %zu of %zu answered\n", why, strerror (errno), answered, shot_count);
  exit (1);
}

static void
read_plan (void)
{
  char line[64];

  while (NULL != fgets (line, sizeof line, stdin))
    {
      struct shot *shot = &shots[shot_count];
      char *end;
      if (SHOTS_MOST == shot_count)
        give_up ("the plan is too long");
      shot->at_us = strtoll (line, &end, 10);
      shot->length = (size_t) strtoull (end, NULL, 10);
      if (0 == shot->length || shot->length > REQUEST_MOST)
        give_up ("the plan is not readable");
      shot->request = malloc (shot->length);
      if (NULL == shot->request || shot->length != fread (shot->request, 1, shot->length, stdin))
        give_up ("the plan ends early");
      shot_count++;
    }
}

static void
rest (size_t which)
{
  links[which].busy = false;
  links[which].filled = 0;
  idle[(idle_first + idle_count++) % link_count] = which;
}

static void
open_link (size_t which)
{
  struct link *link = &links[which];
  struct epoll_event event = { .events = EPOLLIN, .data.u64 = which };
  const int yes = 1;

  link->fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (link->fd < 0 || 0 != connect (link->fd, (const struct sockaddr *) &address, sizeof address))
    give_up ("no connection");
  (void) setsockopt (link->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  if (0 != epoll_ctl (epoll, EPOLL_CTL_ADD, link->fd, &event))
    give_up ("epoll");
}

static void
fire (size_t number)
{
  const size_t which = idle[idle_first];
  struct shot *shot = &shots[number];

  idle_first = (idle_first + 1) % link_count;
  idle_count--;
  links[which].busy = true;
  links[which].shot = number;
  shot->sent_us = clock_boot_us ();
  if ((ssize_t) shot->length != send (links[which].fd, shot->request, shot->length, MSG_NOSIGNAL))
    give_up ("a request was not taken");
}

/* The body of a whole reply, or NULL while it is not whole. */
static const char *
body_of (struct link *link)
{
  static const char name[] = "\r\nContent-Length: ";
  char *end;
  const char *length;

  link->reply[link->filled] = '\0';
  end = strstr (link->reply, "\r\n\r\n");
  if (NULL == end)
    return NULL;
  length = strstr (link->reply, name);
  if (NULL == length || length > end)
    give_up ("a reply without a length");
  end += 4;
  if (link->filled - (size_t) (end - link->reply) < strtoull (length + sizeof name - 1, NULL, 10))
    return NULL;
  return end;
}

static void
receive (size_t which)
{
  struct link *link = &links[which];
  const ssize_t got = recv (link->fd, link->reply + link->filled, REPLY_ROOM - 1 - link->filled, 0);
  const int64_t now_us = clock_boot_us ();
  const char *body;

  if (got <= 0 && ! link->busy)
    {
      (void) close (link->fd);
      open_link (which);
      return;
    }
  if (got <= 0)
    give_up ("a reply did not come");
  link->filled += (size_t) got;
  body = body_of (link);
  if (NULL == body)
    return;
  printf ("%zu %lld %lld %.3s %s\n", link->shot, (long long) shots[link->shot].sent_us, (long long) now_us,
          link->reply + sizeof "HTTP/1.1", body);
  answered++;
  rest (which);
}

static void
wake_at (int64_t at_us)
{
  const struct itimerspec when = { .it_value = { at_us / 1000000, at_us % 1000000 * 1000 } };

  if (0 != timerfd_settime (timer, TFD_TIMER_ABSTIME, &when, NULL))
    give_up ("timer");
}

static void
wait_for_something (void)
{
  struct epoll_event events[EVENTS];
  const int count = epoll_wait (epoll, events, EVENTS, 1000);
  uint64_t expired;

  for (int i = 0; i < count; i++)
    {
      if (events[i].data.u64 < link_count)
        receive ((size_t) events[i].data.u64);
      else
        (void) ! read (timer, &expired, sizeof expired);
    }
}

static void
run (void)
{
  size_t next = 0;

  while (answered < shot_count)
    {
      const int64_t now_us = clock_boot_us ();
      if (now_us > shots[shot_count - 1].at_us + PATIENCE_US)
        give_up ("waited in vain");
      if (next < shot_count && idle_count > 0 && shots[next].at_us <= now_us)
        {
          fire (next++);
          continue;
        }
      if (next < shot_count && shots[next].at_us > now_us)
        wake_at (shots[next].at_us);
      wait_for_something ();
    }
}

int
main (int argc, char **argv)
{
  struct epoll_event event = { .events = EPOLLIN, .data.u64 = CONNECTIONS_MOST };

  if (3 != argc)
    give_up ("say PORT and CONNECTIONS");
  address = (struct sockaddr_in) { .sin_family = AF_INET,
                                   .sin_port = htons ((uint16_t) strtoul (argv[1], NULL, 10)),
                                   .sin_addr = { htonl (INADDR_LOOPBACK) } };
  link_count = (size_t) strtoul (argv[2], NULL, 10);
  if (0 == link_count || link_count > CONNECTIONS_MOST)
    give_up ("so many connections are not possible");
  read_plan ();
  epoll = epoll_create1 (EPOLL_CLOEXEC);
  timer = timerfd_create (CLOCK_BOOTTIME, TFD_NONBLOCK | TFD_CLOEXEC);
  if (epoll < 0 || timer < 0 || 0 != epoll_ctl (epoll, EPOLL_CTL_ADD, timer, &event))
    give_up ("epoll");
  for (size_t i = 0; i < link_count; i++)
    {
      open_link (i);
      rest (i);
    }
  run ();
  return 0;
}
