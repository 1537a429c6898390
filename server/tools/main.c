#include "tools.h"
#include "demo.h"
#include "init.h"
#include "migrate.h"
#include "tool_check.h"
#include "tool_import.h"
#include "tool_render.h"
#include "tool_rescore.h"
#include "tool_timeline.h"
#include "tool_verify.h"
#include "up.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static enum tool_exit run_help (int argc, char **argv);

static const struct tool tools[] = {
  { "check", tool_check, "--journal DIR ...", "judge a database by the journals that its clients kept" },
  { "demo", tool_demo, "--data DIR", "fill a new installation of `blindmark up` with three administrations" },
  { "help", run_help, "", "show this list" },
  { "import", tool_import, "--config FILE ...", "take a question bank into an association's database" },
  { "init", tool_init, "--conninfo C ...", "make an installation on a PostgreSQL server of your own" },
  { "migrate", tool_migrate, "--conninfo C", "make or update a database from the schema" },
  { "render", tool_render, "TEMPLATE", "what a page or letter template gives for the JSON on standard input" },
  { "rescore", tool_rescore, "--all ...", "every outcome once more, by a second implementation, and whether it is the stored one" },
  { "timeline", tool_timeline, "--config FILE ...", "what happened to the time of each session, and whether it adds up" },
  { "up", tool_up, "[--data DIR] ...", "a private PostgreSQL and the four processes, until Ctrl-C" },
  { "verify", tool_verify, "receipt FILE | seals ...", "whether receipts, or the seals of reviews, are good, by a public key" },
};

static void
print_list (FILE *to)
{
  fputs ("usage: blindmark SUBCOMMAND [ARGUMENTS]\n\n", to);
  for (size_t i = 0; i < BM_COUNT (tools); i++)
    {
      char call[64];
      (void) snprintf (call, sizeof call, "%s %s", tools[i].name, tools[i].arguments);
      fprintf (to, "  %-28s %s\n", call, tools[i].help);
    }
}

static enum tool_exit
run_help (int argc, char **argv)
{
  (void) argc;
  (void) argv;
  print_list (stdout);
  return 0 == fflush (stdout) ? TOOL_DONE : TOOL_FAILED;
}

bool
tool_is_there (const char *name)
{
  for (size_t i = 0; i < BM_COUNT (tools); i++)
    if (0 == strcmp (name, tools[i].name))
      return true;
  return false;
}

void
tool_complain (const char *format, ...)
{
  char line[1024];
  va_list args;

  va_start (args, format);
  (void) vsnprintf (line, sizeof line, format, args);
  va_end (args);
  for (char *at = line; '\0' != *at; at++)
    if ((unsigned char) *at < 0x20 || 0x7F == (unsigned char) *at)
      *at = '?';
  fprintf (stderr, "blindmark: %s\n", line);
}

int
main (int argc, char **argv)
{
  /* Each subcommand says in one sentence of its own what it knows. */
  opterr = 0;
  if (argc < 2)
    {
      print_list (stderr);
      return TOOL_MISUSED;
    }
  if (0 == strcmp (argv[1], "--help") || 0 == strcmp (argv[1], "-h"))
    return (int) run_help (argc, argv);
  for (size_t i = 0; i < BM_COUNT (tools); i++)
    if (0 == strcmp (argv[1], tools[i].name))
      return (int) tools[i].run (argc - 1, argv + 1);
  tool_complain ("there is no subcommand '%s'; `blindmark help` lists them", argv[1]);
  return TOOL_MISUSED;
}
