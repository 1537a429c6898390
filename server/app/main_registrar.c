#include "daemon.h"
#include "log.h"
#include "registrar.h"

#include <signal.h>

static volatile sig_atomic_t stop;

static void
on_stop (int number)
{
  (void) number;
  stop = 1;
}

/* No listener and one thread: signals interrupt its sleep, so it has handlers where the desks wait. */
int
main (int argc, char **argv)
{
  const struct daemon_kind kind = { "registrar", "blindmark_registrar", "registrar_api" };
  const struct sigaction action = { .sa_handler = on_stop };
  struct daemon daemon;
  enum daemon_begun begun = daemon_begin (&daemon, &kind, argc, argv);
  int status;
  sigset_t none;

  if (DAEMON_READY != begun)
    return DAEMON_ANSWERED == begun ? 0 : 1;
  (void) sigaction (SIGTERM, &action, NULL);
  (void) sigaction (SIGINT, &action, NULL);
  (void) sigemptyset (&none);
  (void) sigprocmask (SIG_SETMASK, &none, NULL);
  log_event (LOG_LEVEL_INFO, "started", "share=%s", daemon.config.share);
  status = registrar_run (&daemon.setup, &stop);
  daemon_end (&daemon);
  return status;
}
