#include "points.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <libpq-fe.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

int __real_PQsendQueryPrepared (PGconn *link, const char *name, int count, const char *const *values, const int *lengths,
                                const int *formats, int format);
int __wrap_PQsendQueryPrepared (PGconn *link, const char *name, int count, const char *const *values, const int *lengths,
                                const int *formats, int format);

static struct points *points;

__attribute__ ((constructor)) static void
begin (void)
{
  const char *path = getenv ("BLINDMARK_POINTS");
  const int file = NULL == path ? -1 : open (path, O_RDWR | O_CLOEXEC);

  if (file < 0)
    return;
  points = mmap (NULL, sizeof *points, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  (void) close (file);
  if (MAP_FAILED == points)
    abort ();
}

static bool
is_here (enum point point)
{
  return NULL != points && point == (enum point) atomic_load (&points->point) && 1 == atomic_fetch_sub (&points->left, 1);
}

static void
pass (enum point point)
{
  if (is_here (point))
    (void) kill (getpid (), SIGKILL);
}

static bool
is_a_save (const char *statement)
{
  return 0 == strcmp (statement, "save") || 0 == strcmp (statement, "save_batch");
}

enum pg_status
__wrap_pg_run (struct pg_conn *conn, const char *statement, const struct pg_param *params, size_t count, struct pg_rows **rows)
{
  const bool save = is_a_save (statement);
  enum pg_status status;

  if (save)
    pass (POINT_BEFORE_STATEMENT);
  status = points_run (conn, statement, save, params, count, rows);
  if (save && PG_DONE == status)
    pass (POINT_AFTER_COMMIT);
  return status;
}

int
__wrap_PQsendQueryPrepared (PGconn *link, const char *name, int count, const char *const *values, const int *lengths,
                            const int *formats, int format)
{
  const int sent = __real_PQsendQueryPrepared (link, name, count, values, lengths, formats, format);

  if (1 == sent && is_a_save (name))
    pass (POINT_STATEMENT_SENT);
  return sent;
}

/* ---- replies: libmicrohttpd finds these before the system's own ------------------------------------------------------------ */

static bool
is_reply (const void *bytes, size_t length)
{
  static const char head[] = "HTTP/1.1 200";

  return length >= sizeof head && 0 == memcmp (bytes, head, sizeof head - 1);
}

typedef ssize_t send_function (int file, const void *bytes, size_t length, int flags);
typedef ssize_t sendmsg_function (int file, const struct msghdr *message, int flags);

ssize_t
send (int file, const void *bytes, size_t length, int flags)
{
  static send_function *real;
  const bool reply = is_reply (bytes, length);
  ssize_t sent;

  if (NULL == real)
    real = (send_function *) dlsym (RTLD_NEXT, "send");
  if (reply)
    pass (POINT_BEFORE_REPLY);
  if (reply && is_here (POINT_HALF_REPLY))
    {
      (void) real (file, bytes, length / 2, MSG_NOSIGNAL);
      (void) kill (getpid (), SIGKILL);
    }
  sent = real (file, bytes, length, flags);
  if (reply)
    pass (POINT_AFTER_REPLY);
  return sent;
}

ssize_t
sendmsg (int file, const struct msghdr *message, int flags)
{
  static sendmsg_function *real;
  const bool reply = message->msg_iovlen > 0 && is_reply (message->msg_iov[0].iov_base, message->msg_iov[0].iov_len);
  ssize_t sent;

  if (NULL == real)
    real = (sendmsg_function *) dlsym (RTLD_NEXT, "sendmsg");
  if (reply)
    pass (POINT_BEFORE_REPLY);
  if (reply && is_here (POINT_HALF_REPLY))
    {
      const struct msghdr half = { .msg_iov = message->msg_iov, .msg_iovlen = 1 };
      (void) real (file, &half, MSG_NOSIGNAL);
      (void) kill (getpid (), SIGKILL);
    }
  sent = real (file, message, flags);
  if (reply)
    pass (POINT_AFTER_REPLY);
  return sent;
}
