#include "text.h"

#include <string.h>

struct text
text_of (const char *string)
{
  return text_from (NULL == string ? "" : string, NULL == string ? 0 : strlen (string));
}

struct text
text_from (const char *at, size_t length)
{
  struct text text = { NULL == at ? "" : at, NULL == at ? 0 : length };
  return text;
}

struct bytes
bytes_of (const void *at, size_t length)
{
  struct bytes bytes = { at, length };
  return bytes;
}

struct bytes
bytes_of_text (struct text text)
{
  return bytes_of (text.at, text.length);
}

struct text
text_of_bytes (struct bytes bytes)
{
  return text_from ((const char *) bytes.at, bytes.length);
}

bool
text_equal (struct text a, struct text b)
{
  return a.length == b.length && 0 == memcmp (a.at, b.at, a.length);
}

bool
text_is (struct text text, const char *string)
{
  return text_equal (text, text_of (string));
}

bool
text_starts (struct text text, const char *prefix)
{
  size_t length = strlen (prefix);
  return text.length >= length && 0 == memcmp (text.at, prefix, length);
}

static bool
is_space (char c)
{
  return ' ' == c || '\t' == c || '\n' == c || '\r' == c;
}

struct text
text_trim (struct text text)
{
  while (text.length > 0 && is_space (text.at[0]))
    {
      text.at++;
      text.length--;
    }
  while (text.length > 0 && is_space (text.at[text.length - 1]))
    text.length--;
  return text;
}

/* Digits only, no leading zero unless it is "0"; false past 18 digits, which keeps the sum inside int64_t. */
static bool
read_digits (struct text digits, int64_t *value)
{
  int64_t sum = 0;

  if (0 == digits.length || digits.length > 18 || ('0' == digits.at[0] && digits.length > 1))
    return false;
  for (size_t i = 0; i < digits.length; i++)
    {
      if (digits.at[i] < '0' || digits.at[i] > '9')
        return false;
      sum = sum * 10 + (digits.at[i] - '0');
    }
  *value = sum;
  return true;
}

bool
text_to_i64 (struct text text, int64_t least, int64_t most, int64_t *value)
{
  bool negative = text.length > 0 && '-' == text.at[0];
  int64_t sum;

  if (negative)
    text = text_from (text.at + 1, text.length - 1);
  if (! read_digits (text, &sum) || (negative && 0 == sum))
    return false;
  if (negative)
    sum = -sum;
  if (sum < least || sum > most)
    return false;
  *value = sum;
  return true;
}

/* Bytes of the sequence that starts here, 0 when it is not valid UTF-8 or NUL. */
static size_t
sequence_length (const uint8_t *at, size_t left)
{
  static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
  uint32_t point;
  size_t length;

  if (at[0] < 0x80)
    return 0 != at[0];
  if (at[0] < 0xC2 || at[0] > 0xF4)
    return 0;
  length = at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : 4;
  if (length > left)
    return 0;
  point = at[0] & (0x7Fu >> length);
  for (size_t i = 1; i < length; i++)
    {
      if (0x80 != (at[i] & 0xC0))
        return 0;
      point = point << 6 | (at[i] & 0x3Fu);
    }
  return point >= least[length] && point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF) ? length : 0;
}

bool
text_is_utf8 (struct text text)
{
  const uint8_t *at = (const uint8_t *) text.at;
  size_t i = 0;

  while (i < text.length)
    {
      size_t length = sequence_length (at + i, text.length - i);
      if (0 == length)
        return false;
      i += length;
    }
  return true;
}

size_t
text_code_points (struct text text)
{
  size_t count = 0;

  for (size_t i = 0; i < text.length; i++)
    count += 0x80 != ((uint8_t) text.at[i] & 0xC0);
  return count;
}

struct text
text_between (struct text text, size_t from, size_t to)
{
  size_t point = 0;
  size_t begin = text.length;
  size_t end = text.length;

  for (size_t i = 0; i < text.length && end == text.length; i++)
    if (0x80 != ((uint8_t) text.at[i] & 0xC0))
      {
        begin = point == from ? i : begin;
        end = point >= to ? i : end;
        point++;
      }
  return begin < end ? text_from (text.at + begin, end - begin) : text_of ("");
}
