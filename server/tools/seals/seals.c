#include "seals.h"

#include "seal.h"

#include <jansson.h>
#include <string.h>

#define SCRATCH_MOST ((size_t) 64 * 1024 * 1024)  /* of one review */

struct seals
{
  const struct review_key *key;
  const struct keyring *ring;
  struct arena *scratch;
  FILE *out;
  size_t reviews;      /* allocations with a locked review */
  size_t sealed;       /* seals */
  size_t revisions;    /* of them, later ones */
  size_t unsigned_ones;    /* of them, from before reviews were signed */
  size_t opened;
  size_t findings;
};

static void
found (struct seals *seals, const struct pg_rows *rows, size_t row, const char *what)
{
  char id[UID_TEXT_ROOM];

  uid_print (pg_get_uid (rows, row, "allocation_id"), id);
  fprintf (seals->out, "allocation %s, revision %lld: %s\n", id, (long long) pg_get_i64 (rows, row, "number"), what);
  seals->findings++;
}

static bool
fits (const struct review_seal *seal, struct bytes plain)
{
  json_auto_t *review = json_loadb ((const char *) plain.at, plain.length, JSON_REJECT_DUPLICATES, NULL);

  return review_seal_fits (seal, plain, text_of (json_string_value (json_object_get (review, "key"))),
                           text_of (json_string_value (json_object_get (review, "reason"))));
}

static void
open_review (struct seals *seals, const struct pg_rows *rows, size_t row, const struct review_seal *seal)
{
  const struct seal_place place = { KEY_REVIEW, "review.allocation.sealed", seal->allocation, seal->revision };
  struct bytes plain;

  arena_reset (seals->scratch);
  if (! seal_open (seals->ring, place, pg_get_bytes (rows, row, "sealed"), seals->scratch, &plain))
    found (seals, rows, row, "the review does not open");
  else if (! fits (seal, plain))
    found (seals, rows, row, "the review is not the one that was committed to");
  else
    seals->opened++;
}

static void
judge (struct seals *seals, const struct pg_rows *rows, size_t row, const struct review_seal *before,
       const struct review_seal *seal, bool is_newest)
{
  switch (review_seal_judge (seals->key, before, seal, pg_get_bytes (rows, row, "signature")))
    {
    case REVIEW_SEAL_GOOD:
      return;
    case REVIEW_SEAL_UNSIGNED:
      seals->unsigned_ones++;
      if (is_newest && ! pg_get_bool (rows, row, "released"))
        found (seals, rows, row, "it was locked before reviews were signed; its reviewer has to lock a revision of it");
      return;
    case REVIEW_SEAL_NOT_NEXT:
      found (seals, rows, row, "it does not follow the seal before it");
      return;
    case REVIEW_SEAL_NOT_SIGNED:
      found (seals, rows, row, "the review desk did not sign this");
      return;
    }
}

/* What the allocation holds is the newest seal. */
static void
compare_with_allocation (struct seals *seals, const struct pg_rows *rows, size_t row, const struct review_seal *newest)
{
  const struct bytes commitment = pg_get_bytes (rows, row, "commitment");

  if (! pg_get_bool (rows, row, "counts") || pg_get_i64 (rows, row, "revision") != newest->revision
      || commitment.length != sizeof newest->commitment.bytes
      || 0 != memcmp (commitment.at, newest->commitment.bytes, commitment.length))
    found (seals, rows, row, "the review that counts is not the newest that was locked");
}

static bool
read_seal (const struct pg_rows *rows, size_t row, struct review_seal *seal)
{
  const struct bytes parts[] = { pg_get_bytes (rows, row, "sealed_as"), pg_get_bytes (rows, row, "previous"),
                                 pg_get_bytes (rows, row, "reason") };

  return review_seal_read (pg_get_uid (rows, row, "allocation_id"), pg_get_i64 (rows, row, "number"), parts, seal);
}

static void
check_row (struct seals *seals, const struct pg_rows *rows, size_t row, bool is_first, bool is_newest, struct review_seal *seal)
{
  const struct review_seal before = *seal;

  seals->reviews += is_first;
  if (! read_seal (rows, row, seal))
    {
      found (seals, rows, row, pg_is_null (rows, row, "number") ? "a locked review has no seal" : "the seal is damaged");
      return;
    }
  seals->sealed++;
  seals->revisions += 1 < seal->revision;
  judge (seals, rows, row, is_first ? NULL : &before, seal, is_newest);
  if (! pg_get_bool (rows, row, "told"))
    found (seals, rows, row, "the audit chain does not know of it");
  if (is_newest)
    compare_with_allocation (seals, rows, row, seal);
  if (NULL != seals->ring)
    open_review (seals, rows, row, seal);
}

static bool
same_allocation (const struct pg_rows *rows, size_t one, size_t other)
{
  return other < pg_count (rows)
         && uid_equal (pg_get_uid (rows, one, "allocation_id"), pg_get_uid (rows, other, "allocation_id"));
}

static bool
check_rows (struct seals *seals, struct pg_conn *conn)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  struct review_seal seal = { .revision = 0 };

  if (PG_DONE != pg_run (conn, "seal_rows", NULL, 0, &rows))
    return false;
  for (size_t row = 0; row < pg_count (rows); row++)
    check_row (seals, rows, row, 0 == row || ! same_allocation (rows, row, row - 1), ! same_allocation (rows, row, row + 1), &seal);
  return true;
}

static bool
check_lost (struct seals *seals, struct pg_conn *conn)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;

  if (PG_DONE != pg_run (conn, "lost_seals", NULL, 0, &rows))
    return false;
  for (size_t row = 0; row < pg_count (rows); row++)
    {
      char id[UID_TEXT_ROOM];
      uid_print (pg_get_uid (rows, row, "allocation_id"), id);
      fprintf (seals->out, "allocation %s: event %lld of the audit chain tells of a seal that is not there\n", id,
               (long long) pg_get_i64 (rows, row, "number"));
      seals->findings++;
    }
  return true;
}

bool
seals_check (struct pg_conn *conn, const struct review_key *key, const struct keyring *ring, FILE *out, size_t *findings)
{
  struct arena *scratch BM_CLEANUP (arena_cleanup) = arena_new (SCRATCH_MOST);
  struct seals seals = { .key = key, .ring = ring, .scratch = scratch, .out = out };

  if (! check_rows (&seals, conn) || ! check_lost (&seals, conn))
    return false;
  fprintf (out, "checked: reviews %zu, seals %zu, revisions %zu, unsigned %zu, opened %zu, findings %zu\n", seals.reviews,
           seals.sealed, seals.revisions, seals.unsigned_ones, seals.opened, seals.findings);
  *findings = seals.findings;
  return true;
}
