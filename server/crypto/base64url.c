#include "base64url.h"

#include <string.h>

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

char *
base64url_print (const uint8_t *bytes, size_t length, char *at)
{
  size_t i = 0;

  for (; i + 3 <= length; i += 3)
    {
      uint32_t three = (uint32_t) bytes[i] << 16 | (uint32_t) bytes[i + 1] << 8 | bytes[i + 2];
      *at++ = digits[three >> 18];
      *at++ = digits[three >> 12 & 63];
      *at++ = digits[three >> 6 & 63];
      *at++ = digits[three & 63];
    }
  if (i < length)
    {
      uint32_t rest = (uint32_t) bytes[i] << 8 | (i + 1 < length ? bytes[i + 1] : 0u);
      *at++ = digits[rest >> 10];
      *at++ = digits[rest >> 4 & 63];
      if (i + 1 < length)
        *at++ = digits[rest << 2 & 63];
    }
  return at;
}

bool
base64url_read (struct text text, void *bytes, size_t length)
{
  uint8_t *at = bytes;
  uint32_t held = 0;
  unsigned bits = 0;

  if (BASE64URL_LENGTH (length) != text.length)
    return false;
  for (size_t i = 0; i < text.length; i++)
    {
      const char *digit = memchr (digits, text.at[i], sizeof digits - 1);
      if (NULL == digit)
        return false;
      held = (held << 6 | (uint32_t) (digit - digits)) & 0xFFFF;
      bits += 6;
      if (bits >= 8)
        {
          bits -= 8;
          *at++ = (uint8_t) (held >> bits);
        }
    }
  return 0 == (held & ((1u << bits) - 1));
}
