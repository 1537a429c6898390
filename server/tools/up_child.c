#include "up_child.h"

#include "clock.h"
#include "tool_file.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LOG_MOST ((off_t) 16 * 1024 * 1024)
#define LINE_MOST 300

/* Nothing of our own surroundings: no PGHOST, no locale that is not there, no library path. */
static char *const surroundings[] = { "PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8", "HOME=/", NULL };

void
pause_ms (int64_t ms)
{
  (void) nanosleep (&(struct timespec) { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 }, NULL);
}

/* For ever: the real, effective and saved ids, and the groups. */
static bool
become (const struct passwd *user)
{
  return 0 == initgroups (user->pw_name, user->pw_gid) && 0 == setgid (user->pw_gid) && 0 == setuid (user->pw_uid)
         && 0 != setuid (0);
}

static void __attribute__ ((noreturn))
be_child (const struct child *child, const struct passwd *user, int log, pid_t parent)
{
  sigset_t none;
  int nothing = open ("/dev/null", O_RDWR | O_CLOEXEC);

  (void) setsid ();
  (void) sigemptyset (&none);
  (void) sigprocmask (SIG_SETMASK, &none, NULL);
  (void) signal (SIGPIPE, SIG_DFL);
  (void) umask (077);
  (void) dup2 (nothing, STDIN_FILENO);
  if (log >= 0)
    {
      (void) dup2 (log, STDOUT_FILENO);
      (void) dup2 (log, STDERR_FILENO);
    }
  if (0 != chdir ("/") || (NULL != user && ! become (user)) || 0 != prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    {
      dprintf (STDERR_FILENO, "%s cannot give up rights: %s\n", child->name, strerror (errno));
      _exit (126);
    }
  /* After setuid, which forgets it. Whoever lost us before this line has to go as well. */
  if (0 != prctl (PR_SET_PDEATHSIG, child->stop_signal, 0, 0, 0) || getppid () != parent)
    _exit (125);
  (void) execve (child->args[0], (char *const *) (const void *) child->args, surroundings);
  dprintf (STDERR_FILENO, "%s cannot be started: %s\n", child->args[0], strerror (errno));
  _exit (127);
}

/* One older generation is kept. */
static int
open_log (const char *path, struct arena *arena)
{
  struct stat about;

  if (0 == stat (path, &about) && about.st_size > LOG_MOST)
    (void) rename (path, arena_printf (arena, "%s.1", path));
  return open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
}

const char *
child_start (struct child *child, struct arena *arena)
{
  const struct passwd *user = NULL == child->user ? NULL : getpwnam (child->user);
  pid_t parent = getpid ();
  int log = -1;

  if (NULL != child->user && NULL == user)
    return arena_printf (arena, "The system user %s is missing.", child->user);
  if (NULL != child->log)
    {
      log = open_log (child->log, arena);
      if (log < 0)
        return arena_printf (arena, "%s cannot be written: %s.", child->log, strerror (errno));
    }
  child->pid = fork ();
  if (0 == child->pid)
    be_child (child, user, log, parent);
  if (log >= 0)
    (void) close (log);
  if (child->pid > 0)
    return NULL;
  child->pid = 0;
  return arena_printf (arena, "%s cannot be started: %s.", child->name, strerror (errno));
}

bool
child_runs (struct child *child)
{
  if (0 == child->pid)
    return false;
  if (waitpid (child->pid, &child->status, WNOHANG) != child->pid)
    return true;
  child->pid = 0;
  return false;
}

bool
child_wait (struct child *child, int64_t most_us)
{
  int64_t until = clock_boot_us () + most_us;

  while (child_runs (child))
    {
      if (clock_boot_us () > until)
        return false;
      pause_ms (20);
    }
  return true;
}

void
child_stop (struct child *child, int64_t most_us)
{
  pid_t group = child->pid;

  if (! child_runs (child))
    return;
  (void) kill (child->pid, child->stop_signal);
  if (child_wait (child, most_us))
    return;
  (void) kill (-group, SIGKILL);
  (void) child_wait (child, 5000000);
}

const char *
child_last_line (const char *log, struct arena *arena)
{
  struct text all;
  size_t start;

  if (NULL == log || NULL != tool_read (log, arena, &all))
    return "";
  all = text_trim (all);
  start = all.length;
  while (start > 0 && '\n' != all.at[start - 1])
    start--;
  all = text_from (all.at + start, all.length - start > LINE_MOST ? LINE_MOST : all.length - start);
  return arena_string (arena, all);
}

const char *
child_run (struct child *child, int64_t most_us, struct arena *arena)
{
  const char *problem = child_start (child, arena);

  if (NULL != problem)
    return problem;
  if (! child_wait (child, most_us))
    {
      child_stop (child, 0);
      return arena_printf (arena, "%s did not end in time.", child->name);
    }
  if (WIFEXITED (child->status) && 0 == WEXITSTATUS (child->status))
    return NULL;
  return arena_printf (arena, "%s failed: %s", child->name, child_last_line (child->log, arena));
}
