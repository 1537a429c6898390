/* {"version":1,"kind":"save","session":…,"ref":…,"epoch":…,"sequence":…,"digest":…,"time_us":…,
    "index":…,"count":…,"path":[…],"signature":…}
   {"version":1,"kind":"seal","session":…,"part":…,"saves":…,"root":…,"time_us":…,"code":…,"signature":…}
   One is printed for every save, so it is put together in place and copied once. */
#include "receipt.h"

#include "base64url.h"
#include "log.h"

#include <string.h>

#define NUMBER_MOST 20
#define PATH_ITEM_MOST (BASE64URL_LENGTH (HASH_BYTES) + 3)
#define LINE_ROOM (512 + 6 * NUMBER_MOST + HASH_TREE_PATH_MOST * PATH_ITEM_MOST)

#define PUT(at, words) put (at, words, sizeof words - 1)

static char *
put (char *at, const char *words, size_t length)
{
  memcpy (at, words, length);
  return at + length;
}

static char *
put_number (char *at, uint64_t number)
{
  char digits[NUMBER_MOST];
  size_t first = sizeof digits;

  do
    digits[--first] = (char) ('0' + number % 10);
  while (0 != (number /= 10));
  return put (at, digits + first, sizeof digits - first);
}

static char *
put_time (char *at, int64_t time_us)
{
  if (time_us < 0)
    *at++ = '-';
  return put_number (at, time_us < 0 ? 0 - (uint64_t) time_us : (uint64_t) time_us);
}

static char *
put_hash (char *at, const struct hash *hash)
{
  *at++ = '"';
  at = base64url_print (hash->bytes, sizeof hash->bytes, at);
  *at++ = '"';
  return at;
}

static char *
put_uid (char *at, struct uid uid)
{
  uid_print (uid, at);
  return at + UID_TEXT_ROOM - 1;
}

static char *
put_signature (char *at, const struct receipt_signature *signature)
{
  at = PUT (at, ",\"signature\":\"");
  at = base64url_print (signature->bytes, sizeof signature->bytes, at);
  return PUT (at, "\"}");
}

static char *
put_path (char *at, const struct hash_tree *tree, uint32_t index)
{
  struct hash_path path;

  hash_tree_path (tree, index, &path);
  at = PUT (at, ",\"path\":[");
  for (size_t i = 0; i < path.count; i++)
    {
      if (0 != i)
        *at++ = ',';
      at = put_hash (at, &path.at[i]);
    }
  *at++ = ']';
  return at;
}

void
receipt_print (const struct receipt *receipt, const struct receipt_batch *batch, uint32_t index, struct buf *json)
{
  const struct text ref = text_of (receipt->ref);
  char line[LINE_ROOM];
  char *at = line;

  if (! receipt_ref_is_good (ref))
    log_fatal ("receipt_ref", "length=%zu", ref.length);
  at = PUT (at, "{\"version\":1,\"kind\":\"save\",\"session\":\"");
  at = put_uid (at, receipt->session);
  at = PUT (at, "\",\"ref\":\"");
  at = put (at, ref.at, ref.length);
  at = PUT (at, "\",\"epoch\":");
  at = put_number (at, receipt->epoch);
  at = PUT (at, ",\"sequence\":");
  at = put_number (at, receipt->sequence);
  at = PUT (at, ",\"digest\":");
  at = put_hash (at, &receipt->digest);
  at = PUT (at, ",\"time_us\":");
  at = put_time (at, receipt->time_us);
  at = PUT (at, ",\"index\":");
  at = put_number (at, index);
  at = PUT (at, ",\"count\":");
  at = put_number (at, batch->tree.count);
  at = put_path (at, &batch->tree, index);
  at = put_signature (at, &batch->signature);
  buf_add (json, line, (size_t) (at - line));
}

void
receipt_seal_print (const struct receipt_seal *seal, const struct receipt_signature *signature, struct buf *json)
{
  char line[LINE_ROOM];
  char code[RECEIPT_CODE_ROOM];
  char *at = line;

  receipt_code (seal, code);
  at = PUT (at, "{\"version\":1,\"kind\":\"seal\",\"session\":\"");
  at = put_uid (at, seal->session);
  at = PUT (at, "\",\"part\":");
  at = put_number (at, seal->part);
  at = PUT (at, ",\"saves\":");
  at = put_number (at, seal->saves);
  at = PUT (at, ",\"root\":");
  at = put_hash (at, &seal->root);
  at = PUT (at, ",\"time_us\":");
  at = put_time (at, seal->time_us);
  at = PUT (at, ",\"code\":\"");
  at = put (at, code, strlen (code));
  *at++ = '"';
  at = put_signature (at, signature);
  buf_add (json, line, (size_t) (at - line));
}
