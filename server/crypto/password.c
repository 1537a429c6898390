#include "password.h"

#include "log.h"
#include "normal.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

#define PASSES 3
#define MEMORY ((size_t) 32 * 1024 * 1024)

_Static_assert (PASSWORD_ROOM == crypto_pwhash_STRBYTES, "a stored hash has libsodium's size");

/* What people take when a site wants many characters: letters and digits only, lower case. Runs and repetitions of one
   character are found by rule. */
static const char *const common[] = {
  "passwordpassword",     "passwordpassword1",  "password12345678",     "password123456789",
  "password1234567890",   "password123password", "mypasswordispassword", "thisismypassword",
  "thisisapassword",      "correcthorsebatterystaple", "letmeinletmeinletmein", "iloveyouiloveyou",
  "iloveyouverymuch",     "qwertyuiopasdfg",    "qwertyuiopasdfgh",     "qwertyuiopasdfghjkl",
  "qwertyuiopasdfghjklzxcvbnm", "qwertyqwertyqwerty", "qwertyuiop12345", "qwertyuiop123456",
  "qwertyuiop1234567890", "1234567890qwertyuiop", "1qaz2wsx3edc4rfv",   "1q2w3e4r5t6y7u8i",
  "1q2w3e4r5t6y7u8i9o0p", "zaq12wsxcde34rfv",   "123456789123456789",   "123123123123123",
  "1234512345123451",     "123451234512345",    "abc123abc123abc123",   "abcd1234abcd1234",
  "changemechangeme",     "administratoradmin", "adminadminadmin",      "administrator123",
  "welcomewelcome1",      "welcomewelcomewelcome",
};

/* The code point that begins at *at, which moves past it; a byte of text that is not UTF-8 counts for itself. */
static uint32_t
next_point (struct text text, size_t *at)
{
  uint32_t point = (uint8_t) text.at[(*at)++];

  if (point >= 0xC0)
    point &= point < 0xE0 ? 0x1Fu : point < 0xF0 ? 0x0Fu : 0x07u;
  while (*at < text.length && 0x80 == ((uint8_t) text.at[*at] & 0xC0))
    point = point << 6 | ((uint8_t) text.at[(*at)++] & 0x3Fu);
  return point;
}

/* Each character is the one before it again, or each the next one, or each the previous one; after 9 comes 0. */
static bool
is_run (struct text password)
{
  bool same = true;
  bool up = true;
  bool down = true;
  size_t at = 0;
  uint32_t before = next_point (password, &at);

  while (at < password.length)
    {
      uint32_t point = next_point (password, &at);
      same = same && point == before;
      up = up && (point == before + 1 || ('9' == before && '0' == point));
      down = down && (point + 1 == before || ('0' == before && '9' == point));
      before = point;
    }
  return same || up || down;
}

static bool
is_common (struct text password)
{
  char plain[PASSWORD_MOST];
  size_t length = 0;

  for (size_t i = 0; i < password.length && length < sizeof plain; i++)
    {
      char c = password.at[i];
      if (c >= 'A' && c <= 'Z')
        c = (char) (c - 'A' + 'a');
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (uint8_t) c >= 0x80)
        plain[length++] = c;
    }
  for (size_t i = 0; i < BM_COUNT (common); i++)
    if (text_is (text_from (plain, length), common[i]))
      return true;
  return false;
}

enum password_form
password_judge (struct text password)
{
  struct buf normal BM_CLEANUP (buf_free) = normal_text (password, false);
  struct text text = buf_view (&normal);
  size_t points = text_code_points (text);

  if (points < PASSWORD_LEAST)
    return PASSWORD_SHORT;
  if (points > PASSWORD_MOST)
    return PASSWORD_LONG;
  return is_run (text) || is_common (text) ? PASSWORD_COMMON : PASSWORD_GOOD;
}

/* NFKC (SP 800-63B-4, 3.1.1.2): the same password from another keyboard is the same password. */
void
password_hash (struct text password, char stored[PASSWORD_ROOM])
{
  struct buf normal BM_CLEANUP (buf_free) = normal_text (password, false);

  if (0 != crypto_pwhash_str_alg (stored, normal.at, normal.length, PASSES, MEMORY, crypto_pwhash_ALG_ARGON2ID13))
    log_fatal ("no_memory", "wanted=%zu", MEMORY);
}

static char nobody[PASSWORD_ROOM];

/* Nobody knows this password, but checking against it takes as long as checking against a real one. */
static void
make_nobody (void)
{
  char random[32];

  randombytes_buf (random, sizeof random);
  password_hash (text_from (random, sizeof random), nobody);
  sodium_memzero (random, sizeof random);
}

bool
password_verify (struct text password, const char *stored)
{
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  struct buf normal BM_CLEANUP (buf_free) = normal_text (password, false);
  bool known = NULL != stored && '\0' != stored[0];

  /* Also for known accounts, so that the first unknown one after the start does not take longer than they. */
  (void) pthread_once (&once, make_nobody);
  return 0 == crypto_pwhash_str_verify (known ? stored : nobody, normal.at, normal.length) && known;
}
