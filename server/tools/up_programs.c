/* Before anything is made: are the programs there, can those who need them reach them, are the ports free? */
#include "up.h"

#include "clock.h"
#include "tool_file.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAJOR_LEAST 15

/* A process of a run that was killed needs a moment to notice and to give its port back. */
#define PORT_WAIT_US 3000000

/* What a program says on its standard output, up to a kilobyte; NULL when it failed. */
static const char *
output_of (const char *program, const char *argument, struct arena *arena)
{
  char *const args[] = { arena_string (arena, text_of (program)), arena_string (arena, text_of (argument)), NULL };
  posix_spawn_file_actions_t actions;
  char *output = arena_take (arena, 1024);
  size_t length = 0;
  int ends[2];
  int status = -1;
  pid_t pid = 0;

  if (0 != pipe2 (ends, O_CLOEXEC))
    return NULL;
  (void) posix_spawn_file_actions_init (&actions);
  (void) posix_spawn_file_actions_adddup2 (&actions, ends[1], STDOUT_FILENO);
  if (0 != posix_spawnp (&pid, program, &actions, NULL, args, environ))
    pid = 0;
  (void) posix_spawn_file_actions_destroy (&actions);
  (void) close (ends[1]);
  for (ssize_t got = 1; got > 0 && length < 1023; length += got > 0 ? (size_t) got : 0)
    got = read (ends[0], output + length, 1023 - length);
  (void) close (ends[0]);
  if (0 == pid || pid != waitpid (pid, &status, 0) || 0 != status)
    return NULL;
  return arena_string (arena, text_trim (text_of (output)));
}

static const char *
find_postgres (struct up *up)
{
  static const char *const mark = "(PostgreSQL) ";
  const char *version;

  up->bindir = output_of ("pg_config", "--bindir", up->arena);
  if (NULL == up->bindir)
    return "PostgreSQL is not found: pg_config does not answer (Debian package libpq-dev).";
  if (0 != access (arena_printf (up->arena, "%s/initdb", up->bindir), X_OK)
      || 0 != access (arena_printf (up->arena, "%s/postgres", up->bindir), X_OK))
    return arena_printf (up->arena, "There is no PostgreSQL server in %s (Debian package postgresql).", up->bindir);
  version = output_of (arena_printf (up->arena, "%s/postgres", up->bindir), "--version", up->arena);
  version = NULL == version ? NULL : strstr (version, mark);
  up->major = NULL == version ? 0 : strtol (version + strlen (mark), NULL, 10);
  if (up->major >= MAJOR_LEAST)
    return NULL;
  return arena_printf (up->arena, "The PostgreSQL in %s is older than version %d.", up->bindir, MAJOR_LEAST);
}

/* Other users must be able to walk there. */
static const char *
check_reach (const char *path, struct arena *arena)
{
  char *part = arena_string (arena, text_of (path));

  for (char *slash = strchr (part + 1, '/');; slash = strchr (slash + 1, '/'))
    {
      struct stat about;
      if (NULL != slash)
        *slash = '\0';
      if (0 == stat (part, &about) && S_ISDIR (about.st_mode) && 0 == (about.st_mode & S_IXOTH))
        return arena_printf (arena, "Only root can enter %s, but the system users that Blindmark runs as must reach %s:"
                             " choose another data folder.", part, path);
      if (NULL == slash)
        return NULL;
      *slash = '/';
    }
}

const char *
up_find_programs (struct up *up)
{
  const char *problem = find_postgres (up);
  const char *end = strrchr (up->share, '/');

  up->bin = arena_printf (up->arena, "%.*s/bin", (int) (end - up->share), up->share);
  for (size_t i = 0; NULL == problem && i < PROCESS_COUNT; i++)
    {
      const char *path = arena_printf (up->arena, "%s/blindmark-%s", up->bin, processes[i].name);
      if (0 != access (path, X_OK))
        problem = arena_printf (up->arena, "%s is not installed; ./run builds and installs it.", path);
    }
  return problem;
}

const char *
up_check_reach (struct up *up)
{
  /* The folder itself may not be there yet, or not have the mode yet that it gets in this run. */
  const char *slash = strrchr (up->data, '/');
  const char *parent = arena_string (up->arena, text_from (up->data, (size_t) (slash - up->data)));
  const char *problem = NULL;

  if (! up->root)
    return NULL;
  if ('\0' != parent[0])
    problem = check_reach (parent, up->arena);
  if (NULL == problem && ! up->check)
    problem = check_reach (up->share, up->arena);
  return problem;
}

/* 0, or why nobody could listen there now. */
static int
try_port (int64_t port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons ((uint16_t) port) };
  int one = 1;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int wrong;

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  (void) setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  wrong = 0 == bind (fd, (const struct sockaddr *) &address, sizeof address) ? 0 : errno;
  (void) close (fd);
  return wrong;
}

const char *
up_check_ports (struct up *up)
{
  int64_t until = clock_boot_us () + PORT_WAIT_US;

  int wrong;

  for (int64_t i = 0; i < PROCESS_DESKS; i++)
    while (0 != (wrong = try_port (up->port + i)))
      {
        if (EADDRINUSE != wrong)
          return arena_printf (up->arena, "Port %lld cannot be used: %s; choose others with --port N.",
                               (long long) (up->port + i), strerror (wrong));
        if (clock_boot_us () > until)
          return arena_printf (up->arena, "Port %lld is in use; choose others with --port N (N, N+1 and N+2 are needed).",
                               (long long) (up->port + i));
        pause_ms (100);
      }
  return NULL;
}
