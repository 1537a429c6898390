/* The subcommands of `blindmark`, one file each; main.c holds the table. */
#ifndef BM_TOOLS_H
#define BM_TOOLS_H

#include "attrs.h"

#include <stdbool.h>

/* Exit statuses: 0 done; 1 failed, after one line on standard error that says why; 2 called wrongly. */
enum tool_exit { TOOL_DONE = 0, TOOL_FAILED = 1, TOOL_MISUSED = 2 };

struct tool
{
  const char *name;
  enum tool_exit (*run) (int argc, char **argv);  /* argv[0] is the subcommand's name, argv[argc] is NULL */
  const char *arguments;                          /* "TEMPLATE", "" when there are none */
  const char *help;                               /* one line, no full stop */
};

/* One line on standard error, "blindmark: ..." ; control bytes of the arguments are shown as '?'. */
void tool_complain (const char *format, ...) BM_PRINTF (1, 2);

bool tool_is_there (const char *name) BM_NONNULL_ALL;

#endif
