#include "candidate_news.h"
#include "rescue_public.h"
#include "store.h"

#include <string.h>

#define SEED_BYTES ((size_t) 16)

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
  if (! pg_is_null (rows, row, "entries"))
    take_session (rows, row, one);
}

/* The first parameters of each statement of this file: who, which part, when. */
struct who
{
  struct bytes *tokens;
  int32_t *parts;
  int64_t *times;
};

static struct who
make_room (struct arena *arena, size_t count)
{
  return (struct who) { .tokens = arena_take (arena, count * sizeof (struct bytes)),
                        .parts = arena_take (arena, count * sizeof (int32_t)),
                        .times = arena_take (arena, count * sizeof (int64_t)) };
}

static void
put_who (const struct candidate_store *store, const struct candidate_call *call, int part, const struct who *who, size_t at)
{
  who->tokens[at] = bytes_of (call->token_hash, HASH_BYTES);
  who->parts[at] = part;
  who->times[at] = store_arrival_us (store, call);
}

static enum candidate_outcome
run (struct candidate_store *store, const char *statement, const struct pg_param *params, size_t param_count,
     struct candidate_news *news)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  enum candidate_outcome outcome = store_run (store, statement, params, param_count, &rows);

  if (CANDIDATE_DONE != outcome)
    return outcome;
  for (size_t row = 0; row < pg_count (rows); row++)
    take_row (rows, row, news);
  return outcome;
}

enum candidate_outcome
candidate_store_news (struct candidate_store *store, struct candidate_news *news, size_t count)
{
  struct arena *arena = store_batch_arena (store);
  const struct who who = make_room (arena, count);
  int64_t *known = arena_take (arena, count * sizeof *known);

  for (size_t i = 0; i < count; i++)
    {
      news[i].told = false;
      put_who (store, &news[i].call, news[i].part, &who, i);
      known[i] = news[i].known;
    }
  const struct pg_param params[] = { pg_bytes_array (arena, who.tokens, count), pg_i32_array (arena, who.parts, count),
                                     pg_i64_array (arena, known, count), pg_time_array (arena, who.times, count) };
  return run (store, "news_batch", params, BM_COUNT (params), news);
}

enum candidate_outcome
candidate_store_begin_batch (struct candidate_store *store, struct candidate_news *news, size_t count)
{
  struct arena *arena = store_batch_arena (store);
  const struct who who = make_room (arena, count);

  for (size_t i = 0; i < count; i++)
    {
      news[i].told = false;
      put_who (store, &news[i].call, news[i].part, &who, i);
    }
  const struct pg_param params[] = { pg_bytes_array (arena, who.tokens, count), pg_i32_array (arena, who.parts, count),
                                     pg_time_array (arena, who.times, count) };
  return run (store, "begin_batch", params, BM_COUNT (params), news);
}

enum candidate_outcome
candidate_store_open_batch (struct candidate_store *store, struct candidate_opening *openings, size_t count)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  struct arena *arena = store_batch_arena (store);
  const struct who who = make_room (arena, count);
  struct uid *attempts = arena_take (arena, count * sizeof *attempts);
  struct uid *sessions = arena_take (arena, count * sizeof *sessions);
  struct bytes *seeds = arena_take (arena, count * sizeof *seeds);
  uint8_t *seed = arena_take (arena, count * SEED_BYTES);
  enum candidate_outcome outcome;

  crypto_random (seed, count * SEED_BYTES);
  for (size_t i = 0; i < count; i++)
    {
      openings[i].opened = false;
      put_who (store, &openings[i].call, openings[i].part, &who, i);
      attempts[i] = crypto_uid ();
      sessions[i] = crypto_uid ();
      seeds[i] = bytes_of (seed + i * SEED_BYTES, SEED_BYTES);
    }
  const struct pg_param params[] = { pg_bytes_array (arena, who.tokens, count), pg_i32_array (arena, who.parts, count),
                                     pg_time_array (arena, who.times, count), pg_uid_array (arena, attempts, count),
                                     pg_uid_array (arena, sessions, count), pg_bytes_array (arena, seeds, count) };
  outcome = store_run (store, "open_batch", params, BM_COUNT (params), &rows);
  for (size_t row = 0; CANDIDATE_DONE == outcome && row < pg_count (rows); row++)
    openings[pg_get_i64 (rows, row, "place") - 1].opened = true;
  return outcome;
}

/* Without its form it is left to the careful way, which says why. */
static void
take_untouched (struct candidate_store *store, const struct pg_rows *rows, size_t row, const char *rescue,
                struct candidate_untouched *parts)
{
  struct candidate_untouched *one = &parts[pg_get_i64 (rows, row, "place") - 1];
  const struct bytes seed = pg_get_bytes (rows, row, "order_seed");

  if (SEED_BYTES != seed.length
      || CANDIDATE_DONE != store_form (store, &one->call, one->part, pg_get_uid (rows, row, "form_id"), &one->work.form))
    return;
  one->told = true;
  store_lay_out (one->call.arena, one->part, seed.at, &one->work);
  one->work.session
    = (struct candidate_session) { .part = one->part,
                                   .id = pg_get_uid (rows, row, "session_id"),
                                   .state = text_is (pg_get_text (rows, row, "state"), "opened") ? SESSION_OPENED : SESSION_RUNNING,
                                   .epoch = pg_get_i64 (rows, row, "epoch"),
                                   .next_sequence = 1,
                                   .rescue = arena_string (one->call.arena, text_of (rescue)) };
}

enum candidate_outcome
candidate_store_untouched_batch (struct candidate_store *store, struct candidate_untouched *parts, size_t count)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  struct arena *arena = store_batch_arena (store);
  const struct who who = make_room (arena, count);
  char rescue[RESCUE_PUBLIC_ROOM];
  enum candidate_outcome outcome;

  for (size_t i = 0; i < count; i++)
    {
      parts[i].told = false;
      put_who (store, &parts[i].call, parts[i].part, &who, i);
    }
  const struct pg_param params[] = { pg_bytes_array (arena, who.tokens, count), pg_i32_array (arena, who.parts, count),
                                     pg_time_array (arena, who.times, count) };
  outcome = store_run (store, "questions_batch", params, BM_COUNT (params), &rows);
  rescue_public (store->ring, rescue);
  for (size_t row = 0; CANDIDATE_DONE == outcome && row < pg_count (rows); row++)
    take_untouched (store, rows, row, rescue, parts);
  return outcome;
}
