/* The configuration file of one process: `key = value` lines, '#' comments, no sections. An unknown, repeated, missing
   or ill-formed key is an error that names file and line. The file holds a database secret, so it is refused when anyone
   but its owner may read it. A long value (conninfo) may go on in following lines that begin with white space. */
#ifndef BM_CONFIG_H
#define BM_CONFIG_H

#include "arena.h"

#include <stdbool.h>
#include <stdio.h>

struct config
{
  const char *conninfo;
  const char *keys;          /* key file */
  const char *share;
  const char *public_url;    /* http:// or https://, host, optional port, nothing more; "" only for the registrar */
  const char *candidate_url; /* the other desks', as public_url; "" where not configured: printed pages then say to ask */
  const char *review_url;
  const char *address;       /* to listen on */
  const char *language;
  int64_t port;              /* 1 .. 65535 */
  int64_t workers;           /* 1 .. 64 */
  int64_t hash_workers;      /* 1 .. 8 */
  int64_t batch_most;        /* 0 .. 1000; 0: no batches */
  bool share_port;           /* another process of this desk may listen on the same port */
};

/* Strings live in the arena. False: *problem (in the arena) says why in one sentence. */
bool config_load (const char *path, struct config *config, struct arena *arena, const char **problem)
  BM_MUST_USE BM_NONNULL_ALL;

/* Every key with its value and help; the value of conninfo is not shown. */
void config_show (const struct config *config, FILE *to) BM_NONNULL_ALL;

#endif
