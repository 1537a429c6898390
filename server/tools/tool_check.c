#include "tool_check.h"

#include "journal_check.h"
#include "tool_file.h"
#include "tool_options.h"

#include <string.h>

#define ARENA_MOST ((size_t) 256 * 1024 * 1024)

struct check_options
{
  const char *journal;
  const char *conninfo;  /* of whoever may read everything: the operator */
  const char *keys;      /* NULL: sealed answers are not opened */
  const char *receipts;  /* the public key of receipts; NULL: they are not verified */
  const char *scope;     /* NULL or "database"; "journal": only sessions that a journal names */
};

static bool
read_options (int argc, char **argv, struct check_options *options)
{
  const struct tool_option known[] = { { "--journal", &options->journal }, { "--conninfo", &options->conninfo },
                                       { "--keys", &options->keys }, { "--scope", &options->scope },
                                       { "--receipt-key", &options->receipts } };

  return tool_options_read (argc, argv, known, BM_COUNT (known)) && NULL != options->journal && NULL != options->conninfo
         && (NULL == options->scope || 0 == strcmp (options->scope, "database") || 0 == strcmp (options->scope, "journal"));
}

static enum tool_exit
judge (const struct check_options *options, struct journal *journal, const struct keyring *ring, const struct receipt_key *key,
       struct arena *arena)
{
  const struct check_task task = { .journal = journal,
                                   .ring = ring,
                                   .key = key,
                                   .whole = NULL == options->scope || 0 != strcmp (options->scope, "journal"),
                                   .out = stdout };
  const char *problem = NULL;
  struct pg_conn *conn = pg_connect (options->conninfo, check_statements, arena, &problem);
  size_t findings = 0;
  bool answered;

  if (NULL == conn)
    {
      tool_complain ("%s", problem);
      return TOOL_FAILED;
    }
  answered = check_run (conn, &task, &findings);
  pg_close (conn);
  if (! answered)
    tool_complain ("the database did not answer; nothing is judged");
  return answered && 0 == findings && 0 == fflush (stdout) ? TOOL_DONE : TOOL_FAILED;
}

static const char *
read_key (const char *path, struct arena *arena, struct receipt_key *key)
{
  struct text text;
  const char *problem = tool_read (path, arena, &text);

  if (NULL == problem && ! receipt_key_read (text, key))
    problem = arena_printf (arena, "%s does not hold the public key of receipts.", path);
  return problem;
}

static enum tool_exit
check (const struct check_options *options, struct arena *arena)
{
  struct keyring *ring = NULL;
  struct journal journal;
  struct receipt_key key;
  enum tool_exit status = TOOL_FAILED;
  const char *problem = journal_read (options->journal, arena, &journal);

  if (NULL == problem && NULL != options->receipts)
    problem = read_key (options->receipts, arena, &key);
  if (NULL == problem && NULL != options->keys)
    {
      ring = keyring_load (options->keys, &problem);
      if (NULL != ring && ! keyring_holds (ring, KEY_ANSWERS))
        problem = arena_printf (arena, "%s does not hold the kind answers.", options->keys);
    }
  if (NULL != problem)
    tool_complain ("%s", problem);
  else
    status = judge (options, &journal, ring, NULL == options->receipts ? NULL : &key, arena);
  keyring_free (ring);
  journal_free (&journal);
  return status;
}

enum tool_exit
tool_check (int argc, char **argv)
{
  struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (ARENA_MOST);
  struct check_options options = { NULL };

  if (! read_options (argc, argv, &options))
    {
      tool_complain ("usage: blindmark check --journal DIR --conninfo C [--keys FILE] [--receipt-key FILE]"
                     " [--scope database|journal]");
      return TOOL_MISUSED;
    }
  if (! crypto_start ())
    {
      tool_complain ("libsodium does not start");
      return TOOL_FAILED;
    }
  return check (&options, arena);
}
