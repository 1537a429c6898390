#include "arena.h"

#include "log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The first block serves a small request whole; each further one is twice as large as the one before. */
#define BLOCK_FIRST ((size_t) 2048 - 64)
#define BLOCK_USUAL ((size_t) 16384)
#define CAP_MOST ((size_t) 256 * 1024 * 1024)

struct block
{
  struct block *next;
  size_t size;
  size_t used;
  max_align_t start[];
};

struct arena
{
  bool lent;              /* this and the first block are in memory of the caller's */
  size_t cap;
  size_t held;
  struct block *blocks;
};

/* All but the one that is lent, which is empty then. */
static void
free_blocks (struct arena *arena)
{
  struct block *kept = NULL;

  while (NULL != arena->blocks)
    {
      struct block *block = arena->blocks;
      arena->blocks = block->next;
      explicit_bzero (block->start, block->used);
      if (arena->lent && NULL == block->next)
        kept = block;
      else
        free (block);
    }
  arena->held = 0;
  if (NULL == kept)
    return;
  kept->used = 0;
  arena->blocks = kept;
  arena->held = kept->size;
}

struct arena *
arena_new (size_t cap)
{
  struct arena *arena = calloc (1, sizeof *arena);

  if (NULL == arena || 0 == cap || cap > CAP_MOST)
    log_fatal ("arena_new", "cap=%zu", cap);
  arena->cap = cap;
  return arena;
}

struct arena *
arena_new_in (size_t cap, void *room, size_t size)
{
  struct arena *arena = room;
  struct block *block = (void *) (arena + 1);

  if (size < ARENA_ROOM_LEAST || cap < size || cap > CAP_MOST)
    log_fatal ("arena_new_in", "cap=%zu size=%zu", cap, size);
  *block = (struct block) { .size = (size - sizeof *arena - sizeof *block) / sizeof (max_align_t) * sizeof (max_align_t) };
  *arena = (struct arena) { .lent = true, .cap = cap, .held = block->size, .blocks = block };
  return arena;
}

void
arena_reset (struct arena *arena)
{
  free_blocks (arena);
}

void
arena_free (struct arena *arena)
{
  if (NULL == arena)
    return;
  free_blocks (arena);
  if (! arena->lent)
    free (arena);
}

void
arena_cleanup (struct arena **arena)
{
  arena_free (*arena);
  *arena = NULL;
}

static size_t
next_size (const struct arena *arena)
{
  if (NULL == arena->blocks)
    return BLOCK_FIRST;
  return arena->blocks->size < BLOCK_USUAL / 2 ? 2 * arena->blocks->size : BLOCK_USUAL;
}

static struct block *
add_block (struct arena *arena, size_t least)
{
  const size_t usual = next_size (arena);
  size_t size = least > usual ? least : usual;
  struct block *block;

  if (size > arena->cap - arena->held && least <= arena->cap - arena->held)
    size = arena->cap - arena->held;
  if (size > arena->cap - arena->held)
    log_fatal ("arena_full", "cap=%zu wanted=%zu", arena->cap, least);
  block = malloc (sizeof *block + size);
  if (NULL == block)
    log_fatal ("no_memory", "wanted=%zu", size);
  block->size = size;
  block->used = 0;
  block->next = arena->blocks;
  arena->blocks = block;
  arena->held += size;
  return block;
}

void *
arena_take (struct arena *arena, size_t size)
{
  const size_t step = _Alignof (max_align_t);
  size_t rounded;
  struct block *block = arena->blocks;
  void *piece;

  if (size > CAP_MOST)
    log_fatal ("arena_full", "wanted=%zu", size);
  rounded = (size + step - 1) / step * step;
  if (NULL == block || block->size - block->used < rounded)
    block = add_block (arena, rounded);
  piece = (char *) block->start + block->used;
  block->used += rounded;
  return memset (piece, 0, size);
}

char *
arena_string (struct arena *arena, struct text text)
{
  char *copy = arena_take (arena, text.length + 1);

  memcpy (copy, text.at, text.length);
  return copy;
}

char *
arena_printf (struct arena *arena, const char *format, ...)
{
  va_list args;
  va_list again;
  int length;
  char *text;

  va_start (args, format);
  va_copy (again, args);
  length = vsnprintf (NULL, 0, format, args);
  if (length < 0)
    log_fatal ("arena_printf", "length=%d", length);
  text = arena_take (arena, (size_t) length + 1);
  (void) vsnprintf (text, (size_t) length + 1, format, again);
  va_end (again);
  va_end (args);
  return text;
}

struct bytes
arena_bytes (struct arena *arena, struct bytes bytes)
{
  uint8_t *copy = arena_take (arena, bytes.length + 1);

  if (0 != bytes.length)
    memcpy (copy, bytes.at, bytes.length);
  return bytes_of (copy, bytes.length);
}
