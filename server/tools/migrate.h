/* `blindmark migrate`: makes or updates a database from the folder schema/ (schema/README.md says how). Safe to run
   twice, by two at once, and after having been killed at any point. */
#ifndef BM_MIGRATE_H
#define BM_MIGRATE_H

#include "arena.h"
#include "tools.h"

#include <stdio.h>

/* conninfo: a superuser's. share: the folder that holds schema/. progress: one line for each step that did something.
   NULL, or one sentence that says what is wrong (in the arena). */
const char *migrate_database (const char *conninfo, const char *share, FILE *progress, struct arena *arena)
  BM_MUST_USE BM_NONNULL_ALL;

enum tool_exit tool_migrate (int argc, char **argv);

#endif
