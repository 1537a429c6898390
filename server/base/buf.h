/* A growing buffer that cannot exist without a limit. Past the limit it keeps nothing more and says so once, at the end. */
#ifndef BM_BUF_H
#define BM_BUF_H

#include "attrs.h"
#include "text.h"

struct buf
{
  char *at;       /* NUL after the last byte, so at is also a string; owned */
  size_t length;
  size_t room;
  size_t limit;   /* bytes */
  bool overflow;  /* something did not fit: the content is not whole */
};

struct buf buf_new (size_t limit) BM_MUST_USE;
void buf_free (struct buf *buf) BM_NONNULL_ALL;   /* also for BM_CLEANUP; wipes */
void buf_add (struct buf *buf, const void *bytes, size_t length) BM_NONNULL (1);
void buf_text (struct buf *buf, struct text text) BM_NONNULL (1);
void buf_string (struct buf *buf, const char *string) BM_NONNULL_ALL;
void buf_byte (struct buf *buf, char byte) BM_NONNULL_ALL;
void buf_printf (struct buf *buf, const char *format, ...) BM_PRINTF (2, 3);
struct text buf_view (const struct buf *buf) BM_NONNULL_ALL;

#endif
