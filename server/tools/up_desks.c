/* The four processes: started, asked whether they are well, and started again when one dies. */
#include "up.h"

#include "clock.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define HEALTHY_US (60 * INT64_C (1000000))

/* More deaths than this in this time, of all children together, and we give up. */
#define DEATHS_MOST 5
#define DEATHS_WINDOW_US (60 * INT64_C (1000000))

static void
describe (struct up *up, size_t process)
{
  const char *name = processes[process].name;

  up->children[process] = (struct child) {
    .name = arena_printf (up->arena, "the %s process", name),
    .user = up_user (up, name),
    .log = up_path (up, arena_printf (up->arena, "log/%s.log", name)),
    .args = { arena_printf (up->arena, "%s/blindmark-%s", up->bin, name), "--config",
              up_path (up, arena_printf (up->arena, "etc/%s.conf", name)), NULL },
    .stop_signal = SIGTERM,
  };
}

/* One GET /healthz; true when the answer is 200. */
static bool
is_healthy (int64_t port)
{
  static const char request[] = "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons ((uint16_t) port) };
  const struct timeval patience = { .tv_sec = 2 };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  char reply[16] = "";
  bool healthy;

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  (void) setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  healthy = 0 == connect (fd, (const struct sockaddr *) &address, sizeof address)
            && (ssize_t) strlen (request) == send (fd, request, strlen (request), MSG_NOSIGNAL)
            && 12 == recv (fd, reply, 12, MSG_WAITALL) && 0 == memcmp (reply, "HTTP/1.1 200", 12);
  (void) close (fd);
  return healthy;
}

static const char *
await_health (struct up *up, size_t process)
{
  struct child *child = &up->children[process];
  int64_t until = clock_boot_us () + HEALTHY_US;

  while (! is_healthy (up->port + (int64_t) process))
    {
      if (! child_runs (child))
        return arena_printf (up->arena, "%s", child_last_line (child->log, up->arena));
      if (up_told_to_stop ())
        return "Stopped.";
      if (clock_boot_us () > until)
        return arena_printf (up->arena, "%s does not answer; its log is %s.", child->name, child->log);
      pause_ms (50);
    }
  return NULL;
}

const char *
up_start_desks (struct up *up)
{
  const char *problem = NULL;

  for (size_t i = 0; NULL == problem && i < PROCESS_COUNT; i++)
    {
      describe (up, i);
      problem = child_start (&up->children[i], up->arena);
    }
  for (size_t i = 0; NULL == problem && i < PROCESS_DESKS; i++)
    problem = await_health (up, i);
  /* The registrar has no door to knock at. */
  if (NULL == problem && ! child_runs (&up->children[PROCESS_COUNT - 1]))
    problem = child_last_line (up->children[PROCESS_COUNT - 1].log, up->arena);
  return problem;
}

struct deaths
{
  int64_t at[DEATHS_MOST + 1];
  size_t count;
};

static bool
too_many (struct deaths *deaths)
{
  int64_t now = clock_boot_us ();

  if (deaths->count == BM_COUNT (deaths->at))
    {
      memmove (deaths->at, deaths->at + 1, sizeof deaths->at - sizeof deaths->at[0]);
      deaths->count--;
    }
  deaths->at[deaths->count++] = now;
  return deaths->count == BM_COUNT (deaths->at) && now - deaths->at[0] < DEATHS_WINDOW_US;
}

/* NULL, or why the whole must end. Memory of its own: this goes on for months. */
static const char *
raise_again (struct up *up, struct child *child, struct deaths *deaths)
{
  struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new ((size_t) 32 * 1024 * 1024);

  printf ("%s has ended: %s\n", child->name, child_last_line (child->log, arena));
  (void) fflush (stdout);
  if (too_many (deaths))
    return arena_printf (up->arena, "%s and others ended %d times in a minute; see %s.", child->name, DEATHS_MOST + 1,
                         child->log);
  pause_ms (200 * (int64_t) deaths->count);
  if (NULL != child_start (child, arena))
    return arena_printf (up->arena, "%s cannot be started again.", child->name);
  printf ("%s was started again\n", child->name);
  (void) fflush (stdout);
  return NULL;
}

const char *
up_watch (struct up *up)
{
  struct deaths deaths = { .count = 0 };

  while (! up_told_to_stop ())
    {
      for (size_t i = 0; i < UP_CHILDREN; i++)
        if (! child_runs (&up->children[i]))
          {
            const char *problem = raise_again (up, &up->children[i], &deaths);
            if (NULL != problem)
              return problem;
          }
      pause_ms (200);
    }
  return NULL;
}
