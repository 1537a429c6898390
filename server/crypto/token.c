#include "token.h"

#include <sodium.h>
#include <string.h>

#define TOKEN_BYTES 32
#define CODE_SYMBOLS 20

const char code_symbols[CODE_SYMBOL_COUNT + 1] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void
token_new (char token[TOKEN_ROOM])
{
  uint8_t bytes[TOKEN_BYTES];

  randombytes_buf (bytes, sizeof bytes);
  (void) sodium_bin2base64 (token, TOKEN_ROOM, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  sodium_memzero (bytes, sizeof bytes);
}

/* By hand: sodium_base642bin of 1.0.18 takes every byte from 0x80 on for a digit. The last of 43 digits has two bits
   more than 256; they must be zero, so that a token has one spelling. */
bool
token_hash (struct text token, struct hash *hash)
{
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const char *digit = digits;

  if (TOKEN_ROOM - 1 != token.length)
    return false;
  for (size_t i = 0; NULL != digit && i < token.length; i++)
    digit = memchr (digits, token.at[i], sizeof digits - 1);
  if (NULL == digit || 0 != (digit - digits) % 4)
    return false;
  *hash = crypto_digest (bytes_of_text (token));
  return true;
}

/* Multiplies by x in GF(32) = GF(2)[x] / (x^5 + x^2 + 1). x generates the field's 31 units. */
static unsigned
times_x (unsigned element)
{
  return (element << 1 ^ (element & 16 ? 0x25u : 0u)) & 31;
}

/* Sum of symbol[i] * x^(count-1-i). A code is good when it is 0 over all 20. The 20 weights are non-zero and distinct,
   so no single wrong symbol and no swap of any two goes unseen; no sum modulo 32 can do that, since two odd weights
   differ by an even number. */
static unsigned
weigh (const uint8_t *symbols, size_t count)
{
  unsigned sum = 0;

  for (size_t i = 0; i < count; i++)
    sum = times_x (sum) ^ symbols[i];
  return sum;
}

void
code_new (char code[CODE_ROOM])
{
  uint8_t symbols[CODE_SYMBOLS];
  size_t at = 0;

  randombytes_buf (symbols, sizeof symbols);
  for (size_t i = 0; i < CODE_SYMBOLS; i++)
    symbols[i] &= 31;
  symbols[CODE_SYMBOLS - 1] = (uint8_t) times_x (weigh (symbols, CODE_SYMBOLS - 1));
  for (size_t i = 0; i < CODE_SYMBOLS; i++)
    {
      if (0 != i && 0 == i % 4)
        code[at++] = '-';
      code[at++] = code_symbols[symbols[i]];
    }
  code[at] = '\0';
  sodium_memzero (symbols, sizeof symbols);
}

/* The symbol's value, -1 when it is none. */
static int
symbol_value (char c)
{
  const char *found;

  if (c >= 'a' && c <= 'z')
    c = (char) (c - 'a' + 'A');
  if ('I' == c || 'L' == c)
    c = '1';
  if ('O' == c)
    c = '0';
  found = memchr (code_symbols, c, CODE_SYMBOL_COUNT);
  return NULL == found ? -1 : (int) (found - code_symbols);
}

enum code_form
code_hash (struct text typed, struct hash *hash)
{
  uint8_t symbols[CODE_SYMBOLS];
  char canonical[CODE_SYMBOLS];
  size_t count = 0;

  for (size_t i = 0; i < typed.length; i++)
    {
      int value = symbol_value (typed.at[i]);
      if (NULL != memchr (" \t\r\n-", typed.at[i], 5))
        continue;
      if (value < 0)
        return CODE_FORM_CHARACTER;
      if (count < CODE_SYMBOLS)
        {
          symbols[count] = (uint8_t) value;
          canonical[count] = code_symbols[value];
        }
      count++;
    }
  if (CODE_SYMBOLS != count)
    return CODE_FORM_LENGTH;
  if (0 != weigh (symbols, CODE_SYMBOLS))
    return CODE_FORM_CHECK;
  *hash = crypto_digest (bytes_of (canonical, sizeof canonical));
  sodium_memzero (canonical, sizeof canonical);
  sodium_memzero (symbols, sizeof symbols);
  return CODE_FORM_GOOD;
}
