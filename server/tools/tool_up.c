/* The command line of `blindmark up`, and its steps in order. */
#include "up.h"

#include "crypto.h"
#include "demo.h"
#include "tool_file.h"

#include <getopt.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define ARENA_MOST ((size_t) 256 * 1024 * 1024)

enum option_id
{
  OPTION_DATA = 1, OPTION_PORT, OPTION_EMPTY, OPTION_RESET, OPTION_CODE, OPTION_NAME, OPTION_ZONE, OPTION_COORDINATOR,
  OPTION_EMAIL, OPTION_CHECK
};

static const struct option options[] = {
  { "data", required_argument, NULL, OPTION_DATA },
  { "port", required_argument, NULL, OPTION_PORT },
  { "empty", no_argument, NULL, OPTION_EMPTY },
  { "reset", no_argument, NULL, OPTION_RESET },
  { "check", no_argument, NULL, OPTION_CHECK },
  { "association-code", required_argument, NULL, OPTION_CODE },
  { "association-name", required_argument, NULL, OPTION_NAME },
  { "zone", required_argument, NULL, OPTION_ZONE },
  { "coordinator-name", required_argument, NULL, OPTION_COORDINATOR },
  { "coordinator-email", required_argument, NULL, OPTION_EMAIL },
  { NULL, 0, NULL, 0 },
};

static const char **
place_of (struct up *up, int option)
{
  switch (option)
    {
    case OPTION_DATA: return &up->data;
    case OPTION_CODE: return &up->first.code;
    case OPTION_NAME: return &up->first.name;
    case OPTION_ZONE: return &up->first.zone;
    case OPTION_COORDINATOR: return &up->first.coordinator_name;
    case OPTION_EMAIL: return &up->first.coordinator_email;
    }
  return NULL;
}

static bool
read_options (int argc, char **argv, struct up *up)
{
  int option;

  while (-1 != (option = getopt_long (argc, argv, "", options, NULL)))
    {
      const char **place = place_of (up, option);
      if (NULL != place)
        *place = optarg;
      else if (OPTION_EMPTY == option)
        up->empty = true;
      else if (OPTION_RESET == option)
        up->reset = true;
      else if (OPTION_CHECK == option)
        up->check = true;
      else if (OPTION_PORT != option || ! text_to_i64 (text_of (optarg), 1, 65535 - PROCESS_DESKS + 1, &up->port))
        return false;
    }
  return optind == argc;
}

/* What no option says: the association of the demo's story, or a plain one in this machine's zone. The code is the same for
   both, so that a later start of the same folder, with --empty or without, finds the association that it began with. A check
   runs before anything is installed, and makes nothing that would need a story. */
static void
choose_first (struct up *up)
{
  static const struct up_first plain = { "sample", "Sample Association", NULL, "First Coordinator", "coordinator@example.org" };
  json_t *story = up->empty || up->check ? NULL : demo_story_load (up->share, up->arena);
  const struct up_first first = NULL == story ? plain : demo_first (story, up->arena);

  json_decref (story);
  if (NULL == up->first.code)
    up->first.code = plain.code;
  if (NULL == up->first.name)
    up->first.name = first.name;
  if (NULL == up->first.zone)
    up->first.zone = first.zone;
  if (NULL == up->first.coordinator_name)
    up->first.coordinator_name = first.coordinator_name;
  if (NULL == up->first.coordinator_email)
    up->first.coordinator_email = first.coordinator_email;
}

static void
make_absolute (struct up *up)
{
  char here[PATH_MAX];
  size_t length;

  if (NULL == up->data)
    up->data = up->root ? "/var/lib/blindmark" : "var";
  if ('/' != up->data[0] && NULL != getcwd (here, sizeof here))
    up->data = arena_printf (up->arena, "%s/%s", here, up->data);
  length = strlen (up->data);
  while (length > 1 && '/' == up->data[length - 1])
    length--;
  up->data = arena_string (up->arena, text_from (up->data, length));
}

/* libpq would take our user's PGHOST, PGOPTIONS, PGSERVICE… for the private cluster too. */
static void
forget_libpq_environment (void)
{
  for (size_t i = 0; NULL != environ[i];)
    {
      char name[64];
      size_t length = strcspn (environ[i], "=");
      if (0 == strncmp (environ[i], "PG", 2) && length < sizeof name)
        {
          memcpy (name, environ[i], length);
          name[length] = '\0';
          if (0 == unsetenv (name))
            continue;
        }
      i++;
    }
}

static sigset_t
stop_signals (void)
{
  sigset_t set;

  (void) sigemptyset (&set);
  (void) sigaddset (&set, SIGINT);
  (void) sigaddset (&set, SIGTERM);
  (void) sigaddset (&set, SIGHUP);
  return set;
}

bool
up_told_to_stop (void)
{
  static bool told;
  const struct timespec now = { .tv_sec = 0 };
  sigset_t set = stop_signals ();

  while (sigtimedwait (&set, NULL, &now) > 0)
    told = true;
  return told;
}

static const char *
bring_up (struct up *up)
{
  static up_step *const all[] = { up_find_programs, up_check_reach, up_check_ports, up_open_folder, up_make_users,
                                  up_make_cluster,  up_start_cluster, up_set_up,    up_start_desks, up_write_card,
                                  up_demo,          up_show_card };
  static up_step *const checks[] = { up_check_reach, up_check_ports, up_check_folder };
  up_step *const *steps = up->check ? checks : all;
  size_t count = up->check ? BM_COUNT (checks) : BM_COUNT (all);
  const char *problem = NULL;

  for (size_t i = 0; NULL == problem && i < count; i++)
    {
      (void) fflush (stdout);
      problem = steps[i] (up);
      if (NULL == problem && up_told_to_stop ())
        return "Stopped.";
    }
  return problem;
}

enum tool_exit
tool_up (int argc, char **argv)
{
  struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (ARENA_MOST);
  struct up up = { .arena = arena,
                   .port = 8080,
                   .root = 0 == geteuid (),
                   .share = tool_share (arena),
                   .lock = -1 };
  sigset_t stop = stop_signals ();
  const char *problem;

  if (! read_options (argc, argv, &up))
    {
      tool_complain ("up knows --data DIR, --port N (1 to 65533), --empty, --reset, --association-code, --association-name, --zone,"
                     " --coordinator-name and --coordinator-email");
      return TOOL_MISUSED;
    }
  choose_first (&up);
  make_absolute (&up);
  forget_libpq_environment ();
  (void) sigprocmask (SIG_BLOCK, &stop, NULL);
  /* Whoever read our lines may leave; the desks stay. */
  (void) signal (SIGPIPE, SIG_IGN);
  problem = crypto_start () ? bring_up (&up) : "The cryptographic library does not start.";
  if (NULL == problem && ! up.check)
    {
      problem = up_watch (&up);
      puts ("Stopping");
      (void) fflush (stdout);
    }
  up_stop (&up);
  if (! up.check)
    up_undo (&up);
  if (NULL == problem)
    return TOOL_DONE;
  tool_complain ("%s", problem);
  return TOOL_FAILED;
}
