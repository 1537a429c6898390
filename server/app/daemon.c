#include "daemon.h"

#include "clock.h"
#include "crypto.h"
#include "keyring.h"
#include "log.h"
#include "pg_guard.h"

#include <getopt.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>

#define ARENA_CAP ((size_t) 8 * 1024 * 1024)
#define DATABASE_WAIT_US 10000000
#define DATABASE_PAUSE_NS 250000000
#define FREE_KEPT (256 * 1024 * 1024)
#define MAPPED_APART (32 * 1024 * 1024)

void
daemon_complain (const char *name, const char *sentence)
{
  fprintf (stderr, "blindmark-%s: %s\n", name, sentence);
}

static enum daemon_begun
read_options (struct daemon *daemon, const char *name, int argc, char **argv)
{
  static const struct option options[] = {
    { "config", required_argument, NULL, 'c' },
    { "show-config", no_argument, NULL, 's' },
    { "help", no_argument, NULL, 'h' },
    { NULL, 0, NULL, 0 },
  };
  const char *path = NULL;
  const char *problem = "";
  bool show = false;
  int option;

  while (-1 != (option = getopt_long (argc, argv, "", options, NULL)))
    {
      if ('c' == option)
        path = optarg;
      else if ('s' == option)
        show = true;
      else if ('h' == option)
        {
          printf ("usage: blindmark-%s --config FILE [--show-config]\n", name);
          return DAEMON_ANSWERED;
        }
      else
        return DAEMON_REFUSED;
    }
  if (NULL == path || optind != argc)
    {
      daemon_complain (name, "say --config FILE, and nothing else but --show-config.");
      return DAEMON_REFUSED;
    }
  if (! config_load (path, &daemon->config, daemon->arena, &problem))
    {
      daemon_complain (name, problem);
      return DAEMON_REFUSED;
    }
  if (! show)
    return DAEMON_READY;
  config_show (&daemon->config, stdout);
  return DAEMON_ANSWERED;
}

static const char *
load_keys (struct daemon *daemon)
{
  const char *problem = "";

  if (! crypto_start ())
    return "The cryptographic library does not start.";
  daemon->keyring = keyring_load (daemon->config.keys, &problem);
  return NULL == daemon->keyring ? arena_string (daemon->arena, text_of (problem)) : NULL;
}

/* The guard has a connection of its own, closed again: the wing's stores prepare their statements on theirs. */
static const char *
ask_guard (struct daemon *daemon, const struct daemon_kind *kind)
{
  const struct pg_statements none = { NULL, 0 };
  int64_t until = clock_boot_us () + DATABASE_WAIT_US;
  const char *problem = "";
  struct pg_conn *conn;

  while (NULL == (conn = pg_connect (daemon->config.conninfo, none, daemon->arena, &problem)))
    {
      if (clock_boot_us () > until)
        return problem;
      (void) nanosleep (&(struct timespec) { .tv_nsec = DATABASE_PAUSE_NS }, NULL);
    }
  problem = pg_guard_check (conn, (struct pg_guard) { .role = kind->role, .api_schema = kind->api_schema },
                            daemon->arena);
  pg_close (conn);
  return problem;
}

/* What a crowd made us take it makes us take again a moment later: free memory is kept and not given back to the system piece by
   piece, which has to clear and map each page anew. */
static void
keep_memory (void)
{
  (void) mallopt (M_TRIM_THRESHOLD, FREE_KEPT);
  (void) mallopt (M_MMAP_THRESHOLD, MAPPED_APART);
}

static sigset_t
stop_signals (void)
{
  sigset_t set;

  (void) sigemptyset (&set);
  (void) sigaddset (&set, SIGTERM);
  (void) sigaddset (&set, SIGINT);
  return set;
}

enum daemon_begun
daemon_begin (struct daemon *daemon, const struct daemon_kind *kind, int argc, char **argv)
{
  enum daemon_begun begun;
  const char *problem;
  sigset_t stop = stop_signals ();

  keep_memory ();
  *daemon = (struct daemon) { .arena = arena_new (ARENA_CAP) };
  begun = read_options (daemon, kind->name, argc, argv);
  if (DAEMON_READY == begun)
    {
      log_open (kind->name);
      problem = load_keys (daemon);
      if (NULL == problem)
        problem = ask_guard (daemon, kind);
      if (NULL != problem)
        {
          daemon_complain (kind->name, problem);
          begun = DAEMON_REFUSED;
        }
    }
  if (DAEMON_READY != begun)
    {
      daemon_end (daemon);
      return begun;
    }
  daemon->setup = (struct desk_setup) { .conninfo = daemon->config.conninfo,
                                        .keyring = daemon->keyring,
                                        .public_url = daemon->config.public_url,
                                        .candidate_url = daemon->config.candidate_url,
                                        .review_url = daemon->config.review_url,
                                        .share = daemon->config.share,
                                        .language = daemon->config.language };
  (void) signal (SIGPIPE, SIG_IGN);
  (void) sigprocmask (SIG_BLOCK, &stop, NULL);
  return DAEMON_READY;
}

void
daemon_wait (void)
{
  sigset_t stop = stop_signals ();
  int number = 0;

  while (0 != sigwait (&stop, &number))
    continue;
  log_event (LOG_LEVEL_INFO, "stopping", "signal=%d", number);
}

void
daemon_end (struct daemon *daemon)
{
  keyring_free (daemon->keyring);
  daemon->keyring = NULL;
  arena_free (daemon->arena);
  daemon->arena = NULL;
}
