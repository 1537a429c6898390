#include "buf.h"

#include "log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROOM_LEAST 256

/* Also the string of an empty buffer, so that at is never NULL. */
static char empty[1] = "";

struct buf
buf_new (size_t limit)
{
  struct buf buf = { .at = empty, .limit = limit };
  return buf;
}

void
buf_free (struct buf *buf)
{
  if (empty != buf->at)
    {
      explicit_bzero (buf->at, buf->room);
      free (buf->at);
    }
  *buf = buf_new (buf->limit);
}

static void
make_room (struct buf *buf, size_t wanted)
{
  size_t room = buf->room < ROOM_LEAST ? ROOM_LEAST : buf->room;
  char *fresh;

  while (room < wanted)
    room *= 2;
  fresh = malloc (room);
  if (NULL == fresh)
    log_fatal ("no_memory", "wanted=%zu", room);
  memcpy (fresh, buf->at, buf->length);
  if (empty != buf->at)
    {
      explicit_bzero (buf->at, buf->room);
      free (buf->at);
    }
  buf->at = fresh;
  buf->room = room;
}

void
buf_add (struct buf *buf, const void *bytes, size_t length)
{
  if (0 == length)
    return;
  if (buf->overflow || length > buf->limit - buf->length)
    {
      buf->overflow = true;
      return;
    }
  if (buf->length + length + 1 > buf->room)
    make_room (buf, buf->length + length + 1);
  memcpy (buf->at + buf->length, bytes, length);
  buf->length += length;
  buf->at[buf->length] = '\0';
}

void
buf_text (struct buf *buf, struct text text)
{
  buf_add (buf, text.at, text.length);
}

void
buf_string (struct buf *buf, const char *string)
{
  buf_add (buf, string, strlen (string));
}

void
buf_byte (struct buf *buf, char byte)
{
  buf_add (buf, &byte, 1);
}

void
buf_printf (struct buf *buf, const char *format, ...)
{
  va_list args;
  char *text;
  int length;

  va_start (args, format);
  length = vasprintf (&text, format, args);
  va_end (args);
  if (length < 0)
    log_fatal ("no_memory", "buf_printf=%d", length);
  buf_add (buf, text, (size_t) length);
  free (text);
}

struct text
buf_view (const struct buf *buf)
{
  return text_from (buf->at, buf->length);
}
