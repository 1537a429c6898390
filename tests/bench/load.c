/* load closed|open|herd: see load.h; `load` alone tells its options. Several processes share the candidates between them,
   since each may have only so many open files. */
#include "load.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SOON_US INT64_C (200000)  /* until all processes have begun */

int64_t
load_now_us (void)
{
  struct timespec now;

  (void) clock_gettime (CLOCK_MONOTONIC, &now);
  return (int64_t) now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void
raise_files (void)
{
  struct rlimit files;

  if (0 == getrlimit (RLIMIT_NOFILE, &files) && files.rlim_cur < files.rlim_max)
    {
      files.rlim_cur = files.rlim_max;
      (void) setrlimit (RLIMIT_NOFILE, &files);
    }
}

/* The part of a number that falls to one process. */
static size_t
share (size_t all, size_t process, size_t processes)
{
  return all * (process + 1) / processes - all * process / processes;
}

static void
play (struct load_run *run)
{
  struct rusage used;

  switch (run->options->mode)
    {
    case LOAD_CLOSED:
      load_closed (run);
      break;
    case LOAD_OPEN:
      load_open (run);
      break;
    case LOAD_HERD:
      load_herd (run);
      break;
    }
  (void) getrusage (RUSAGE_SELF, &used);
  run->tally->cpu_s = (double) (used.ru_utime.tv_sec + used.ru_stime.tv_sec)
                      + (double) (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static void
begin (const struct load_options *options, struct load_tally *tallies, pid_t *children)
{
  size_t count;
  struct load_candidate *candidates = load_candidates_read (options, &count);
  struct load_run run = { .options = options, .begin_us = load_now_us () + SOON_US };
  size_t first = 0;

  if (NULL != options->key_file)
    load_key_read (options->key_file, run.key);
  for (size_t i = 0; i < options->processes; i++)
    {
      run.process = i;
      run.candidates = candidates + first;
      run.count = share (count, i, options->processes);
      run.connections = share (options->connections, i, options->processes);
      run.tally = &tallies[i];
      first += run.count;
      children[i] = fork ();
      if (children[i] < 0)
        load_give_up ("no more processes");
      if (0 == children[i])
        {
          play (&run);
          exit (0);
        }
    }
  free (candidates);
}

int
main (int argc, char **argv)
{
  struct load_options options;
  struct load_tally *tallies;
  struct load_tally sum = { .sent = 0 };
  pid_t children[LOAD_PROCESSES_MOST];
  bool good = true;

  load_options_read (argc, argv, &options);
  raise_files ();
  if (sodium_init () < 0)
    load_give_up ("libsodium does not start");
  tallies = mmap (NULL, options.processes * sizeof *tallies, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (MAP_FAILED == tallies)
    load_give_up ("no memory");
  begin (&options, tallies, children);
  for (size_t i = 0; i < options.processes; i++)
    {
      int status = 1;
      (void) waitpid (children[i], &status, 0);
      good = good && 0 == status;
      load_tally_add (&sum, &tallies[i]);
    }
  if (good)
    load_tally_print (&sum, &options, options.seconds);
  return good ? 0 : 1;
}
