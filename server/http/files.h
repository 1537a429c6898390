/* Reads the files that a desk serves, once, at its start. */
#ifndef BM_HTTP_FILES_H
#define BM_HTTP_FILES_H

#include "arena.h"

/* A whole regular file of at most most bytes, into the arena. False: absent, unreadable or too large. */
bool http_file_read (struct arena *arena, const char *path, size_t most, struct bytes *content) BM_MUST_USE BM_NONNULL_ALL;

/* Calls each(to, name) for every entry whose name does not begin with a dot; ends early when that is false. An absent
   folder has no entries. */
bool http_files_each (const char *folder, bool (*each) (void *to, const char *name), void *to) BM_MUST_USE BM_NONNULL (1, 2);

#endif
