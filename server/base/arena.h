/* Memory of one request or one duty: taken piece by piece, given back as a whole.
   An arena that passes its cap, or a machine without memory, ends the process: nothing that was acknowledged is lost by
   that, and no caller needs a branch that no test reaches. */
#ifndef BM_ARENA_H
#define BM_ARENA_H

#include "attrs.h"
#include "text.h"

#include <stddef.h>

struct arena;

/* cap: bytes this arena may hold at most, 1 .. 256 MiB. */
struct arena *arena_new (size_t cap) BM_MUST_USE BM_RETURNS_NONNULL;

#define ARENA_ROOM_LEAST ((size_t) 256)

/* The same in memory that the caller lends, aligned for any type, at least ARENA_ROOM_LEAST bytes and for as long as the arena is
   used: the first pieces are there, and a small request needs no other. arena_free leaves that memory wiped, not freed. */
struct arena *arena_new_in (size_t cap, void *room, size_t size) BM_MUST_USE BM_RETURNS_NONNULL BM_NONNULL_ALL;

/* Forgets all pieces (their memory is wiped) but keeps the arena. */
void arena_reset (struct arena *arena) BM_NONNULL_ALL;

/* NULL is fine. Wipes before it frees: answers and names live here. */
void arena_free (struct arena *arena);

/* For BM_CLEANUP. */
void arena_cleanup (struct arena **arena) BM_NONNULL_ALL;

/* Zeroed, aligned for any type. */
void *arena_take (struct arena *arena, size_t size) BM_MUST_USE BM_RETURNS_NONNULL BM_NONNULL_ALL;

/* A copy that ends in NUL (the text itself may hold none). */
char *arena_string (struct arena *arena, struct text text) BM_MUST_USE BM_RETURNS_NONNULL BM_NONNULL (1);

char *arena_printf (struct arena *arena, const char *format, ...) BM_MUST_USE BM_RETURNS_NONNULL BM_PRINTF (2, 3);

/* A copy of raw bytes. */
struct bytes arena_bytes (struct arena *arena, struct bytes bytes) BM_NONNULL (1);

#endif
