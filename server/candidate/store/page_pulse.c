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
