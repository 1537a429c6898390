#include "load_proof.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define HASH crypto_hash_sha256_BYTES

void
load_proof_digest (const struct load_save *save, uint8_t digest[32])
{
  static const char about[] = "blindmark answer 1";  /* with its NUL */
  uint8_t said[sizeof about + sizeof save->id + 3];

  memcpy (said, about, sizeof about);
  memcpy (said + sizeof about, save->id, sizeof save->id);
  said[sizeof said - 3] = 'c';
  said[sizeof said - 2] = ':';
  said[sizeof said - 1] = (uint8_t) save->choice;
  (void) crypto_hash_sha256 (digest, said, sizeof said);
}

void
load_proof_text (const uint8_t digest[32], char text[LOAD_DIGEST_TEXT + 1])
{
  (void) sodium_bin2base64 (text, LOAD_DIGEST_TEXT + 1, digest, HASH, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static size_t
put_number (uint8_t *to, uint64_t number, size_t width)
{
  for (size_t i = 0; i < width; i++)
    to[i] = (uint8_t) (number >> 8 * (width - 1 - i));
  return width;
}

static void
hash_leaf (const struct load_save *save, const uint8_t digest[32], int64_t time_us, uint8_t hash[HASH])
{
  static const char about[] = "blindmark save receipt 1";
  uint8_t leaf[160] = { 0 };  /* a leaf is hashed behind one zero byte */
  char ref[16];
  const size_t length = (size_t) snprintf (ref, sizeof ref, "item.%d", save->item);
  size_t at = 1;

  memcpy (leaf + at, about, sizeof about);
  at += sizeof about;
  memcpy (leaf + at, save->candidate->session_bytes, 16);
  at += 16;
  leaf[at++] = (uint8_t) length;
  memcpy (leaf + at, ref, length);
  at += length;
  at += put_number (leaf + at, save->candidate->epoch, 4);
  at += put_number (leaf + at, save->sequence, 8);
  memcpy (leaf + at, digest, HASH);
  at += HASH;
  at += put_number (leaf + at, (uint64_t) time_us, 8);
  (void) crypto_hash_sha256 (hash, leaf, at);
}

static bool
read_bytes (struct load_span span, uint8_t *to, size_t length)
{
  size_t got = 0;

  return 0 == sodium_base642bin (to, length, span.at, span.length, NULL, &got, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING)
         && got == length;
}

static void
join (uint8_t left_and_result[HASH], const uint8_t *left, const uint8_t *right)
{
  uint8_t node[1 + 2 * HASH] = { 1 };

  memcpy (node + 1, left, HASH);
  memcpy (node + 1 + HASH, right, HASH);
  (void) crypto_hash_sha256 (left_and_result, node, sizeof node);
}

/* From a leaf to the root, as RFC 9162, 2.1.3.2 tells a client to. False: the path has another length than the place asks for. */
static bool
climb (uint8_t hash[HASH], const struct load_receipt *receipt)
{
  uint32_t place = receipt->index, last = receipt->count - 1;
  uint8_t sibling[HASH];

  if (receipt->index >= receipt->count)
    return false;
  for (size_t i = 0; i < receipt->path_count; i++)
    {
      if (0 == last || ! read_bytes (receipt->path[i], sibling, HASH))
        return false;
      if (0 != (place & 1) || place == last)
        {
          join (hash, sibling, hash);
          while (0 == (place & 1) && 0 != place)
            {
              place >>= 1;
              last >>= 1;
            }
        }
      else
        join (hash, hash, sibling);
      place >>= 1;
      last >>= 1;
    }
  return 0 == last;
}

bool
load_proof_holds (const uint8_t key[32], const struct load_save *save, const uint8_t digest[32],
                  const struct load_receipt *receipt)
{
  static const char about[] = "blindmark batch 1";
  uint8_t message[sizeof about + 4 + HASH];
  uint8_t signature[crypto_sign_BYTES];
  uint8_t hash[HASH];

  hash_leaf (save, digest, receipt->time_us, hash);
  if (! climb (hash, receipt) || ! read_bytes (receipt->signature, signature, sizeof signature))
    return false;
  memcpy (message, about, sizeof about);
  (void) put_number (message + sizeof about, receipt->count, 4);
  memcpy (message + sizeof about + 4, hash, HASH);
  return 0 == crypto_sign_verify_detached (signature, message, sizeof message, key);
}
