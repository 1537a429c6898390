/* Options that come in pairs, "--name value", each at most once. */
#ifndef BM_TOOL_OPTIONS_H
#define BM_TOOL_OPTIONS_H

#include "attrs.h"

#include <stdbool.h>
#include <stddef.h>

struct tool_option
{
  const char *name;    /* "--association" */
  const char **value;  /* NULL before; points into argv after */
};

/* argv[0] is the subcommand's name. False: an option that is not known, came twice or lacks its value. */
bool tool_options_read (int argc, char **argv, const struct tool_option *known, size_t count) BM_MUST_USE BM_NONNULL_ALL;

#endif
