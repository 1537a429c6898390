/* Files as the tools need them. Functions that can fail give NULL for success or one sentence (in the arena). */
#ifndef BM_TOOL_FILE_H
#define BM_TOOL_FILE_H

#include "arena.h"

#include <sys/types.h>

struct tool_names
{
  const char **at;   /* sorted by bytes */
  size_t count;
};

/* Names in the folder that end so ("" : folders only). A folder that does not exist is a problem. */
const char *tool_list (const char *folder, const char *ending, struct arena *arena, struct tool_names *names)
  BM_MUST_USE BM_NONNULL_ALL;

/* The whole file, NUL after the last byte. */
const char *tool_read (const char *path, struct arena *arena, struct text *content) BM_MUST_USE BM_NONNULL_ALL;

/* Durable and all or nothing: the name appears with its whole content or not at all. An existing file is replaced.
   owner: (uid_t) -1 leaves it to the process. */
struct tool_owner
{
  uid_t user;
  gid_t group;
};
const char *tool_write (const char *path, struct text content, mode_t mode, struct tool_owner owner, struct arena *arena)
  BM_MUST_USE BM_NONNULL_ALL;

bool tool_exists (const char *path) BM_NONNULL_ALL;

/* Makes a folder unless it is there; its parent must be. */
const char *tool_folder (const char *path, mode_t mode, struct arena *arena) BM_MUST_USE BM_NONNULL_ALL;

/* Who the files of this process's desk belong to: its system user "blindmark-<name>" when run as root and there is one. */
struct tool_owner tool_owner_of (const char *name) BM_NONNULL_ALL;

/* "<folder of this executable>/../share", as installed. */
const char *tool_share (struct arena *arena);

#endif
