#include "candidate_page_pulse.h"
#include "store.h"

enum candidate_outcome
candidate_store_page_pulse (struct candidate_store *store, const struct candidate_call *call,
                            const struct candidate_page_pulse *pulse)
{
  const struct pg_param params[]
    = { store_token (call),
        pg_i32 (call->arena, (int32_t) pulse->part),
        store_arrival (store, call),
        pg_i32 (call->arena, (int32_t) pulse->unsent),
        pg_i32 (call->arena, (int32_t) pulse->characters),
        pg_i32 (call->arena, (int32_t) pulse->waiting_s) };

  return store_do (store, "pulse", params, BM_COUNT (params));
}

enum candidate_outcome
candidate_store_page_pulse_batch (struct candidate_store *store, struct candidate_page_pulse_batched *batch, size_t count)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  struct arena *arena = store_batch_arena (store);
  struct bytes *tokens = arena_take (arena, (count + 1) * sizeof *tokens);
  int64_t *times = arena_take (arena, (count + 1) * sizeof *times);
  int32_t *numbers[4];
  enum candidate_outcome outcome;

  for (size_t i = 0; i < BM_COUNT (numbers); i++)
    numbers[i] = arena_take (arena, (count + 1) * sizeof *numbers[i]);
  for (size_t i = 0; i < count; i++)
    {
      const struct candidate_page_pulse *pulse = &batch[i].pulse;
      batch[i].taken = false;
      tokens[i] = bytes_of (batch[i].call.token_hash, HASH_BYTES);
      times[i] = store_arrival_us (store, &batch[i].call);
      numbers[0][i] = (int32_t) pulse->part;
      numbers[1][i] = (int32_t) pulse->unsent;
      numbers[2][i] = (int32_t) pulse->characters;
      numbers[3][i] = (int32_t) pulse->waiting_s;
    }
  {
    const struct pg_param params[]
      = { pg_bytes_array (arena, tokens, count),   pg_i32_array (arena, numbers[0], count),
          pg_time_array (arena, times, count),     pg_i32_array (arena, numbers[1], count),
          pg_i32_array (arena, numbers[2], count), pg_i32_array (arena, numbers[3], count) };
    outcome = store_run (store, "pulse_batch", params, BM_COUNT (params), &rows);
  }
  for (size_t row = 0; CANDIDATE_DONE == outcome && row < pg_count (rows); row++)
    batch[pg_get_i64 (rows, row, "place") - 1].taken = true;
  return outcome;
}
