/* The receipts of a part, for its page and as a file. */
#include "store.h"

#include "item_order.h"

#include <string.h>

#define CHUNK 64                                  /* proofs at a time: a batch has up to 32 KB of leaves */
#define CHUNK_MOST ((size_t) 32 * 1024 * 1024)

struct hash
store_hash (struct bytes bytes)
{
  struct hash hash = { { 0 } };

  if (HASH_BYTES == bytes.length)
    memcpy (hash.bytes, bytes.at, HASH_BYTES);
  return hash;
}

struct receipt
store_receipt_row (struct arena *arena, const struct pg_rows *rows, size_t row)
{
  return (struct receipt) { .session = pg_get_uid (rows, row, "session_id"),
                            .ref = store_text (arena, rows, row, "ref"),
                            .epoch = (uint32_t) pg_get_i64 (rows, row, "epoch"),
                            .sequence = (uint64_t) pg_get_i64 (rows, row, "sequence"),
                            .digest = store_hash (pg_get_bytes (rows, row, "digest")),
                            .time_us = pg_get_time (rows, row, "arrived_at") };
}

struct text
store_receipt_alone (const struct candidate_store *store, struct arena *arena, const struct receipt *receipt)
{
  struct hash leaf = receipt_leaf (receipt);
  struct receipt_batch batch;

  receipt_batch_sign (store->ring, &leaf, 1, arena, &batch);
  return store_receipt (receipt, &batch, 0, arena);
}

/* The proof of one that was written in a batch: the leaves are those of all of it. */
static struct text
receipt_of_batch (struct arena *arena, const struct receipt *receipt, const struct pg_rows *rows, size_t row)
{
  const struct bytes leaves = pg_get_bytes (rows, row, "leaves");
  const struct bytes signature = pg_get_bytes (rows, row, "signature");
  const size_t count = leaves.length / HASH_BYTES;
  struct hash *hashes = arena_take (arena, (count + 1) * sizeof *hashes);
  struct receipt_batch batch = { .signature = { { 0 } } };

  memcpy (hashes, leaves.at, count * HASH_BYTES);
  if (sizeof batch.signature.bytes == signature.length)
    memcpy (batch.signature.bytes, signature.at, signature.length);
  hash_tree_build (hashes, (uint32_t) count, arena, &batch.tree);
  return store_receipt (receipt, &batch, (uint32_t) pg_get_i64 (rows, row, "batch_index"), arena);
}

struct text
store_proof (const struct candidate_store *store, struct arena *arena, const struct pg_rows *rows, size_t row)
{
  const struct receipt receipt = store_receipt_row (arena, rows, row);

  return pg_is_null (rows, row, "leaves") ? store_receipt_alone (store, arena, &receipt)
                                          : receipt_of_batch (arena, &receipt, rows, row);
}

/* --- the list ----------------------------------------------------------------------------------------------------- */

static struct candidate_receipt
read_receipt (struct arena *arena, const struct pg_rows *rows, size_t row)
{
  return (struct candidate_receipt) { .ref = store_text (arena, rows, row, "ref"),
                                      .epoch = pg_get_i64 (rows, row, "epoch"),
                                      .sequence = pg_get_i64 (rows, row, "sequence"),
                                      .time_us = pg_get_time (rows, row, "arrived_at"),
                                      .at = store_text (arena, rows, row, "at_text"),
                                      .proved = ! pg_is_null (rows, row, "digest"),
                                      .digest = store_hash (pg_get_bytes (rows, row, "digest")),
                                      .late = pg_get_bool (rows, row, "late"),
                                      .let_in = pg_get_bool (rows, row, "let_in"),
                                      .counts = pg_get_bool (rows, row, "counts"),
                                      .together = (size_t) pg_get_i64 (rows, row, "together") };
}

