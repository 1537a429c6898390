/* Borrowed pieces of text and of raw bytes. Whoever hands one out keeps the memory; nobody frees through these. */
#ifndef BM_TEXT_H
#define BM_TEXT_H

#include "attrs.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text
{
  const char *at;  /* never NULL; not NUL-terminated */
  size_t length;   /* bytes */
};

struct bytes
{
  const uint8_t *at;  /* may be NULL when length is 0 */
  size_t length;
};

/* NULL becomes the empty text. */
struct text text_of (const char *string);
struct text text_from (const char *at, size_t length);
struct bytes bytes_of (const void *at, size_t length);
struct bytes bytes_of_text (struct text text);
struct text text_of_bytes (struct bytes bytes);

bool text_equal (struct text a, struct text b) BM_MUST_USE;
bool text_is (struct text text, const char *string) BM_MUST_USE BM_NONNULL (2);
bool text_starts (struct text text, const char *prefix) BM_MUST_USE BM_NONNULL (2);

/* Without ASCII white space at both ends. */
struct text text_trim (struct text text);

/* Decimal digits with an optional leading '-', nothing else, no leading zeros, within [least, most]. */
bool text_to_i64 (struct text text, int64_t least, int64_t most, int64_t *value) BM_MUST_USE BM_NONNULL_ALL;

/* Valid UTF-8 (no surrogates, no overlong forms) without NUL. */
bool text_is_utf8 (struct text text) BM_MUST_USE;

/* Code points of valid UTF-8. */
size_t text_code_points (struct text text);

/* The piece of valid UTF-8 from one code point up to another, counted from 0; what is behind the end is left out. */
struct text text_between (struct text text, size_t from, size_t to);

#endif
