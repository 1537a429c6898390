/* Preloaded into PostgreSQL: its wall clock is the machine's, moved by the seconds that stand in the file which
   FAKETIME_TIMESTAMP_FILE names ("+61"), read anew at every look. libfaketime does the same and allocates memory on the way;
   PostgreSQL looks at the clock in signal handlers too, where that tears its heap. All that is done here is safe there. The boot
   clock and the monotonic clock are left alone. */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static char path[256];

/* getenv is not for signal handlers, and PostgreSQL writes its title over where the environment was. */
__attribute__ ((constructor)) static void
begin (void)
{
  const char *from = getenv ("FAKETIME_TIMESTAMP_FILE");

  if (NULL != from)
    (void) snprintf (path, sizeof path, "%s", from);
}

static time_t
ahead_s (void)
{
  const int before = errno;
  const int file = open (path, O_RDONLY | O_CLOEXEC);
  char text[32];
  ssize_t length = -1;
  time_t seconds = 0;

  if (file >= 0)
    {
      length = read (file, text, sizeof text);
      (void) close (file);
    }
  for (ssize_t i = 1; i < length && text[i] >= '0' && text[i] <= '9'; i++)
    seconds = seconds * 10 + (text[i] - '0');
  errno = before;
  return length > 0 && '-' == text[0] ? -seconds : seconds;
}

int
clock_gettime (clockid_t clock, struct timespec *now)
{
  const int status = (int) syscall (SYS_clock_gettime, clock, now);

  if (0 == status && (CLOCK_REALTIME == clock || CLOCK_REALTIME_COARSE == clock))
    now->tv_sec += ahead_s ();
  return status;
}

int
gettimeofday (struct timeval *restrict now, void *restrict zone)
{
  struct timespec moment = { 0 };
  const int status = clock_gettime (CLOCK_REALTIME, &moment);

  (void) zone;
  *now = (struct timeval) { moment.tv_sec, moment.tv_nsec / 1000 };
  return status;
}

time_t
time (time_t *now)
{
  struct timespec moment = { 0 };

  (void) clock_gettime (CLOCK_REALTIME, &moment);
  if (NULL != now)
    *now = moment.tv_sec;
  return moment.tv_sec;
}
