#include "keyring_key.h"

#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MOST 16384

struct keyring
{
  bool held[KEY_KIND_COUNT];
  uint8_t keys[KEY_KIND_COUNT][KEY_BYTES];
};

static const char *const words[] = {
#define X(name, word) word,
  KEY_KINDS (X)
#undef X
};

_Static_assert (KEY_RESCUE < KEY_RESCUE_PUBLIC && KEY_REVIEW_SIGN < KEY_REVIEW_PUBLIC
                  && KEY_BYTES == crypto_scalarmult_SCALARBYTES && KEY_BYTES == crypto_scalarmult_BYTES
                  && KEY_BYTES == crypto_sign_SEEDBYTES && KEY_BYTES == crypto_sign_PUBLICKEYBYTES,
                "a public half is made after its secret, and every key has one size");

static int
signing_half (uint8_t *half, const uint8_t *seed)
{
  uint8_t secret[crypto_sign_SECRETKEYBYTES];
  const int made = crypto_sign_seed_keypair (half, secret, seed);

  sodium_memzero (secret, sizeof secret);
  return made;
}

/* What other processes are given of a secret: its public half. */
static const struct pair
{
  enum key_kind secret;
  enum key_kind half;
  int (*make) (uint8_t *half, const uint8_t *secret);
  const char *misfit;
} pairs[] = { { KEY_RESCUE, KEY_RESCUE_PUBLIC, crypto_scalarmult_base,
                "the key file's rescue_public is not the public half of its rescue" },
              { KEY_REVIEW_SIGN, KEY_REVIEW_PUBLIC, signing_half,
                "the key file's review_public is not the public half of its review_sign" } };

const char *
key_kind_word (enum key_kind kind)
{
  return words[kind];
}

/* sodium_malloc hands out memory even when the kernel refused to lock it; asking again shows which it is. */
static void *
take_locked (size_t size)
{
  void *memory = sodium_malloc (size);

  if (NULL != memory && 0 != sodium_mlock (memory, size))
    {
      sodium_free (memory);
      return NULL;
    }
  if (NULL != memory)
    sodium_memzero (memory, size);
  return memory;
}

static const char *
read_key (struct keyring *ring, struct text line)
{
  const char *space = memchr (line.at, ' ', line.length);
  struct text word = text_from (line.at, NULL == space ? line.length : (size_t) (space - line.at));
  struct text hex = text_trim (text_from (line.at + word.length, line.length - word.length));
  size_t kind = 0;
  size_t length;

  while (kind < KEY_KIND_COUNT && ! text_is (word, words[kind]))
    kind++;
  if (KEY_KIND_COUNT == kind)
    return "the key file has a line that begins with no known kind";
  if (ring->held[kind])
    return "the key file names a kind twice";
  if (KEY_BYTES * 2 != hex.length
      || 0 != sodium_hex2bin (ring->keys[kind], KEY_BYTES, hex.at, hex.length, NULL, &length, NULL)
      || KEY_BYTES != length)
    return "the key file has a key that is not 64 hexadecimal digits";
  if (sodium_is_zero (ring->keys[kind], KEY_BYTES))
    return "the key file has a key of zeros";
  ring->held[kind] = true;
  return NULL;
}

/* What is sealed to a public half that has another secret would never open again. */
static const char *
judge_pairs (const struct keyring *ring)
{
  uint8_t half[KEY_BYTES];

  for (const struct pair *pair = pairs; pair < pairs + BM_COUNT (pairs); pair++)
    if (ring->held[pair->secret] && ring->held[pair->half]
        && (0 != pair->make (half, ring->keys[pair->secret]) || 0 != sodium_memcmp (half, ring->keys[pair->half], KEY_BYTES)))
      return pair->misfit;
  return NULL;
}

static const char *
read_keys (struct keyring *ring, struct text file)
{
  size_t count = 0;

  while (file.length > 0)
    {
      const char *newline = memchr (file.at, '\n', file.length);
      size_t length = NULL == newline ? file.length : (size_t) (newline - file.at);
      struct text line = text_trim (text_from (file.at, length));
      const char *problem = 0 == line.length || '#' == line.at[0] ? NULL : read_key (ring, line);
      if (NULL != problem)
        return problem;
      count += line.length > 0 && '#' != line.at[0];
      length += NULL != newline;
      file = text_from (file.at + length, file.length - length);
    }
  return 0 == count ? "the key file holds no key" : judge_pairs (ring);
}

static const char *
judge_file (int file)
{
  struct stat status;

  if (0 != fstat (file, &status) || ! S_ISREG (status.st_mode))
    return "the key file is not a regular file";
  if (0 != (status.st_mode & (S_IRWXG | S_IRWXO)))
    return "the key file can be reached by others than its owner (its mode must be 0600 or 0400)";
  return status.st_size > FILE_MOST ? "the key file is too large" : NULL;
}

