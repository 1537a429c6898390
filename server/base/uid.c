#include "uid.h"

#include <string.h>

static bool
is_hyphen_place (size_t i)
{
  return 8 == i || 13 == i || 18 == i || 23 == i;
}

static int
hex_value (char c)
{
  if (c >= '0' && c <= '9')
    return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool
uid_parse (struct text text, struct uid *uid)
{
  struct uid parsed = { { 0 } };
  size_t digits = 0;

  if (UID_TEXT_ROOM - 1 != text.length)
    return false;
  for (size_t i = 0; i < text.length; i++)
    {
      int value = hex_value (text.at[i]);
      if (is_hyphen_place (i))
        {
          if ('-' != text.at[i])
            return false;
          continue;
        }
      if (value < 0)
        return false;
      parsed.bytes[digits / 2] = (uint8_t) (parsed.bytes[digits / 2] << 4 | value);
      digits++;
    }
  *uid = parsed;
  return true;
}

void
uid_print (struct uid uid, char text[UID_TEXT_ROOM])
{
  static const char hex[] = "0123456789abcdef";
  size_t digits = 0;

  for (size_t i = 0; i < UID_TEXT_ROOM - 1; i++)
    {
      if (is_hyphen_place (i))
        text[i] = '-';
      else
        {
          text[i] = hex[digits % 2 ? uid.bytes[digits / 2] & 15 : uid.bytes[digits / 2] >> 4];
          digits++;
        }
    }
  text[UID_TEXT_ROOM - 1] = '\0';
}

bool
uid_equal (struct uid a, struct uid b)
{
  return 0 == memcmp (a.bytes, b.bytes, sizeof a.bytes);
}

bool
uid_is_zero (struct uid uid)
{
  struct uid zero = { { 0 } };
  return uid_equal (uid, zero);
}
