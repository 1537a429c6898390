/* Preloaded into a process whose wall clock a test moves: writes what clock_gettime tells there to the file that the
   environment names, so that a test which moved nothing cannot pass. */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define PERIOD_NS 20000000

struct instant
{
  int64_t boot_us;
  int64_t wall_us;
};

static int64_t
read_us (clockid_t clock)
{
  struct timespec now = { 0 };

  (void) clock_gettime (clock, &now);
  return (int64_t) now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void *
watch (void *of)
{
  const int file = (int) (intptr_t) of;

  for (;;)
    {
      const struct instant now = { read_us (CLOCK_BOOTTIME), read_us (CLOCK_REALTIME) };
      (void) ! pwrite (file, &now, sizeof now, 0);
      (void) nanosleep (&(struct timespec) { .tv_nsec = PERIOD_NS }, NULL);
    }
  return NULL;
}

/* Signals are the process's own matter: its witness takes none. */
__attribute__ ((constructor)) static void
begin (void)
{
  const char *path = getenv ("CLOCK_WITNESS");
  const int file = NULL == path ? -1 : open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  pthread_t thread;
  sigset_t all;
  sigset_t before;

  if (file < 0)
    return;
  (void) sigfillset (&all);
  (void) pthread_sigmask (SIG_SETMASK, &all, &before);
  if (0 == pthread_create (&thread, NULL, watch, (void *) (intptr_t) file))
    (void) pthread_detach (thread);
  (void) pthread_sigmask (SIG_SETMASK, &before, NULL);
}
