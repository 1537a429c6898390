/* Login tokens (browser cookies) and codes that people read from paper. Only hashes of either are stored. */
#ifndef BM_TOKEN_H
#define BM_TOKEN_H

#include "crypto.h"

#define TOKEN_ROOM 44  /* 43 characters of unpadded base64url (256 bits) and NUL */
#define CODE_ROOM 25   /* "XXXX-XXXX-XXXX-XXXX-XXXX" and NUL */

#define CODE_SYMBOL_COUNT 32
extern const char code_symbols[CODE_SYMBOL_COUNT + 1];   /* Crockford's base 32 */

void token_new (char token[TOKEN_ROOM]) BM_NONNULL_ALL;

/* False unless it has the form of a token. */
bool token_hash (struct text token, struct hash *hash) BM_MUST_USE BM_NONNULL_ALL;

/* 95 random bits and one check character in Crockford's base 32 (no I, L, O, U), five groups of four: can be read
   aloud. */
void code_new (char code[CODE_ROOM]) BM_NONNULL_ALL;

enum code_form { CODE_FORM_GOOD, CODE_FORM_LENGTH, CODE_FORM_CHARACTER, CODE_FORM_CHECK };

/* Forgives case, spaces, hyphens, and I/L for 1, O for 0. GOOD: *hash is the hash of the canonical 20 characters.
   CHECK: the check character does not fit, so something was misread: it catches every single wrong character and every
   swap of two. */
enum code_form code_hash (struct text typed, struct hash *hash) BM_MUST_USE BM_NONNULL_ALL;

#endif
