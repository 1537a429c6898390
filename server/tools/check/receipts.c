#include "check_inside.h"

#include "receipt_file.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define ASKED_AT_ONCE 400
#define RECEIPT_ROOM ((size_t) 1024 * 1024)

static int
by_bytes (const void *a, const void *b)
{
  return memcmp (a, b, sizeof (struct uid));
}

static void
name_batch (struct check *check, struct uid batch)
{
  if (check->named_count == check->named_room)
    {
      check->named_room = 0 == check->named_room ? 1024 : 2 * check->named_room;
      check->named = reallocarray (check->named, check->named_room, sizeof *check->named);
      if (NULL == check->named)
        abort ();
    }
  check->named[check->named_count++] = batch;
}

void
check_leaf (struct check *check, const char *session, const struct pg_rows *rows, size_t row, struct uid of)
{
  struct receipt receipt = { .session = of,
                             .ref = arena_string (check->arena, pg_get_text (rows, row, "ref")),
                             .epoch = (uint32_t) pg_get_i64 (rows, row, "epoch"),
                             .sequence = (uint64_t) pg_get_i64 (rows, row, "sequence"),
                             .time_us = pg_get_time (rows, row, "arrived_at") };
  const struct bytes digest = pg_get_bytes (rows, row, "digest");
  char save[UID_TEXT_ROOM];
  struct hash leaf;

  if (NULL == check->task->key)
    return;
  uid_print (pg_get_uid (rows, row, "save_id"), save);
  if (sizeof receipt.digest.bytes != digest.length)
    check_found (check, &check->unproven, "session %s: save %s has no digest", session, save);
  if (sizeof receipt.digest.bytes != digest.length || pg_is_null (rows, row, "batch_id"))
    return;
  memcpy (receipt.digest.bytes, digest.at, digest.length);
  leaf = receipt_leaf (&receipt);
  if (pg_is_null (rows, row, "leaf"))
    check_found (check, &check->unproven, "session %s: save %s is of a batch that is not there", session, save);
  else if (! check_is (pg_get_bytes (rows, row, "leaf"), &leaf))
    check_found (check, &check->unproven, "session %s: save %s is not what was signed in its batch", session, save);
  name_batch (check, pg_get_uid (rows, row, "batch_id"));
}

static bool
is_signed (const struct check *check, const struct hash *leaves, uint32_t count, struct bytes signature)
{
  static const char title[] = "blindmark batch 1";
  const uint8_t number[4] = { (uint8_t) (count >> 24), (uint8_t) (count >> 16), (uint8_t) (count >> 8), (uint8_t) count };
  uint8_t message[sizeof title + sizeof number + HASH_BYTES];
  struct hash_tree tree;

  hash_tree_build (leaves, count, check->arena, &tree);
  memcpy (message, title, sizeof title);
  memcpy (message + sizeof title, number, sizeof number);
  memcpy (message + sizeof title + sizeof number, tree.root.bytes, HASH_BYTES);
  return crypto_sign_BYTES == signature.length
         && 0 == crypto_sign_verify_detached (signature.at, message, sizeof message, check->task->key->bytes);
}

static bool
check_some (struct check *check, size_t first, size_t count)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct pg_param params[] = { pg_uid_array (check->arena, check->named + first, count) };

  if (PG_DONE != pg_run (check->conn, "check_batches", params, BM_COUNT (params), &rows))
    return false;
  for (size_t i = 0; i < pg_count (rows); i++)
    {
      const struct bytes leaves = pg_get_bytes (rows, i, "leaves");
      struct hash *hashes = arena_take (check->arena, leaves.length + HASH_BYTES);
      char name[UID_TEXT_ROOM];
      memcpy (hashes, leaves.at, leaves.length);
      uid_print (pg_get_uid (rows, i, "id"), name);
      if (! is_signed (check, hashes, (uint32_t) (leaves.length / HASH_BYTES), pg_get_bytes (rows, i, "signature")))
        check_found (check, &check->unproven, "batch %s: it was not signed so", name);
      check->batches++;
    }
  arena_reset (check->arena);
  return true;
}

bool
check_batches (struct check *check)
{
  size_t kept = 0;
  bool good = true;

  if (0 != check->named_count)
    qsort (check->named, check->named_count, sizeof *check->named, by_bytes);
  for (size_t i = 0; i < check->named_count; i++)
    if (0 == kept || ! uid_equal (check->named[i], check->named[kept - 1]))
      check->named[kept++] = check->named[i];
  for (size_t i = 0; good && i < kept; i += ASKED_AT_ONCE)
    good = check_some (check, i, kept - i < ASKED_AT_ONCE ? kept - i : ASKED_AT_ONCE);
  return good;
}

/* NULL, or why the receipt does not prove that this is stored. */
static const char *
problem_of (const struct check *check, const struct journal_sent *sent, const char *text, struct arena *arena)
{
  const struct receipt_row *row;
  struct receipt_file file;
  const char *problem = receipt_file_read (text_of (text), arena, &file);

  if (NULL != problem)
    return problem;
  if (1 != file.count || file.rows[0].is_seal)
    return "it is not the receipt of one save";
  (void) receipt_file_check (&file, check->task->key, arena);
  row = &file.rows[0];
  if (NULL != row->problem)
    return row->problem;
  if (! uid_equal (row->save.session, sent->session) || 0 != strcmp (row->save.ref, sent->ref)
      || (int64_t) row->save.epoch != sent->stored_epoch || (int64_t) row->save.sequence != sent->revision
      || 0 != memcmp (row->save.digest.bytes, sent->digest.bytes, HASH_BYTES) || row->save.time_us != sent->arrived_us)
    return "it is signed, and says otherwise than what is stored";
  return NULL;
}

void
check_receipt (struct check *check, const char *save, const struct journal_sent *sent, const struct journal_told *told)
{
  struct arena *arena BM_CLEANUP (arena_cleanup) = NULL;
  const char *problem = "there is none";

  if (NULL == check->task->key)
    return;
  arena = arena_new (RECEIPT_ROOM);
  check->receipts += NULL != told->receipt;
  if (NULL != told->receipt)
    problem = problem_of (check, sent, told->receipt, arena);
  if (NULL != problem)
    check_found (check, &check->unproven, "save %s: the receipt that its client was given is not good: %s", save, problem);
}
