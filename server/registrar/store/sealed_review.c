#include "sealed_review.h"

#include "review_seal.h"

#include <string.h>

/* False: it has another length. NULL in the database is zeros. */
static bool
read_hash (const struct pg_rows *rows, size_t row, const char *column, struct hash *hash)
{
  const struct bytes bytes = pg_get_bytes (rows, row, column);

  *hash = (struct hash) { { 0 } };
  if (pg_is_null (rows, row, column))
    return true;
  if (sizeof hash->bytes != bytes.length)
    return false;
  memcpy (hash->bytes, bytes.at, bytes.length);
  return true;
}

static bool
read_seal (const struct pg_rows *rows, size_t row, struct review_seal *seal, struct review_signature *signature, bool *is_signed)
{
  const struct bytes bytes = pg_get_bytes (rows, row, "signature");

  seal->allocation = pg_get_uid (rows, row, "allocation_id");
  seal->revision = (uint32_t) pg_get_i64 (rows, row, "number");
  *is_signed = ! pg_is_null (rows, row, "signature");
  if (*is_signed && sizeof signature->bytes == bytes.length)
    memcpy (signature->bytes, bytes.at, bytes.length);
  return ! pg_is_null (rows, row, "number") && read_hash (rows, row, "sealed_as", &seal->commitment)
         && read_hash (rows, row, "previous", &seal->previous) && read_hash (rows, row, "reason", &seal->reason)
         && (! *is_signed || sizeof signature->bytes == bytes.length);
}

static const char *
word_of (enum review_seal_verdict verdict)
{
  switch (verdict)
    {
    case REVIEW_SEAL_GOOD:
      return "good";
    case REVIEW_SEAL_UNSIGNED:
      return "unsigned";
    case REVIEW_SEAL_NOT_NEXT:
      return "not_a_chain";
    case REVIEW_SEAL_NOT_SIGNED:
      break;
    }
  return "not_signed";
}

/* The newest seal of a chain that is whole. One that is unsigned may only be followed. */
static bool
judge_chain (const struct registrar_store *store, const struct pg_rows *rows, const struct review_span *span,
             struct review_seal *newest, const char **why)
{
  const struct review_key key = review_key_of (store->keyring);
  enum review_seal_verdict verdict = REVIEW_SEAL_NOT_SIGNED;

  for (size_t row = span->first; row < span->end; row++)
    {
      const struct review_seal before = *newest;
      struct review_signature signature;
      bool is_signed;
      *why = "no_seal";
      if (! read_seal (rows, row, newest, &signature, &is_signed))
        return false;
      verdict = review_seal_judge (&key, span->first == row ? NULL : &before, newest, is_signed ? &signature : NULL);
      *why = word_of (verdict);
      if (REVIEW_SEAL_GOOD != verdict && REVIEW_SEAL_UNSIGNED != verdict)
        return false;
    }
  return REVIEW_SEAL_GOOD == verdict;
}

/* Is what was opened the review of this seal? */
static bool
fits (const struct review_seal *seal, struct bytes plain, const json_t *review)
{
  const struct hash commitment = crypto_digest (plain);
  const char *key = json_string_value (json_object_get (review, "key"));
  const char *reason = json_string_value (json_object_get (review, "reason"));
  struct hash digest;

  if (NULL == key || 0 != memcmp (&commitment, &seal->commitment, sizeof commitment))
    return false;
  if (1 == seal->revision)
    return true;
  digest = review_seal_reason (text_of (key), text_of (NULL == reason ? "" : reason));
  return 0 == memcmp (&digest, &seal->reason, sizeof digest);
}

json_t *
sealed_review_open (struct registrar_store *store, const struct pg_rows *rows, const struct review_span *span,
                    struct hash *commitment, const char **why)
{
  const int64_t revision = pg_get_i64 (rows, span->first, "revision");
  const struct seal_place place
    = { KEY_REVIEW, "review.allocation.sealed", pg_get_uid (rows, span->first, "allocation_id"), revision };
  struct review_seal newest = { .revision = 0 };
  struct bytes plain;
  json_t *review;

  if (! judge_chain (store, rows, span, &newest, why) || ! read_hash (rows, span->first, "commitment", commitment))
    return NULL;
  *why = "not_the_newest";
  if (newest.revision != revision || 0 != memcmp (commitment, &newest.commitment, sizeof *commitment))
    return NULL;
  *why = "not_its_commitment";
  if (! seal_open (store->keyring, place, pg_get_bytes (rows, span->first, "sealed"), store->scratch, &plain))
    return NULL;
  review = json_loadb ((const char *) plain.at, plain.length, JSON_REJECT_DUPLICATES, NULL);
  if (fits (&newest, plain, review))
    return review;
  json_decref (review);
  return NULL;
}
