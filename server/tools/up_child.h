/* A program that `blindmark up` starts: as another user if need be, with no more rights than that, and gone when we are. */
#ifndef BM_UP_CHILD_H
#define BM_UP_CHILD_H

#include "arena.h"

#include <sys/types.h>

#define CHILD_ARGS 12

struct child
{
  const char *name;                 /* for people */
  const char *user;                 /* system user; NULL: as ourselves */
  const char *log;                  /* file for both outputs, appended; NULL: ours */
  const char *args[CHILD_ARGS];     /* args[0]: the program's path; ends with NULL */
  int stop_signal;                  /* ends it in good order; also sent when we die */
  pid_t pid;                        /* 0: not running */
  int status;                       /* as wait() gave it, once it has ended */
};

/* NULL, or what is wrong. A program that cannot be executed ends with status 127 and says so in its log. */
const char *child_start (struct child *child, struct arena *arena) BM_MUST_USE BM_NONNULL_ALL;

/* True while it runs; collects it when it has ended. */
bool child_runs (struct child *child) BM_NONNULL_ALL;

/* Waits until it has ended, at most this long; false: it still runs. */
bool child_wait (struct child *child, int64_t most_us) BM_NONNULL_ALL;

/* stop_signal, then after most_us SIGKILL to its whole group. */
void child_stop (struct child *child, int64_t most_us) BM_NONNULL_ALL;

/* Starts and waits, up to most_us. NULL when it ended with 0, else a sentence with the last line of its log. */
const char *child_run (struct child *child, int64_t most_us, struct arena *arena) BM_MUST_USE BM_NONNULL_ALL;

/* The last line that says something in a log file; "" when there is none. */
const char *child_last_line (const char *log, struct arena *arena) BM_NONNULL (2);

void pause_ms (int64_t ms);

#endif
