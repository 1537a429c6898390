#include "store.h"

#include "log.h"
#include "rescue_public.h"

#include <string.h>

#define ENTRIES_MOST SESSION_TIME_KIND_COUNT
#define SECOND_US INT64_C (1000000)

enum session_state
store_state_of (const struct pg_rows *rows, size_t row)
{
  struct text word = pg_get_text (rows, row, "state");

  if (text_is (word, "opened"))
    return SESSION_OPENED;
  if (text_is (word, "running"))
    return pg_is_null (rows, row, "paused_at") ? SESSION_RUNNING : SESSION_PAUSED;
  return SESSION_CLOSED;
}

static size_t
read_ledger (struct text text, struct session_time_entry *entries)
{
  size_t count;

  if (! session_time_read (text, entries, ENTRIES_MOST, &count))
    log_fatal ("ledger_not_readable", "length=%zu", text.length);
  return count;
}

static const char *
written (struct arena *arena, void (*write) (const struct session_time_entry *, size_t, struct buf *),
         const struct session_time_entry *entries, size_t count)
{
  struct buf out BM_CLEANUP (buf_free) = buf_new (400);

  write (entries, count, &out);
  return arena_string (arena, buf_view (&out));
}

static void
write_minutes (const struct session_time_entry *entries, size_t count, struct buf *out)
{
  session_time_minutes (session_time_sum (entries, count), out);
}

struct candidate_time
store_time_of (struct arena *arena, struct text ledger, int64_t now_us, int64_t deadline_us, enum session_state state)
{
  struct session_time_entry entries[ENTRIES_MOST];
  size_t count = read_ledger (ledger, entries);
  struct candidate_time time = { .minutes = written (arena, write_minutes, entries, count),
                                 .sum = written (arena, session_time_parts, entries, count),
                                 .line = written (arena, session_time_line, entries, count),
                                 .ends = "" };

  if (NULL == strchr (time.sum, '+'))
    time.sum = "";
  time.left_s = session_time_left (now_us, deadline_us, session_time_sum (entries, count), state);
  return time;
}

struct candidate_time
store_time (struct arena *arena, const struct pg_rows *rows, size_t row, enum session_state state)
{
  struct candidate_time time
    = store_time_of (arena, pg_get_text (rows, row, "entries"),
                     pg_get_time (rows, row, SESSION_PAUSED == state ? "paused_at" : "moment"),
                     pg_get_time (rows, row, "deadline"), state);

  if (SESSION_PAUSED != state)
    time.ends = store_text (arena, rows, row, "deadline_text");
  return time;
}

/* The database does not count a break that lasts. */
static int64_t
break_left (const struct pg_rows *rows)
{
  int64_t left_s = pg_get_i64 (rows, 0, "break_left_s");
  int64_t taken_s = pg_get_bool (rows, 0, "own_break")
                      ? (pg_get_time (rows, 0, "moment") - pg_get_time (rows, 0, "paused_at")) / SECOND_US
                      : 0;

  return taken_s < left_s ? left_s - taken_s : 0;
}

enum candidate_outcome
store_part (struct candidate_store *store, const struct candidate_call *call, int part, struct text ref,
            struct store_part *found)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct pg_param params[] = { store_token (call), pg_i32 (call->arena, part), store_arrival (store, call),
                                     0 == ref.length ? pg_null () : pg_text (ref) };
  enum candidate_outcome outcome = store_run (store, "part", params, BM_COUNT (params), &rows);
  enum session_state state;
  struct bytes seed;
  char rescue[RESCUE_PUBLIC_ROOM];

  if (CANDIDATE_DONE != outcome)
    return outcome;
  state = store_state_of (rows, 0);
  seed = pg_get_bytes (rows, 0, "order_seed");
  *found = (struct store_part) { .form = pg_get_uid (rows, 0, "form_id") };
  rescue_public (store->ring, rescue);
  memcpy (found->order_seed, seed.at, sizeof found->order_seed);
  found->session
    = (struct candidate_session) { .part = part,
                                   .state = state,
                                   .time = store_time (call->arena, rows, 0, state),
                                   .handed_in = store_text (call->arena, rows, 0, "handed_in_text"),
                                   .closed = store_text (call->arena, rows, 0, "closed_text"),
                                   .id = pg_get_uid (rows, 0, "session_id"),
                                   .own_break = pg_get_bool (rows, 0, "own_break"),
                                   .break_left_s = break_left (rows),
                                   .taken_over = pg_get_bool (rows, 0, "taken_over"),
                                   .version = pg_get_i64 (rows, 0, "version"),
                                   .epoch = pg_get_i64 (rows, 0, "epoch"),
                                   .next_sequence = pg_get_i64 (rows, 0, "next_sequence"),
                                   .rescue = arena_string (call->arena, text_of (rescue)) };
  found->session.stopped
    = SESSION_CLOSED == state
      || SESSION_LATE == session_time_judge (pg_get_time (rows, 0, "moment"), pg_get_time (rows, 0, "deadline"),
                                             (int32_t) pg_get_i64 (rows, 0, "grace_s"), state);
  return CANDIDATE_DONE;
}

enum candidate_outcome
candidate_store_session (struct candidate_store *store, const struct candidate_call *call, int part,
                         struct candidate_session *session)
{
  struct store_part found;
  enum candidate_outcome outcome = store_part (store, call, part, text_of (""), &found);

  if (CANDIDATE_DONE == outcome)
    *session = found.session;
  return outcome;
}

enum candidate_outcome
candidate_store_open_part (struct candidate_store *store, const struct candidate_call *call, int part)
{
  uint8_t seed[16];
  struct pg_param params[6];

  crypto_random (seed, sizeof seed);
  params[0] = store_token (call);
  params[1] = pg_i32 (call->arena, part);
  params[2] = store_arrival (store, call);
  params[3] = pg_uid (call->arena, crypto_uid ());
  params[4] = pg_uid (call->arena, crypto_uid ());
  params[5] = pg_bytes (bytes_of (seed, sizeof seed));
  return store_do (store, "open_part", params, BM_COUNT (params));
}

/* The statements that take a token, a part and an instant. */
static enum candidate_outcome
do_at (struct candidate_store *store, const struct candidate_call *call, const char *statement, int part)
{
  const struct pg_param params[] = { store_token (call), pg_i32 (call->arena, part), store_arrival (store, call) };

  return store_do (store, statement, params, BM_COUNT (params));
}

enum candidate_outcome
candidate_store_begin (struct candidate_store *store, const struct candidate_call *call, int part)
{
  return do_at (store, call, "begin_part", part);
}

enum candidate_outcome
candidate_store_delivered (struct candidate_store *store, const struct candidate_call *call, int part)
{
  return do_at (store, call, "delivered_part", part);
}

enum candidate_outcome
candidate_store_hand_in (struct candidate_store *store, const struct candidate_call *call, int part)
{
  return do_at (store, call, "hand_in", part);
}

enum candidate_outcome
candidate_store_take_break (struct candidate_store *store, const struct candidate_call *call, int part)
{
  return do_at (store, call, "take_break", part);
}

enum candidate_outcome
candidate_store_end_break (struct candidate_store *store, const struct candidate_call *call, int part)
{
  return do_at (store, call, "end_break", part);
}
