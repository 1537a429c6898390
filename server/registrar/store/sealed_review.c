#include "sealed_review.h"

#include "review_seal.h"

#include <string.h>

static bool
read_seal (const struct pg_rows *rows, size_t row, struct review_seal *seal)
{
  const struct bytes parts[] = { pg_get_bytes (rows, row, "sealed_as"), pg_get_bytes (rows, row, "previous"),
                                 pg_get_bytes (rows, row, "reason") };

  return review_seal_read (pg_get_uid (rows, row, "allocation_id"), pg_get_i64 (rows, row, "number"), parts, seal);
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

/* The newest seal of a chain that is whole. One that is unsigned, from before reviews were signed, may only be followed; or what it
   counted for is published, when its reviewer cannot follow it any more: corrections of that publication rest on it. */
static bool
judge_chain (const struct registrar_store *store, const struct pg_rows *rows, const struct review_span *span,
             struct review_seal *newest, const char **why)
{
  const struct review_key key = review_key_of (store->keyring);
  enum review_seal_verdict verdict = REVIEW_SEAL_NOT_SIGNED;

  for (size_t row = span->first; row < span->end; row++)
    {
      const struct review_seal before = *newest;
      *why = "no_seal";
      if (! read_seal (rows, row, newest))
        return false;
      verdict = review_seal_judge (&key, span->first == row ? NULL : &before, newest, pg_get_bytes (rows, row, "signature"));
      *why = word_of (verdict);
      if (REVIEW_SEAL_GOOD != verdict && REVIEW_SEAL_UNSIGNED != verdict)
        return false;
    }
  return REVIEW_SEAL_GOOD == verdict || (REVIEW_SEAL_UNSIGNED == verdict && pg_get_bool (rows, span->first, "released"));
}

static bool
fits (const struct review_seal *seal, struct bytes plain, const json_t *review)
{
  return review_seal_fits (seal, plain, text_of (json_string_value (json_object_get (review, "key"))),
                           text_of (json_string_value (json_object_get (review, "reason"))));
}

json_t *
sealed_review_open (struct registrar_store *store, const struct pg_rows *rows, const struct review_span *span,
                    struct hash *commitment, const char **why)
{
  const int64_t revision = pg_get_i64 (rows, span->first, "revision");
  const struct seal_place place
    = { KEY_REVIEW, "review.allocation.sealed", pg_get_uid (rows, span->first, "allocation_id"), revision };
  const struct bytes counted = pg_get_bytes (rows, span->first, "commitment");
  struct review_seal newest = { .revision = 0 };
  struct bytes plain;
  json_t *review;

  if (! judge_chain (store, rows, span, &newest, why))
    return NULL;
  *why = "not_the_newest";
  *commitment = newest.commitment;
  if (newest.revision != revision || counted.length != sizeof commitment->bytes
      || 0 != memcmp (counted.at, commitment->bytes, counted.length))
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
