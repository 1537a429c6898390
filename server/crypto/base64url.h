/* base64url without padding (RFC 4648, section 5), for bytes that are no secret: it takes the short way, not the one whose
   time tells nothing. */
#ifndef BM_BASE64URL_H
#define BM_BASE64URL_H

#include "text.h"

#define BASE64URL_LENGTH(bytes) (((bytes) * 4 + 2) / 3)   /* characters, without a NUL */

/* Writes BASE64URL_LENGTH (length) characters and no NUL; returns where the next one goes. */
char *base64url_print (const uint8_t *bytes, size_t length, char *at) BM_NONNULL_ALL;

/* Exactly `length` bytes. False: another length, another character, padding, or a last digit with bits that belong to no byte
   (so a value has one spelling). */
bool base64url_read (struct text text, void *bytes, size_t length) BM_MUST_USE BM_NONNULL_ALL;

#endif
