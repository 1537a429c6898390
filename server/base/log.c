#include "log.h"

#include "clock.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINE_ROOM 1024

static const char *process_name = "blindmark";

void
log_open (const char *process)
{
  process_name = process;
}

/* One write() a line, so that lines of several threads never mix. */
static void
write_line (enum log_level level, const char *event, const char *fields, va_list args)
{
  static const char *const words[] = { "<3>level=error", "<4>level=warning", "<6>level=info" };
  char raw[LINE_ROOM];
  char line[LINE_ROOM * 4 + 256];
  size_t length;

  (void) vsnprintf (raw, sizeof raw, fields, args);
  length = (size_t) snprintf (line, 256, "%s process=%s event=%.60s ", words[level], process_name, event);
  for (const char *at = raw; '\0' != *at; at++)
    {
      if ((unsigned char) *at < 0x20 || 0x7F == (unsigned char) *at)
        length += (size_t) snprintf (line + length, 5, "\\x%02X", (unsigned) (unsigned char) *at);
      else
        line[length++] = *at;
    }
  line[length++] = '\n';
  (void) ! write (STDERR_FILENO, line, length);
}

void
log_event (enum log_level level, const char *event, const char *fields, ...)
{
  va_list args;

  va_start (args, fields);
  write_line (level, event, fields, args);
  va_end (args);
}

void
log_fatal (const char *event, const char *fields, ...)
{
  va_list args;

  va_start (args, fields);
  write_line (LOG_LEVEL_ERROR, event, fields, args);
  va_end (args);
  _exit (70);
}
