#include "tool_import.h"

#include "bank_store.h"
#include "config.h"
#include "pg_guard.h"
#include "tool_options.h"

#include <stdio.h>

#define ARENA_MOST ((size_t) 128 * 1024 * 1024)

struct options
{
  const char *config;   /* names the next two */
  const char *conninfo;
  const char *keys;
  const char *association;
  const char *bank;
};

static bool
read_options (int argc, char **argv, struct options *options)
{
  const struct tool_option known[] = { { "--config", &options->config }, { "--conninfo", &options->conninfo },
                                       { "--keys", &options->keys }, { "--association", &options->association },
                                       { "--bank", &options->bank } };

  return tool_options_read (argc, argv, known, BM_COUNT (known)) && NULL != options->association && NULL != options->bank
         && (NULL == options->config ? NULL != options->conninfo && NULL != options->keys
                                     : NULL == options->conninfo && NULL == options->keys);
}

/* The registrar's own file says it all, and keeps its secret off the command line, which every user may read. */
static bool
read_config (struct options *options, struct arena *arena)
{
  struct config config;
  const char *problem = "";

  if (NULL == options->config)
    return true;
  if (! config_load (options->config, &config, arena, &problem))
    {
      tool_complain ("%s", problem);
      return false;
    }
  options->conninfo = config.conninfo;
  options->keys = config.keys;
  return true;
}

static void
tell (const char *sign, const char *word, struct bank_counts counts)
{
  printf ("%s: %lld items, %lld vignettes, %lld rubrics, %lld forms, %lld calibration packets%s\n", sign,
          (long long) counts.items, (long long) counts.vignettes, (long long) counts.rubrics, (long long) counts.forms,
          (long long) counts.calibrations, word);
  (void) fflush (stdout);
}

static enum tool_exit
store (struct pg_conn *conn, const struct keyring *ring, const struct options *options, const struct bank *bank)
{
  struct bank_counts counts;

  switch (bank_store (conn, ring, options->association, bank, &counts))
    {
    case BANK_IMPORTED:
      tell ("imported", ", new or changed", counts);
      return TOOL_DONE;
    case BANK_UNCHANGED:
      puts ("unchanged: the database holds this bank already");
      return TOOL_DONE;
    case BANK_UNKNOWN_ASSOCIATION:
      tool_complain ("there is no association %s", options->association);
      return TOOL_FAILED;
    case BANK_AWAY:
      tool_complain ("the database did not answer; nothing half is in it, and the import may be run again");
      return TOOL_FAILED;
    case BANK_REFUSED:
      tool_complain ("the database refused the bank; nothing of it was stored");
      return TOOL_FAILED;
    }
  return TOOL_FAILED;
}

static enum tool_exit
connect_and_store (const struct keyring *ring, const struct options *options, const struct bank *bank, struct arena *arena)
{
  const struct pg_guard guard = { "blindmark_registrar", "registrar_api" };
  const char *problem;
  struct pg_conn *conn = pg_connect (options->conninfo, import_statements, arena, &problem);
  enum tool_exit status = TOOL_FAILED;

  if (NULL != conn)
    problem = pg_guard_check (conn, guard, arena);
  if (NULL != problem)
    tool_complain ("%s", problem);
  else
    status = store (conn, ring, options, bank);
  pg_close (conn);
  return status;
}

static enum tool_exit
import (const struct options *options, struct arena *arena)
{
  struct bank bank;
  const char *problem = NULL;
  struct keyring *ring = NULL;
  enum tool_exit status = TOOL_FAILED;

  if (! bank_read (options->bank, arena, &bank, &problem))
    tool_complain ("%s", problem);
  else
    {
      tell ("read", "",
            (struct bank_counts) { (int64_t) bank.item_count, (int64_t) bank.vignette_count, (int64_t) bank.rubric_count,
                                   (int64_t) bank.form_count, (int64_t) bank.calibration_count });
      ring = keyring_load (options->keys, &problem);
      if (NULL == ring)
        tool_complain ("%s: %s", options->keys, problem);
      else if (! keyring_holds (ring, KEY_BANK) || ! keyring_holds (ring, KEY_BANK_KEY))
        tool_complain ("%s does not hold the kinds bank and bank_key", options->keys);
      else
        status = connect_and_store (ring, options, &bank, arena);
    }
  keyring_free (ring);
  bank_free (&bank);
  return status;
}

enum tool_exit
tool_import (int argc, char **argv)
{
  struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (ARENA_MOST);
  struct options options = { NULL };

  if (! read_options (argc, argv, &options))
    {
      tool_complain ("usage: blindmark import (--config REGISTRAR.conf | --conninfo C --keys FILE) --association CODE --bank DIR");
      return TOOL_MISUSED;
    }
  if (! crypto_start ())
    {
      tool_complain ("libsodium does not start");
      return TOOL_FAILED;
    }
  return read_config (&options, arena) ? import (&options, arena) : TOOL_FAILED;
}
