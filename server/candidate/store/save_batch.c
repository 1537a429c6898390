/* The writer of answers: all that wait, in one statement and one durable commit, under one signature; two threads take turns. A
   receipt is made before the statement and leaves this folder after its COMMIT. */
#include "store.h"

#include "clock.h"

#include <string.h>
#include <time.h>

#define BATCH_BYTES_MOST ((size_t) 16 * 1024 * 1024)  /* of sealed answers; what comes after them is decided alone */
#define AWAY_PAUSE_NS 50000000

/* The columns of the statement, and the proof of the whole. */
struct columns
{
  size_t count;
  size_t bytes;              /* of all that is sealed */
  size_t *from;              /* which of the batch each is */
  struct bytes *tokens;
  int32_t *parts;
  struct uid *sessions;
  int32_t *epochs;
  int64_t *sequences;
  struct uid *ids;
  struct text *refs;
  int32_t *positions;
  struct bytes *sealed;
  struct bytes *digests;
  int64_t *times;            /* on the rules' clock */
  struct receipt *receipts;
  struct hash *leaves;       /* of the receipts */
  struct receipt_batch signed_together;
  struct uid id;
};

static void
make_room (struct columns *columns, size_t count, struct arena *arena)
{
  *columns = (struct columns) { .from = arena_take (arena, count * sizeof *columns->from),
                                .tokens = arena_take (arena, count * sizeof *columns->tokens),
                                .parts = arena_take (arena, count * sizeof *columns->parts),
                                .sessions = arena_take (arena, count * sizeof *columns->sessions),
                                .epochs = arena_take (arena, count * sizeof *columns->epochs),
                                .sequences = arena_take (arena, count * sizeof *columns->sequences),
                                .ids = arena_take (arena, count * sizeof *columns->ids),
                                .refs = arena_take (arena, count * sizeof *columns->refs),
                                .positions = arena_take (arena, count * sizeof *columns->positions),
                                .sealed = arena_take (arena, count * sizeof *columns->sealed),
                                .digests = arena_take (arena, count * sizeof *columns->digests),
                                .times = arena_take (arena, count * sizeof *columns->times),
                                .receipts = arena_take (arena, count * sizeof *columns->receipts),
                                .leaves = arena_take (arena, count * sizeof *columns->leaves),
                                .id = crypto_uid () };
}

/* What a receipt can be made of before the database has said a word. */
static bool
is_plain (const struct candidate_save *save)
{
  return ! uid_is_zero (save->session) && 0 != save->epoch && 0 != save->sequence && receipt_ref_is_good (save->ref);
}

static void
add (struct candidate_store *store, const struct candidate_batched *one, size_t from, struct columns *columns)
{
  const size_t at = columns->count++;
  const struct store_answer answer = store_answer_of (store, store->batch, &one->save);
  struct receipt *receipt = &columns->receipts[at];
  struct text rest;

  columns->times[at] = store_arrival_us (store, &one->call) + store->shift_us;
  *receipt = (struct receipt) { .session = one->save.session,
                                .ref = arena_string (store->batch, one->save.ref),
                                .epoch = (uint32_t) one->save.epoch,
                                .sequence = (uint64_t) one->save.sequence,
                                .digest = answer.digest,
                                .time_us = columns->times[at] };
  columns->leaves[at] = receipt_leaf (receipt);
  columns->from[at] = from;
  columns->tokens[at] = bytes_of (one->call.token_hash, HASH_BYTES);
  columns->parts[at] = one->save.part;
  columns->sessions[at] = one->save.session;
  columns->epochs[at] = (int32_t) one->save.epoch;
  columns->sequences[at] = one->save.sequence;
  columns->ids[at] = one->save.id;
  columns->refs[at] = one->save.ref;
  columns->positions[at] = (int32_t) store_ref_position (one->save.ref, &rest);
  columns->sealed[at] = answer.sealed;
  columns->bytes += answer.sealed.length;
  columns->digests[at] = bytes_of (receipt->digest.bytes, HASH_BYTES);
}

