/* 128-bit identifiers, random (never counted), written as RFC 4122 text. New ones come from crypto_uid(). */
#ifndef BM_UID_H
#define BM_UID_H

#include "attrs.h"
#include "text.h"

#define UID_TEXT_ROOM 37  /* 36 characters and NUL */

struct uid
{
  uint8_t bytes[16];
};

/* Exactly 36 characters, lower case hex with hyphens at 8-13-18-23. */
bool uid_parse (struct text text, struct uid *uid) BM_MUST_USE BM_NONNULL_ALL;
void uid_print (struct uid uid, char text[UID_TEXT_ROOM]) BM_NONNULL_ALL;
bool uid_equal (struct uid a, struct uid b) BM_MUST_USE;
bool uid_is_zero (struct uid uid) BM_MUST_USE;

#endif
