#include "candidate_news.h"
#include "store.h"

static void
take_session (const struct pg_rows *rows, size_t row, struct candidate_news *one)
{
  const enum session_state state = store_state_of (rows, row);
  const int64_t moment_us = pg_get_time (rows, row, "moment");
  const int64_t deadline_us = pg_get_time (rows, row, "deadline");
  const int32_t grace_s = (int32_t) pg_get_i64 (rows, row, "grace_s");

  one->session.part = one->part;
  one->session.state = state;
  one->session.stopped
    = SESSION_CLOSED == state || SESSION_LATE == session_time_judge (moment_us, deadline_us, grace_s, state);
  one->session.own_break = pg_get_bool (rows, row, "own_break");
  one->session.taken_over = pg_get_bool (rows, row, "taken_over");
  one->session.time
    = store_time_of (one->call.arena, pg_get_text (rows, row, "entries"),
                     SESSION_PAUSED == state ? pg_get_time (rows, row, "paused_at") : moment_us, deadline_us, state);
}

static void
take_row (const struct pg_rows *rows, size_t row, struct candidate_news *news)
{
  struct candidate_news *one = &news[pg_get_i64 (rows, row, "place") - 1];

  one->told = true;
  one->session = (struct candidate_session) { .id = pg_get_uid (rows, row, "session_id"),
                                              .version = pg_get_i64 (rows, row, "version") };
  if (one->session.version != one->known)
    take_session (rows, row, one);
}

enum candidate_outcome
candidate_store_news (struct candidate_store *store, struct candidate_news *news, size_t count)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  struct arena *arena = store_batch_arena (store);
  struct bytes *tokens = arena_take (arena, count * sizeof *tokens);
  int32_t *parts = arena_take (arena, count * sizeof *parts);
  int64_t *known = arena_take (arena, count * sizeof *known);
  int64_t *times = arena_take (arena, count * sizeof *times);
  enum candidate_outcome outcome;

  for (size_t i = 0; i < count; i++)
    {
      news[i].told = false;
      tokens[i] = bytes_of (news[i].call.token_hash, HASH_BYTES);
      parts[i] = news[i].part;
      known[i] = news[i].known;
      times[i] = store_arrival_us (store, &news[i].call);
    }
  const struct pg_param params[] = { pg_bytes_array (arena, tokens, count), pg_i32_array (arena, parts, count),
                                     pg_i64_array (arena, known, count), pg_time_array (arena, times, count) };
  outcome = store_run (store, "news_batch", params, BM_COUNT (params), &rows);
  if (CANDIDATE_DONE != outcome)
    return outcome;
  for (size_t row = 0; row < pg_count (rows); row++)
    take_row (rows, row, news);
  return outcome;
}
