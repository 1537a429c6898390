/* In the place of server/crypto/draw.c. */
#include "draw.h"
#include "seeded.h"

void
crypto_draw (const char *purpose, struct bytes of, void *bytes, size_t length)
{
  seeded (purpose, of.at, of.length, bytes, length);
}
