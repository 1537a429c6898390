/* One answer at a time: what the batch did not decide. */
#include "store.h"

#include <string.h>

/* A clock that stands shows what it stood at. */
static int64_t
left_after (const struct pg_rows *rows, enum candidate_outcome outcome)
{
  bool paused = ! pg_is_null (rows, 0, "paused_at");

  return session_time_left (pg_get_time (rows, 0, paused ? "paused_at" : "moment"), pg_get_time (rows, 0, "deadline"), 0,
                            CANDIDATE_CLOSED == outcome ? SESSION_CLOSED : SESSION_RUNNING);
}

static struct hash
hash_of (struct bytes bytes)
{
  struct hash hash = { { 0 } };

  if (HASH_BYTES == bytes.length)
    memcpy (hash.bytes, bytes.at, HASH_BYTES);
  return hash;
}

/* The proof of a save that was written alone: a tree of its own, the same whenever it is asked for. */
static struct text
receipt_alone (const struct candidate_store *store, struct arena *arena, const struct receipt *receipt)
{
  struct hash leaf = receipt_leaf (receipt);
  struct receipt_batch batch;

  receipt_batch_sign (store->ring, &leaf, 1, arena, &batch);
  return store_receipt (receipt, &batch, 0, arena);
}

/* The proof of one that was written in a batch: the leaves are those of all of it. */
static struct text
receipt_of_batch (struct arena *arena, const struct receipt *receipt, const struct pg_rows *rows)
{
  const struct bytes leaves = pg_get_bytes (rows, 0, "leaves");
  const struct bytes signature = pg_get_bytes (rows, 0, "signature");
  const size_t count = leaves.length / HASH_BYTES;
  struct hash *hashes = arena_take (arena, (count + 1) * sizeof *hashes);
  struct receipt_batch batch = { .signature = { { 0 } } };

  memcpy (hashes, leaves.at, count * HASH_BYTES);
  if (sizeof batch.signature.bytes == signature.length)
    memcpy (batch.signature.bytes, signature.at, signature.length);
  hash_tree_build (hashes, (uint32_t) count, arena, &batch.tree);
  return store_receipt (receipt, &batch, (uint32_t) pg_get_i64 (rows, 0, "batch_index"), arena);
}

enum candidate_outcome
candidate_store_saved (struct candidate_store *store, const struct candidate_call *call, int part, struct uid save_id,
                       struct candidate_saved *saved)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct pg_param params[] = { store_token (call), pg_i32 (call->arena, part), pg_uid (call->arena, save_id) };
  enum candidate_outcome outcome = store_run (store, "saved", params, BM_COUNT (params), &rows);
  struct receipt receipt;

  *saved = (struct candidate_saved) { .receipt = text_of ("") };
  if (CANDIDATE_STORED != outcome)
    return outcome;
  saved->revision = pg_get_i64 (rows, 0, "sequence");
  if (pg_is_null (rows, 0, "digest"))
    return outcome;
  receipt = (struct receipt) { .session = pg_get_uid (rows, 0, "session_id"),
                               .ref = store_text (call->arena, rows, 0, "ref"),
                               .epoch = (uint32_t) pg_get_i64 (rows, 0, "epoch"),
                               .sequence = (uint64_t) saved->revision,
                               .digest = hash_of (pg_get_bytes (rows, 0, "digest")),
                               .time_us = pg_get_time (rows, 0, "arrived_at") };
  saved->receipt = pg_is_null (rows, 0, "leaves") ? receipt_alone (store, call->arena, &receipt)
                                                  : receipt_of_batch (call->arena, &receipt, rows);
  return outcome;
}

/* Of a save that stands, whether this call stored it or an earlier one. */
static struct text
receipt_after (struct candidate_store *store, const struct candidate_call *call, const struct candidate_save *save,
               const struct store_answer *answer, const struct pg_rows *rows)
{
  const struct receipt receipt = { .session = pg_get_uid (rows, 0, "session_id"),
                                   .ref = arena_string (call->arena, save->ref),
                                   .epoch = (uint32_t) pg_get_i64 (rows, 0, "epoch"),
                                   .sequence = (uint64_t) pg_get_i64 (rows, 0, "revision"),
                                   .digest = answer->digest,
                                   .time_us = pg_get_time (rows, 0, "arrived_at") };
  struct candidate_saved stored;

  if (! pg_get_bool (rows, 0, "batched"))
    return receipt_alone (store, call->arena, &receipt);
  if (CANDIDATE_STORED == candidate_store_saved (store, call, save->part, save->id, &stored))
    return stored.receipt;
  return text_of ("");
}

enum candidate_outcome
candidate_store_save (struct candidate_store *store, const struct candidate_call *call, const struct candidate_save *save,
                      struct candidate_saved *saved)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct store_answer answer = store_answer_of (store, call->arena, save);
  const struct pg_param params[] = { store_token (call),
                                     pg_i32 (call->arena, save->part),
                                     store_arrival (store, call),
                                     uid_is_zero (save->session) ? pg_null () : pg_uid (call->arena, save->session),
                                     0 == save->epoch ? pg_null () : pg_i32 (call->arena, (int32_t) save->epoch),
                                     pg_uid (call->arena, save->id),
                                     0 == save->sequence ? pg_null () : pg_i64 (call->arena, save->sequence),
                                     pg_text (save->ref),
                                     pg_bytes (answer.sealed),
                                     pg_bytes (hash_bytes (&answer.digest)) };
  enum candidate_outcome outcome = CANDIDATE_UNKNOWN_REF;

  *saved = (struct candidate_saved) { .receipt = text_of ("") };
  if (receipt_ref_is_good (save->ref))
    outcome = store_run (store, "save", params, BM_COUNT (params), &rows);
  if (NULL == rows || 0 == pg_count (rows))
    return outcome;
  saved->revision = pg_get_i64 (rows, 0, "revision");
  saved->left_s = left_after (rows, outcome);
  if (CANDIDATE_SAVED == outcome || CANDIDATE_LATE == outcome)
    saved->receipt = receipt_after (store, call, save, &answer, rows);
  return outcome;
}

enum candidate_outcome
candidate_store_mark (struct candidate_store *store, const struct candidate_call *call, int part, int64_t position, bool flagged,
                      const char *struck)
{
  const struct pg_param params[]
    = { store_token (call),
        pg_i32 (call->arena, part),
        store_arrival (store, call),
        pg_text (text_of (arena_printf (call->arena, "%s.%lld", 1 == part ? "item" : "vignette", (long long) position))),
        pg_bool (call->arena, flagged),
        NULL == struck ? pg_null () : pg_text (text_of (struck)) };

  return store_do (store, "mark", params, BM_COUNT (params));
}
