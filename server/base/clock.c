#include "clock.h"

#include "log.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

int64_t
clock_boot_us (void)
{
  struct timespec now;

  if (0 != clock_gettime (CLOCK_BOOTTIME, &now))
    log_fatal ("clock", "of=boot");
  return (int64_t) now.tv_sec * 1000000 + now.tv_nsec / 1000;
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
