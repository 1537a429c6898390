/* The ritual by which each of the four processes starts: options and configuration, log, cryptography, keys, one
   connection for the start-up guard, signals. What fails says so in one sentence on standard error. */
#ifndef BM_DAEMON_H
#define BM_DAEMON_H

#include "config.h"
#include "desk_setup.h"

struct daemon_kind
{
  const char *name;         /* "candidate" */
  const char *role;         /* "blindmark_candidate" */
  const char *api_schema;   /* "candidate_api" */
};

struct daemon
{
  struct arena *arena;
  struct config config;
  struct keyring *keyring;
  struct desk_setup setup;  /* borrows from the three above */
};

enum daemon_begun
{
  DAEMON_READY,     /* go on; SIGTERM and SIGINT are blocked in every thread that is made from now on */
  DAEMON_ANSWERED,  /* --help or --show-config: all is said, end with 0 */
  DAEMON_REFUSED    /* the reason is on standard error, end with 1 */
};

/* argv: --config FILE [--show-config]. Waits up to 10 s for a database that is still starting. */
enum daemon_begun daemon_begin (struct daemon *daemon, const struct daemon_kind *kind, int argc, char **argv)
  BM_MUST_USE BM_NONNULL_ALL;

/* Returns when SIGTERM or SIGINT has come. */
void daemon_wait (void);

/* One sentence on standard error, with the process's name before it. */
void daemon_complain (const char *name, const char *sentence) BM_NONNULL_ALL;

void daemon_end (struct daemon *daemon) BM_NONNULL_ALL;

#endif
