#include "clock.h"

#include "log.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static int64_t
read_us (clockid_t clock)
{
  struct timespec now;

  if (0 != clock_gettime (clock, &now))
    log_fatal ("clock", "id=%d", (int) clock);
  return (int64_t) now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t
clock_boot_us (void)
{
  return read_us (CLOCK_BOOTTIME);
}

int64_t
clock_wall_us (void)
{
  return read_us (CLOCK_REALTIME);
}

bool
clock_boot_id (char text[37])
{
  FILE *file = fopen ("/proc/sys/kernel/random/boot_id", "re");
  bool read;

  if (NULL == file)
    return false;
  read = NULL != fgets (text, 37, file) && 36 == strlen (text);
  (void) fclose (file);
  return read;
}