/* FILE_MOST + 1 when there is more. */
static ssize_t
read_whole (int file, char *content)
{
  size_t length = 0;

  while (length < FILE_MOST + 1)
    {
      ssize_t got = read (file, content + length, FILE_MOST + 1 - length);
      if (got < 0 && EINTR == errno)
        continue;
      if (got < 0)
        return got;
      if (0 == got)
        break;
      length += (size_t) got;
    }
  return (ssize_t) length;
}

static const char *
read_file (struct keyring *ring, int file)
{
  const char *problem = judge_file (file);
  char *content;
  ssize_t length;

  if (NULL != problem)
    return problem;
  content = take_locked (FILE_MOST + 1);
  if (NULL == content)
    return "memory for keys cannot be locked (raise RLIMIT_MEMLOCK: LimitMEMLOCK= of the service, or ulimit -l)";
  length = read_whole (file, content);
  if (length < 0)
    problem = "the key file cannot be read";
  else if (length > FILE_MOST)
    problem = "the key file is too large";
  else
    problem = read_keys (ring, text_from (content, (size_t) length));
  sodium_free (content);
  return problem;
}

struct keyring *
keyring_load (const char *path, const char **problem)
{
  /* Without O_NONBLOCK the opening of a pipe would wait for its writer. */
  int file = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct keyring *ring;

  if (file < 0)
    {
      *problem = ENOENT == errno ? "there is no such key file" : "the key file cannot be opened";
      return NULL;
    }
  ring = take_locked (sizeof *ring);
  *problem = NULL == ring ? "memory for keys cannot be locked (raise RLIMIT_MEMLOCK: LimitMEMLOCK= of the service, or "
                            "ulimit -l)"
                          : read_file (ring, file);
  close (file);
  if (NULL != *problem)
    {
      keyring_free (ring);
      return NULL;
    }
  (void) sodium_mprotect_readonly (ring);
  return ring;
}

void
keyring_free (struct keyring *ring)
{
  sodium_free (ring);
}

bool
keyring_holds (const struct keyring *ring, enum key_kind kind)
{
  return ring->held[kind];
}

const uint8_t *
keyring_key (const struct keyring *ring, enum key_kind kind)
{
  if (! ring->held[kind])
    log_fatal ("key_not_held", "kind=%s", words[kind]);
  return ring->keys[kind];
}

/* Whose public half this kind is; NULL: it is none. */
static const struct pair *
pair_of_half (size_t kind)
{
  for (const struct pair *pair = pairs; pair < pairs + BM_COUNT (pairs); pair++)
    if (pair->half == kind)
      return pair;
  return NULL;
}

/* Fresh keys for what the ring lacks, and closes it. */
static struct keyring *
fill (struct keyring *ring)
{
  for (size_t kind = 0; kind < KEY_KIND_COUNT; kind++)
    {
      const struct pair *pair = pair_of_half (kind);
      if (! ring->held[kind] && NULL != pair)
        (void) pair->make (ring->keys[kind], ring->keys[pair->secret]);
      else if (! ring->held[kind])
        randombytes_buf (ring->keys[kind], KEY_BYTES);
      ring->held[kind] = true;
    }
  (void) sodium_mprotect_readonly (ring);
  return ring;
}

static struct keyring *
take_ring (void)
{
  struct keyring *ring = take_locked (sizeof *ring);

  if (NULL == ring)
    log_fatal ("keys_not_locked", "wanted=%zu", sizeof *ring);
  return ring;
}

struct keyring *
keyring_generate (void)
{
  return fill (take_ring ());
}

struct keyring *
keyring_complete (const struct keyring *older)
{
  struct keyring *ring;

  for (const struct pair *pair = pairs; pair < pairs + BM_COUNT (pairs); pair++)
    if (older->held[pair->half] && ! older->held[pair->secret])
      return NULL;
  ring = take_ring ();
  *ring = *older;
  return fill (ring);
}

void
keyring_write (const struct keyring *ring, const enum key_kind *kinds, size_t count, struct buf *file)
{
  char hex[KEY_BYTES * 2 + 1];

  for (size_t i = 0; i < count; i++)
    {
      buf_string (file, words[kinds[i]]);
      buf_byte (file, ' ');
      buf_string (file, sodium_bin2hex (hex, sizeof hex, keyring_key (ring, kinds[i]), KEY_BYTES));
      buf_byte (file, '\n');
    }
  sodium_memzero (hex, sizeof hex);
}
