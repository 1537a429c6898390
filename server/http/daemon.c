#include "inside.h"

#include "head.h"

#include <string.h>
#include <sys/resource.h>

#define MEMORY_INCREMENT ((size_t) 512)
#define RESERVED_FDS 256
#define CONNECTIONS_MOST 60000

/* The URI must stay as it came: the gate judges its bytes and the route takes the copy. */
static size_t
leave_escaped (void *cls, struct MHD_Connection *connection, char *text)
{
  (void) cls;
  (void) connection;
  return strlen (text);
}

static unsigned
connection_limit (void)
{
  struct rlimit files;

  if (0 != getrlimit (RLIMIT_NOFILE, &files))
    return 512;
  if (files.rlim_cur < files.rlim_max)
    {
      files.rlim_cur = files.rlim_max;
      (void) setrlimit (RLIMIT_NOFILE, &files);
      (void) getrlimit (RLIMIT_NOFILE, &files);
    }
  if (files.rlim_cur > CONNECTIONS_MOST)
    return CONNECTIONS_MOST;
  return files.rlim_cur > 2 * RESERVED_FDS ? (unsigned) files.rlim_cur - RESERVED_FDS : RESERVED_FDS;
}

struct MHD_Daemon *
http_daemon_start (const struct http_daemon_calls *calls)
{
  const bool listens = calls->listener >= 0;
  const unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | (listens ? 0U : (unsigned) MHD_USE_NO_LISTEN_SOCKET);
  struct MHD_OptionItem listen_option[] = { { MHD_OPTION_LISTEN_SOCKET, calls->listener, NULL },
                                            { MHD_OPTION_END, 0, NULL } };

  return MHD_start_daemon (flags, 0, NULL, NULL, calls->request, calls->cls,
                           MHD_OPTION_URI_LOG_CALLBACK, calls->uri, calls->cls,
                           MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, NULL,
                           MHD_OPTION_NOTIFY_COMPLETED, calls->completed, calls->cls,
                           MHD_OPTION_NOTIFY_CONNECTION, calls->connection, calls->cls,
                           MHD_OPTION_CONNECTION_MEMORY_LIMIT, HTTP_CONNECTION_MEMORY,
                           MHD_OPTION_CONNECTION_MEMORY_INCREMENT, MEMORY_INCREMENT,
                           MHD_OPTION_CONNECTION_LIMIT, connection_limit (),
                           MHD_OPTION_ARRAY, listens ? listen_option : listen_option + 1,
                           MHD_OPTION_END);
}