/* Without a database nothing is known and nothing is lost: the senders hold their answers, and wait a little with us. */
static enum candidate_outcome
run (struct candidate_store *store, const struct columns *columns, int64_t until_us, struct pg_rows **rows)
{
  struct arena *arena = store->batch;
  const size_t count = columns->count;
  const struct pg_param params[]
    = { pg_bytes_array (arena, columns->tokens, count),
        pg_i32_array (arena, columns->parts, count),
        pg_uid_array (arena, columns->sessions, count),
        pg_i32_array (arena, columns->epochs, count),
        pg_i64_array (arena, columns->sequences, count),
        pg_uid_array (arena, columns->ids, count),
        pg_text_array (arena, columns->refs, count),
        pg_i32_array (arena, columns->positions, count),
        pg_bytes_array (arena, columns->sealed, count),
        pg_bytes_array (arena, columns->digests, count),
        pg_time_array (arena, columns->times, count),
        pg_i64 (arena, store->shift_us),
        pg_uid (arena, columns->id),
        pg_bytes (bytes_of (columns->leaves, count * sizeof *columns->leaves)),
        pg_bytes (bytes_of (columns->signed_together.signature.bytes, sizeof columns->signed_together.signature.bytes)) };
  enum candidate_outcome outcome = store_run (store, "save_batch", params, BM_COUNT (params), rows);

  while (CANDIDATE_AWAY == outcome && clock_boot_us () < until_us)
    {
      (void) nanosleep (&(struct timespec) { .tv_nsec = AWAY_PAUSE_NS }, NULL);
      outcome = store_run (store, "save_batch", params, BM_COUNT (params), rows);
    }
  return outcome;
}

static void
take_stored (const struct columns *columns, const struct pg_rows *rows, size_t row, struct candidate_batched *batch)
{
  const size_t at = (size_t) pg_get_i64 (rows, row, "place") - 1;
  struct candidate_batched *one = &batch[columns->from[at]];
  const bool paused = ! pg_is_null (rows, row, "paused_at");

  one->stored = true;
  one->saved.revision = columns->sequences[at];
  one->saved.left_s = session_time_left (paused ? pg_get_time (rows, row, "paused_at") : columns->times[at],
                                         pg_get_time (rows, row, "deadline"), 0, SESSION_RUNNING);
  one->saved.receipt = store_receipt (&columns->receipts[at], &columns->signed_together, (uint32_t) at, one->call.arena);
}

static enum candidate_outcome
write_once (struct candidate_store *store, struct candidate_batched *batch, size_t count, bool *shifted)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  struct columns columns;
  enum candidate_outcome outcome;

  make_room (&columns, count, store_batch_arena (store));
  for (size_t i = 0; i < count; i++)
    if (columns.bytes < BATCH_BYTES_MOST && is_plain (&batch[i].save))
      add (store, &batch[i], i, &columns);
  *shifted = false;
  if (0 == columns.count)
    return CANDIDATE_DONE;
  receipt_batch_sign (store->ring, columns.leaves, (uint32_t) columns.count, store->batch, &columns.signed_together);
  outcome = run (store, &columns, batch[columns.from[0]].call.arrived_boot_us + BATCH_PATIENCE_US, &rows);
  if (CANDIDATE_SHIFTED == outcome)
    {
      store->shift_us = pg_get_i64 (rows, 0, "shift");
      *shifted = true;
    }
  else if (CANDIDATE_SAVED == outcome)
    for (size_t row = 0; row < pg_count (rows); row++)
      take_stored (&columns, rows, row, batch);
  return CANDIDATE_AWAY == outcome ? CANDIDATE_AWAY : CANDIDATE_DONE;
}

enum candidate_outcome
candidate_store_save_batch (struct candidate_store *store, struct candidate_batched *batch, size_t count)
{
  bool shifted;
  enum candidate_outcome outcome;

  for (size_t i = 0; i < count; i++)
    batch[i].stored = false;
  outcome = write_once (store, batch, count, &shifted);
  if (shifted)
    outcome = write_once (store, batch, count, &shifted);
  return outcome;
}
