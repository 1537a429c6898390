#include "tool_options.h"

#include <string.h>

static const struct tool_option *
find (const char *name, const struct tool_option *known, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (0 == strcmp (name, known[i].name))
      return &known[i];
  return NULL;
}

bool
tool_options_read (int argc, char **argv, const struct tool_option *known, size_t count)
{
  for (int i = 1; i < argc; i += 2)
    {
      const struct tool_option *option = find (argv[i], known, count);
      if (NULL == option || i + 1 == argc || NULL != *option->value)
        return false;
      *option->value = argv[i + 1];
    }
  return true;
}
