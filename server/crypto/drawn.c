#include "draw.h"

struct uid
crypto_draw_uid (const char *purpose, struct bytes of)
{
  struct uid uid;

  crypto_draw (purpose, of, uid.bytes, sizeof uid.bytes);
  uid.bytes[6] = (uint8_t) ((uid.bytes[6] & 0x0F) | 0x40);
  uid.bytes[8] = (uint8_t) ((uid.bytes[8] & 0x3F) | 0x80);
  return uid;
}

void
crypto_draw_code (const char *purpose, struct bytes of, char code[DRAW_CODE_ROOM])
{
  static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  uint8_t drawn[DRAW_CODE_ROOM - 1];

  crypto_draw (purpose, of, drawn, sizeof drawn);
  for (size_t i = 0; i < sizeof drawn; i++)
    code[i] = digits[drawn[i] & 31];
  code[sizeof drawn] = '\0';
}