static enum candidate_outcome
read_list (struct candidate_store *store, const struct candidate_call *call, int part, struct candidate_receipts *receipts)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct pg_param params[] = { store_token (call), pg_i32 (call->arena, part), store_refs (call->arena, part, receipts->form),
                                     pg_i32 (call->arena, CANDIDATE_RECEIPTS_SHOWN) };
  enum candidate_outcome outcome = store_run (store, "receipts", params, BM_COUNT (params), &rows);

  if (CANDIDATE_DONE != outcome)
    return outcome;
  receipts->association = store_text (call->arena, rows, 0, "association_name");
  receipts->title = store_text (call->arena, rows, 0, "title");
  receipts->zone = store_text (call->arena, rows, 0, "zone");
  receipts->saves = (size_t) pg_get_i64 (rows, 0, "saves");
  receipts->proved = (size_t) pg_get_i64 (rows, 0, "proved");
  receipts->late = (size_t) pg_get_i64 (rows, 0, "late_ones");
  receipts->list = arena_take (call->arena, pg_count (rows) * sizeof *receipts->list);
  for (size_t row = 0; row < pg_count (rows); row++)
    if (! pg_is_null (rows, row, "ref"))
      receipts->list[receipts->count++] = read_receipt (call->arena, rows, row);
  return CANDIDATE_DONE;
}

enum candidate_outcome
candidate_store_receipts (struct candidate_store *store, const struct candidate_call *call, int part,
                          struct candidate_receipts *receipts)
{
  struct store_part found;
  uint16_t *positions;
  enum candidate_outcome outcome = store_part (store, call, part, text_of (""), &found);

  *receipts = (struct candidate_receipts) { .count = 0 };
  if (CANDIDATE_DONE == outcome)
    outcome = store_form (store, call, part, found.form, &receipts->form);
  if (CANDIDATE_DONE == outcome)
    outcome = candidate_store_seal (store, call, part, &receipts->seals);
  if (CANDIDATE_DONE == outcome)
    outcome = read_list (store, call, part, receipts);
  if (CANDIDATE_DONE != outcome)
    return outcome;
  receipts->session = found.session;
  positions = arena_take (call->arena, (receipts->form->count + 1) * sizeof *positions);
  for (size_t i = 0; i < receipts->form->count; i++)
    positions[i] = (uint16_t) (i + 1);
  if (1 == part)
    item_order (found.order_seed, receipts->form->count, positions);
  receipts->positions = positions;
  return CANDIDATE_DONE;
}

/* --- the file ----------------------------------------------------------------------------------------------------- */

/* The place after which the next ones are read. */
struct place
{
  int64_t epoch, sequence;
  size_t count;   /* of those before it */
  bool last;      /* there are none after it */
};

static enum candidate_outcome
add_chunk (struct candidate_store *store, const struct candidate_call *call, int part, struct place *place, struct buf *json)
{
  struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (CHUNK_MOST);
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct pg_param params[] = { store_token (call), pg_i32 (arena, part), pg_i32 (arena, (int32_t) place->epoch),
                                     pg_i64 (arena, place->sequence), pg_i32 (arena, CHUNK) };
  enum candidate_outcome outcome = store_run (store, "proofs", params, BM_COUNT (params), &rows);

  if (CANDIDATE_DONE != outcome)
    return outcome;
  place->last = pg_count (rows) < CHUNK;
  for (size_t row = 0; row < pg_count (rows) && ! pg_is_null (rows, row, "ref"); row++)
    {
      if (0 != place->count++)
        buf_byte (json, ',');
      buf_text (json, store_proof (store, arena, rows, row));
      place->epoch = pg_get_i64 (rows, row, "epoch");
      place->sequence = pg_get_i64 (rows, row, "sequence");
    }
  return CANDIDATE_DONE;
}

enum candidate_outcome
candidate_store_receipts_file (struct candidate_store *store, const struct candidate_call *call, int part, struct buf *json)
{
  struct candidate_seals seals;
  const struct candidate_seal *newest;
  struct place place = { .last = false };
  enum candidate_outcome outcome = candidate_store_seal (store, call, part, &seals);

  buf_string (json, "{\"receipts\":[");
  while (CANDIDATE_DONE == outcome && ! place.last && ! json->overflow)
    outcome = add_chunk (store, call, part, &place, json);
  newest = 0 == seals.count ? NULL : &seals.list[seals.count - 1];
  buf_string (json, "],\"seal\":");
  if (NULL != newest && newest->seal.saves == place.count)
    receipt_seal_print (&newest->seal, &newest->signature, json);
  else
    buf_string (json, "null");
  buf_byte (json, '}');
  return outcome;
}

struct receipt_key
candidate_store_receipt_key (const struct candidate_store *store)
{
  return receipt_key_of (store->ring);
}
