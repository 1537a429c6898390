#include "store.h"

enum candidate_outcome
candidate_store_results (struct candidate_store *store, const struct candidate_call *call, struct candidate_results *results)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct pg_param params[] = { store_token (call) };
  enum candidate_outcome outcome = store_run (store, "results", params, BM_COUNT (params), &rows);

  if (CANDIDATE_DONE != outcome)
    return outcome;
  *results = (struct candidate_results) { .released = store_text (call->arena, rows, 0, "released_text"),
                                          .association = store_text (call->arena, rows, 0, "association_name"),
                                          .title = store_text (call->arena, rows, 0, "title") };
  return store_open_json (store,
                          (struct seal_place) { KEY_RESULT, "result.outcome.sealed", pg_get_uid (rows, 0, "registration_id"),
                                                pg_get_i64 (rows, 0, "number") },
                          pg_get_bytes (rows, 0, "sealed"), call->arena, &results->outcome)
           ? CANDIDATE_DONE
           : CANDIDATE_BROKEN;
}
