#include "words.h"

static bool
is_space (struct text text, size_t at, size_t *width)
{
  unsigned char byte = (unsigned char) text.at[at];

  *width = 1;
  if (0xC2 == byte && at + 1 < text.length && 0xA0 == (unsigned char) text.at[at + 1])
    {
      *width = 2;
      return true;
    }
  return ' ' == byte || (byte >= '\t' && byte <= '\r');
}

int64_t
words_count (struct text text)
{
  int64_t count = 0;
  bool inside = false;
  size_t width;

  for (size_t at = 0; at < text.length; at += width)
    {
      bool space = is_space (text, at, &width);
      count += ! space && ! inside;
      inside = ! space;
    }
  return count;
}
