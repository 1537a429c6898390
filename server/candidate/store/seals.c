/* Seals: one signature over all saves of a part that has ended. */
#include "store.h"

#include "log.h"

#include <string.h>

#define TRIES 5   /* each time somebody stored one more save in between */
#define CHUNK 2000                          /* saves at a time */
#define CHUNK_MOST ((size_t) 1024 * 1024)

/* What is read of a session's saves, a chunk after the other, and needs no room for any of them. */
struct growth
{
  struct uid session;
  struct hash_tree_growth tree;
  int64_t epoch, sequence;   /* of the last that is in it */
  int64_t time_us;           /* of the request, but before no save that is in it */
  bool whole;                /* no save is after it */
};

static enum candidate_outcome
grow (struct candidate_store *store, const struct candidate_call *call, int part, struct growth *growth)
{
  struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (CHUNK_MOST);
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct pg_param params[]
    = { store_token (call), pg_i32 (arena, part), store_arrival (store, call), pg_i32 (arena, (int32_t) growth->epoch),
        pg_i64 (arena, growth->sequence), pg_i32 (arena, CHUNK) };
  enum candidate_outcome outcome = store_run (store, "leaves", params, BM_COUNT (params), &rows);

  if (CANDIDATE_DONE != outcome)
    return outcome;
  growth->session = pg_get_uid (rows, 0, "session_id");
  growth->whole = pg_count (rows) < CHUNK;
  if (0 == growth->tree.count)
    growth->time_us = pg_get_time (rows, 0, "moment");
  for (size_t row = 0; row < pg_count (rows) && ! pg_is_null (rows, row, "ref"); row++)
    {
      const struct receipt receipt = store_receipt_row (arena, rows, row);
      hash_tree_grow (&growth->tree, receipt_leaf (&receipt));
      growth->epoch = receipt.epoch;
      growth->sequence = (int64_t) receipt.sequence;
      growth->time_us = receipt.time_us > growth->time_us ? receipt.time_us : growth->time_us;
    }
  return CANDIDATE_DONE;
}

/* What is to be signed: the root over the receipts of all saves that have one, and when: now, but before none of them. */
static enum candidate_outcome
plan (struct candidate_store *store, const struct candidate_call *call, int part, struct receipt_seal *planned)
{
  struct growth growth = { .whole = false };
  enum candidate_outcome outcome = CANDIDATE_DONE;

  while (CANDIDATE_DONE == outcome && ! growth.whole)
    outcome = grow (store, call, part, &growth);
  *planned = (struct receipt_seal) { .session = growth.session,
                                     .part = (uint8_t) part,
                                     .saves = growth.tree.count,
                                     .root = hash_tree_grown (&growth.tree),
                                     .time_us = growth.time_us };
  return outcome;
}

static enum candidate_outcome
make (struct candidate_store *store, const struct candidate_call *call, int part)
{
  struct receipt_seal planned;
  struct receipt_signature signature;
  enum candidate_outcome outcome = plan (store, call, part, &planned);
  struct pg_param params[6];

  if (CANDIDATE_DONE != outcome)
    return outcome;
  receipt_seal_sign (store->ring, &planned, &signature);
  params[0] = store_token (call);
  params[1] = pg_i32 (call->arena, part);
  params[2] = pg_i32 (call->arena, (int32_t) planned.saves);
  params[3] = pg_bytes (hash_bytes (&planned.root));
  params[4] = pg_time (call->arena, planned.time_us);
  params[5] = pg_bytes (bytes_of (signature.bytes, sizeof signature.bytes));
  return store_do (store, "seal", params, BM_COUNT (params));
}

static struct candidate_seal
read_seal (struct arena *arena, const struct pg_rows *rows, size_t row, int part)
{
  const struct bytes signature = pg_get_bytes (rows, row, "signature");
  struct candidate_seal read = { .number = pg_get_i64 (rows, row, "number"), .at = store_text (arena, rows, row, "at_text") };

  read.seal = (struct receipt_seal) { .session = pg_get_uid (rows, row, "session_id"),
                                      .part = (uint8_t) part,
                                      .saves = (uint32_t) pg_get_i64 (rows, row, "saves"),
                                      .root = store_hash (pg_get_bytes (rows, row, "root")),
                                      .time_us = pg_get_time (rows, row, "at") };
  if (sizeof read.signature.bytes == signature.length)
    memcpy (read.signature.bytes, signature.at, signature.length);
  receipt_code (&read.seal, read.code);
  return read;
}

/* The seals there are; *due: one more is to be made. */
static enum candidate_outcome
look (struct candidate_store *store, const struct candidate_call *call, int part, struct candidate_seals *seals, bool *due)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct pg_param params[]
    = { store_token (call), pg_i32 (call->arena, part), pg_i32 (call->arena, CANDIDATE_SEALS_MOST) };
  enum candidate_outcome outcome = store_run (store, "seals", params, BM_COUNT (params), &rows);

  *seals = (struct candidate_seals) { .count = 0 };
  *due = false;
  if (CANDIDATE_DONE != outcome)
    return outcome;
  seals->session = pg_get_uid (rows, 0, "session_id");
  seals->list = arena_take (call->arena, pg_count (rows) * sizeof *seals->list);
  *due = pg_get_bool (rows, 0, "due");
  for (size_t row = 0; row < pg_count (rows); row++)
    if (! pg_is_null (rows, row, "number"))
      seals->list[seals->count++] = read_seal (call->arena, rows, row, part);
  return CANDIDATE_DONE;
}

enum candidate_outcome
candidate_store_seal (struct candidate_store *store, const struct candidate_call *call, int part, struct candidate_seals *seals)
{
  bool due = false;
  enum candidate_outcome outcome = look (store, call, part, seals, &due);

  for (int tries = 0; tries < TRIES && CANDIDATE_DONE == outcome && due; tries++)
    {
      outcome = make (store, call, part);
      if (CANDIDATE_DONE == outcome || CANDIDATE_STALE == outcome)
        outcome = look (store, call, part, seals, &due);
    }
  if (due)
    log_event (LOG_LEVEL_WARNING, "seal_still_due", "part=%d", part);
  return outcome;
}
