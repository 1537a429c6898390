/* bare_http BYTES [FORGET]: the floor. libmicrohttpd driven from a loop of our own as the desk drives it, which reads a request to
   its end and answers the same BYTES (head and all) every time, without any work. It prints its port and serves until it gets
   a signal. FORGET: a planted defect, one request of so many is never answered. */
#include "attrs.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>

#define CONNECTION_MEMORY ((size_t) 8192)  /* as the desk's */
#define MEMORY_INCREMENT ((size_t) 512)
#define HEAD ((size_t) 170)                /* of a reply: status line, Date, Content-Length, type, cache */
#define RESERVED_FILES 64

static const char opening[] = "{\"outcome\":\"saved\",\"revision\":1,\"receipt\":{\"path\":\"";
static const char closing[] = "\"}}";

static unsigned long forget_every;
static unsigned long requests;

static enum MHD_Result
on_request (void *cls, struct MHD_Connection *connection, const char *url, const char *method, const char *version,
            const char *upload, size_t *upload_size, void **request)
{
  static int seen;

  (void) url;
  (void) method;
  (void) version;
  (void) upload;
  if (NULL == *request)
    {
      *request = &seen;
      return MHD_YES;
    }
  if (0 != *upload_size)
    {
      *upload_size = 0;
      return MHD_YES;
    }
  if (0 != forget_every && 0 == ++requests % forget_every)
    {
      MHD_suspend_connection (connection);
      return MHD_YES;
    }
  return MHD_queue_response (connection, MHD_HTTP_OK, cls);
}

static struct MHD_Response *
reply_of (size_t whole)
{
  const size_t least = sizeof opening + sizeof closing;
  const size_t length = whole > HEAD + least ? whole - HEAD : least;
  char *body = malloc (length);
  struct MHD_Response *response;

  if (NULL == body)
    exit (1);
  memset (body, 'A', length);
  memcpy (body, opening, sizeof opening - 1);
  memcpy (body + length - (sizeof closing - 1), closing, sizeof closing - 1);
  response = MHD_create_response_from_buffer (length, body, MHD_RESPMEM_PERSISTENT);
  if (NULL == response || MHD_YES != MHD_add_response_header (response, "Content-Type", "application/json")
      || MHD_YES != MHD_add_response_header (response, "Cache-Control", "no-store"))
    exit (1);
  return response;
}

static unsigned
connection_limit (void)
{
  struct rlimit files;

  (void) getrlimit (RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  (void) setrlimit (RLIMIT_NOFILE, &files);
  return (unsigned) files.rlim_cur - RESERVED_FILES;
}

static void
serve (struct MHD_Daemon *daemon)
{
  const union MHD_DaemonInfo *inside = MHD_get_daemon_info (daemon, MHD_DAEMON_INFO_EPOLL_FD);
  const int outer = epoll_create1 (EPOLL_CLOEXEC);
  struct epoll_event event = { .events = EPOLLIN };

  if (NULL == inside || outer < 0 || 0 != epoll_ctl (outer, EPOLL_CTL_ADD, inside->epoll_fd, &event))
    exit (1);
  for (;;)
    {
      MHD_UNSIGNED_LONG_LONG most_ms = 1000;
      struct epoll_event happened;
      if (MHD_YES != MHD_get_timeout (daemon, &most_ms) || most_ms > 1000)
        most_ms = 1000;
      (void) epoll_wait (outer, &happened, 1, (int) most_ms);
      (void) MHD_run (daemon);
    }
}

int
main (int argc, char **argv)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr = { htonl (INADDR_LOOPBACK) } };
  const unsigned most = connection_limit ();
  unsigned flags = MHD_USE_EPOLL;
  struct MHD_Daemon *daemon;
  struct MHD_Response *response;

  if (2 != argc && 3 != argc)
    return 2;
  forget_every = 3 == argc ? strtoul (argv[2], NULL, 10) : 0;
  if (0 != forget_every)
    flags |= MHD_ALLOW_SUSPEND_RESUME;
  response = reply_of ((size_t) strtoul (argv[1], NULL, 10));
  daemon = MHD_start_daemon (flags, 0, NULL, NULL, on_request, response,
                             MHD_OPTION_SOCK_ADDR, (struct sockaddr *) &address,
                             MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY,
                             MHD_OPTION_CONNECTION_MEMORY_INCREMENT, MEMORY_INCREMENT,
                             MHD_OPTION_CONNECTION_LIMIT, most, MHD_OPTION_END);
  if (NULL == daemon)
    return 1;
  printf ("%u\n", (unsigned) MHD_get_daemon_info (daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
  (void) fflush (stdout);
  serve (daemon);
}
