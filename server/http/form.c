#include "form.h"

#include <string.h>

static int
hex_of (char c)
{
  if (c >= '0' && c <= '9')
    return c - '0';
  if (c >= 'A' && c <= 'F')
    return c - 'A' + 10;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* One character of the decoded text; -1 for a broken escape. Moves *at on. */
static int
decode_one (struct text raw, size_t *at)
{
  const char c = raw.at[(*at)++];
  int high, low;

  if ('+' == c)
    return ' ';
  if ('%' != c)
    return (unsigned char) c;
  if (raw.length - *at < 2)
    return -1;
  high = hex_of (raw.at[(*at)++]);
  low = hex_of (raw.at[(*at)++]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

static bool
decode (struct arena *arena, struct text raw, bool lines, struct text *decoded)
{
  char *to = arena_take (arena, raw.length + 1);
  size_t length = 0;
  bool after_cr = false;

  for (size_t at = 0; at < raw.length;)
    {
      int c = decode_one (raw, &at);
      if (c < 0)
        return false;
      if (lines && '\n' == c && after_cr)
        {
          after_cr = false;
          continue;
        }
      after_cr = lines && '\r' == c;
      to[length++] = (char) (after_cr ? '\n' : c);
    }
  *decoded = text_from (to, length);
  return text_is_utf8 (*decoded);
}

static bool
add_pair (struct arena *arena, struct text raw, bool lines, struct http_pair *pair)
{
  const char *equals = memchr (raw.at, '=', raw.length);
  const size_t name_length = NULL == equals ? raw.length : (size_t) (equals - raw.at);
  const size_t skip = NULL == equals ? raw.length : name_length + 1;

  return 0 != name_length && decode (arena, text_from (raw.at, name_length), false, &pair->key)
         && decode (arena, text_from (raw.at + skip, raw.length - skip), lines, &pair->value);
}

bool
http_form_parse (struct arena *arena, struct text source, bool lines, struct http_form *form)
{
  size_t room = 1;

  *form = (struct http_form) { NULL, 0 };
  if (0 == source.length)
    return true;
  for (size_t i = 0; i < source.length; i++)
    room += '&' == source.at[i];
  if (room > HTTP_FORM_PAIRS_MOST)
    return false;
  form->pairs = arena_take (arena, room * sizeof form->pairs[0]);
  while (form->count < room)
    {
      const char *end = memchr (source.at, '&', source.length);
      const size_t length = NULL == end ? source.length : (size_t) (end - source.at);
      if (! add_pair (arena, text_from (source.at, length), lines, &form->pairs[form->count]))
        return false;
      form->count++;
      if (NULL != end)
        source = text_from (end + 1, source.length - length - 1);
    }
  return true;
}
