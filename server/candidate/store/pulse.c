#include "candidate_pulse.h"
#include "store.h"

void
candidate_store_hurry (struct candidate_store *store, int64_t most_us)
{
  pg_set_patience (store->conn, most_us);
}

enum candidate_outcome
candidate_store_beat (struct candidate_store *store, const struct candidate_call *call, struct candidate_beat *beat)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct pg_param params[] = { store_arrival (store, call) };
  enum candidate_outcome outcome = store_run (store, "beat", params, BM_COUNT (params), &rows);

  if (CANDIDATE_DONE == outcome)
    *beat = (struct candidate_beat) { .gone_s = pg_get_i64 (rows, 0, "gone_s"), .skew_us = pg_get_i64 (rows, 0, "skew_us") };
  return outcome;
}

enum candidate_outcome
candidate_store_versions (struct candidate_store *store, const struct candidate_call *call, const struct uid *sessions,
                          size_t count, struct candidate_version **found, size_t *found_count)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct pg_param params[] = { pg_uid_array (call->arena, sessions, count) };
  enum candidate_outcome outcome = store_run (store, "versions", params, BM_COUNT (params), &rows);

  if (CANDIDATE_DONE != outcome)
    return outcome;
  *found_count = pg_count (rows);
  *found = arena_take (call->arena, (*found_count + 1) * sizeof **found);
  for (size_t row = 0; row < *found_count; row++)
    (*found)[row] = (struct candidate_version) { pg_get_uid (rows, row, "session_id"), pg_get_i64 (rows, row, "version") };
  return outcome;
}

enum candidate_outcome
candidate_store_changes (struct candidate_store *store, const struct candidate_call *call, const char *seen,
                         struct candidate_changes *changes)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct pg_param params[] = { NULL == seen ? pg_null () : pg_text (text_of (seen)) };
  enum candidate_outcome outcome = store_run (store, "changes", params, BM_COUNT (params), &rows);

  if (CANDIDATE_DONE != outcome)
    return outcome;
  *changes = (struct candidate_changes) { .seen = store_text (call->arena, rows, 0, "seen"),
                                          .floor = pg_get_i64 (rows, 0, "floor"),
                                          .link = pg_get_i64 (rows, 0, "link"),
                                          .sessions = arena_take (call->arena, pg_count (rows) * sizeof *changes->sessions) };
  for (size_t row = 0; row < pg_count (rows); row++)
    if (! pg_is_null (rows, row, "session_id"))
      changes->sessions[changes->count++] = pg_get_uid (rows, row, "session_id");
  return outcome;
}

enum candidate_outcome
candidate_store_forget_changes (struct candidate_store *store, const struct candidate_call *call, int64_t floor)
{
  const struct pg_param params[] = { pg_i64 (call->arena, floor) };

  return store_do (store, "forget_changes", params, BM_COUNT (params));
}
