#include "tool_rescore.h"

#include "rescore.h"
#include "tool_options.h"

#include <signal.h>
#include <string.h>

#define ARENA_MOST ((size_t) 64 * 1024 * 1024)
#define CASES_MOST 1000000000

struct rescore_options
{
  const char *conninfo;  /* of whoever may read everything and make databases: the operator */
  const char *keys;      /* --all: all.keys, or the registrar's */
  const char *random;    /* how many cases; NULL: --all */
  const char *seed;
  const char *spoil;
  size_t cases;
  uint64_t first;
  size_t spoiled;
};

/* What is not given stays 0. */
static bool
read_number (const char *word, int64_t least, int64_t *number)
{
  *number = 0;
  return NULL == word || text_to_i64 (text_of (word), least, CASES_MOST, number);
}

/* Stored outcomes need keys and no dice; random ones dice and no keys. */
static bool
fit_together (const struct rescore_options *options, bool all)
{
  if (NULL == options->conninfo)
    return false;
  return all ? NULL != options->keys && NULL == options->random && NULL == options->seed
             : NULL == options->keys && NULL != options->random && NULL != options->seed;
}

static bool
read_options (int argc, char **argv, struct rescore_options *options)
{
  const struct tool_option known[] = { { "--conninfo", &options->conninfo }, { "--keys", &options->keys },
                                       { "--random", &options->random },     { "--seed", &options->seed },
                                       { "--spoil", &options->spoil } };
  const bool all = argc > 1 && 0 == strcmp (argv[1], "--all");
  const int skipped = all ? 1 : 0;
  int64_t cases;
  int64_t seed;
  int64_t spoil;

  if (! tool_options_read (argc - skipped, argv + skipped, known, BM_COUNT (known)) || ! fit_together (options, all))
    return false;
  if (! read_number (options->random, 1, &cases) || ! read_number (options->seed, 0, &seed)
      || ! read_number (options->spoil, 1, &spoil))
    return false;
  options->cases = (size_t) cases;
  options->first = (uint64_t) seed;
  options->spoiled = (size_t) spoil;
  return true;
}

static void
on_signal (int signal)
{
  (void) signal;
  rescore_stop ();
}

/* The run ends at its next step, and takes its database with it. */
static void
catch_signals (void)
{
  struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };

  (void) sigaction (SIGTERM, &action, NULL);
  (void) sigaction (SIGINT, &action, NULL);
  (void) sigaction (SIGHUP, &action, NULL);
}

static struct keyring *
read_keys (const char *path, struct arena *arena, const char **problem)
{
  static const enum key_kind kinds[] = { KEY_ANSWERS, KEY_BANK_KEY, KEY_REVIEW, KEY_RESULT };
  struct keyring *ring = keyring_load (path, problem);

  for (size_t i = 0; NULL != ring && i < BM_COUNT (kinds); i++)
    if (! keyring_holds (ring, kinds[i]))
      {
        *problem = arena_printf (arena, "%s does not hold the kind %s.", path, key_kind_word (kinds[i]));
        keyring_free (ring);
        return NULL;
      }
  return ring;
}

static void
tell_sums (const struct rescore_options *options, struct rescore_sums sums)
{
  if (NULL == options->random)
    printf ("%zu outcomes, %zu differences\n", sums.outcomes, sums.differences);
  else
    printf ("rescore_cases %zu\nrescore_differences %zu\n", sums.outcomes, sums.differences);
}

/* ring: NULL for random cases. */
static enum tool_exit
run (const struct rescore_options *options, const struct keyring *ring, struct arena *arena)
{
  const char *problem = NULL;
  const char *left;
  struct rescore_sums sums = { 0, 0 };
  struct rescore *rescore;

  catch_signals ();
  rescore = rescore_open (options->conninfo, options->spoiled, stdout, arena, &problem);
  if (NULL != rescore)
    {
      problem = NULL == ring ? rescore_random (rescore, options->cases, options->first, &sums, arena)
                             : rescore_all (rescore, ring, &sums, arena);
      left = rescore_close (rescore, arena);
      if (NULL != problem && NULL != left)
        tool_complain ("%s", left);
      problem = NULL == problem ? left : problem;
    }
  if (NULL == problem)
    tell_sums (options, sums);
  else
    tool_complain ("%s", problem);
  return NULL == problem && 0 == sums.differences && 0 == fflush (stdout) ? TOOL_DONE : TOOL_FAILED;
}

static enum tool_exit
rescore (const struct rescore_options *options, struct arena *arena)
{
  struct keyring *ring = NULL;
  const char *problem = NULL;
  enum tool_exit status = TOOL_FAILED;

  if (NULL != options->keys)
    ring = read_keys (options->keys, arena, &problem);
  if (NULL != problem)
    tool_complain ("%s", problem);
  else
    status = run (options, ring, arena);
  keyring_free (ring);
  return status;
}

enum tool_exit
tool_rescore (int argc, char **argv)
{
  struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (ARENA_MOST);
  struct rescore_options options = { NULL };

  if (! read_options (argc, argv, &options))
    {
      tool_complain ("usage: blindmark rescore --all --conninfo C --keys FILE [--spoil N]"
                     " | blindmark rescore --random N --seed S --conninfo C [--spoil N]");
      return TOOL_MISUSED;
    }
  if (! crypto_start ())
    {
      tool_complain ("libsodium does not start");
      return TOOL_FAILED;
    }
  return rescore (&options, arena);
}
