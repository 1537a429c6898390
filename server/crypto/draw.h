/* What chance decides and a reviewer may come to see: ids, codes, keys, orders. Each draw says what it is for and of what it is
   made. In everything that is installed these two are ignored and the bytes are fresh randomness. A build for tests puts another
   crypto_draw in its place (tests/blind/draw_seeded.c), which derives the bytes from a seed, the purpose and the content, and never
   from the order of draws: so two worlds can be compared byte by byte. */
#ifndef BM_DRAW_H
#define BM_DRAW_H

#include "attrs.h"
#include "text.h"
#include "uid.h"

#define DRAW_CODE_ROOM 9

void crypto_draw (const char *purpose, struct bytes of, void *bytes, size_t length) BM_NONNULL (1, 3);

struct uid crypto_draw_uid (const char *purpose, struct bytes of) BM_NONNULL (1);

/* Eight characters of Crockford's base 32 (40 bits) and NUL. */
void crypto_draw_code (const char *purpose, struct bytes of, char code[DRAW_CODE_ROOM]) BM_NONNULL (1, 3);

#endif
