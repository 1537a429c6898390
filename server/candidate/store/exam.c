#include "store.h"

/* A part that has begun and is past its deadline is no longer counted down, whether the registrar has closed it or not. */
static enum session_state
state_of_phase (struct text phase, bool paused)
{
  if (text_is (phase, "running"))
    return paused ? SESSION_PAUSED : SESSION_RUNNING;
  if (text_is (phase, "handed_in") || text_is (phase, "closed") || text_is (phase, "time_over"))
    return SESSION_CLOSED;
  return SESSION_OPENED;
}

static struct candidate_part
read_part (struct arena *arena, const struct pg_rows *rows, size_t row)
{
  return (struct candidate_part) { .number = (int) pg_get_i64 (rows, row, "part"),
                                   .phase = store_text (arena, rows, row, "phase"),
                                   .opens = store_text (arena, rows, row, "opens_text"),
                                   .closes = store_text (arena, rows, row, "closes_text"),
                                   .ended = store_text (arena, rows, row, "ended_text"),
                                   .time = store_time (arena, rows, row,
                                                       state_of_phase (pg_get_text (rows, row, "phase"),
                                                                       ! pg_is_null (rows, row, "paused_at"))),
                                   .session = store_text (arena, rows, row, "session_text") };
}

enum candidate_outcome
candidate_store_overview (struct candidate_store *store, const struct candidate_call *call, struct candidate_overview *overview)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct pg_param params[] = { store_token (call), store_arrival (store, call) };
  enum candidate_outcome outcome = store_run (store, "overview", params, BM_COUNT (params), &rows);
  struct arena *arena = call->arena;

  if (CANDIDATE_DONE != outcome)
    return outcome;
  *overview = (struct candidate_overview) { .association = store_text (arena, rows, 0, "association_name"),
                                            .zone = store_text (arena, rows, 0, "zone"),
                                            .title = store_text (arena, rows, 0, "title"),
                                            .category = store_text (arena, rows, 0, "category"),
                                            .track = store_text (arena, rows, 0, "track"),
                                            .now = store_text (arena, rows, 0, "now_text"),
                                            .epoch = (int) pg_get_i64 (rows, 0, "epoch"),
                                            .device = store_text (arena, rows, 0, "device"),
                                            .accepted = store_text (arena, rows, 0, "accepted_text"),
                                            .published = pg_get_bool (rows, 0, "published") };
  for (; overview->count < pg_count (rows) && overview->count < BM_COUNT (overview->parts); overview->count++)
    overview->parts[overview->count] = read_part (arena, rows, overview->count);
  return CANDIDATE_DONE;
}

enum candidate_outcome
candidate_store_confidentiality (struct candidate_store *store, const struct candidate_call *call, const char *language,
                                 struct candidate_confidentiality *text)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct pg_param params[] = { store_token (call), pg_text (text_of (language)) };
  enum candidate_outcome outcome = store_run (store, "confidentiality", params, BM_COUNT (params), &rows);

  if (CANDIDATE_DONE == outcome)
    *text = (struct candidate_confidentiality) { .version = pg_get_i64 (rows, 0, "version"),
                                                 .body = store_text (call->arena, rows, 0, "body"),
                                                 .accepted = store_text (call->arena, rows, 0, "accepted_text") };
  return outcome;
}

enum candidate_outcome
candidate_store_accept (struct candidate_store *store, const struct candidate_call *call, int64_t version)
{
  const struct pg_param params[] = { store_token (call), pg_i32 (call->arena, (int32_t) version) };

  return store_do (store, "accept", params, BM_COUNT (params));
}
