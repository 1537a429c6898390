#include "candidate_appointments.h"

#include "store.h"

static struct candidate_appointment
read_appointment (struct arena *arena, const struct pg_rows *rows, size_t row)
{
  struct candidate_appointment read = { .part = (int) pg_get_i64 (rows, row, "part"),
                                        .kept = pg_get_bool (rows, row, "kept"),
                                        .open = pg_get_bool (rows, row, "open"),
                                        .needed = pg_get_bool (rows, row, "needed"),
                                        .state = store_text (arena, rows, row, "state"),
                                        .ahead = pg_get_bool (rows, row, "ahead"),
                                        .fits = pg_get_bool (rows, row, "fits"),
                                        .sequence = pg_get_i64 (rows, row, "sequence"),
                                        .day = store_text (arena, rows, row, "day_text"),
                                        .time = store_text (arena, rows, row, "time_text"),
                                        .place = store_text (arena, rows, row, "place") };

  if (! pg_is_null (rows, row, "id"))
    {
      read.id = pg_get_uid (rows, row, "id");
      read.starts_us = pg_get_time (rows, row, "starts_at");
      read.ends_us = pg_get_time (rows, row, "ends_at");
    }
  return read;
}

enum candidate_outcome
candidate_store_appointments (struct candidate_store *store, const struct candidate_call *call,
                              struct candidate_appointments *found)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct pg_param params[] = { store_token (call), store_arrival (store, call) };
  enum candidate_outcome outcome = store_run (store, "appointments", params, BM_COUNT (params), &rows);

  if (CANDIDATE_DONE != outcome)
    return outcome;
  *found = (struct candidate_appointments) { .association = store_text (call->arena, rows, 0, "association_name"),
                                             .zone = store_text (call->arena, rows, 0, "zone"),
                                             .opens = store_text (call->arena, rows, 0, "opens_text"),
                                             .closes = store_text (call->arena, rows, 0, "closes_text"),
                                             .moment_us = pg_get_time (rows, 0, "moment") };
  for (; found->count < pg_count (rows) && found->count < BM_COUNT (found->parts); found->count++)
    found->parts[found->count] = read_appointment (call->arena, rows, found->count);
  return CANDIDATE_DONE;
}

enum candidate_outcome
candidate_store_free_slots (struct candidate_store *store, const struct candidate_call *call,
                            const struct candidate_slot **slots, size_t *count)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct pg_param params[] = { store_token (call), store_arrival (store, call) };
  enum candidate_outcome outcome = store_run (store, "free_slots", params, BM_COUNT (params), &rows);
  struct candidate_slot *read;

  if (CANDIDATE_DONE != outcome)
    return outcome;
  *count = pg_count (rows);
  read = arena_take (call->arena, (*count + 1) * sizeof *read);
  for (size_t i = 0; i < *count; i++)
    read[i] = (struct candidate_slot) { .part = (int) pg_get_i64 (rows, i, "part"),
                                        .id = pg_get_uid (rows, i, "slot"),
                                        .day = store_text (call->arena, rows, i, "day_text"),
                                        .time = store_text (call->arena, rows, i, "time_text"),
                                        .place = store_text (call->arena, rows, i, "place"),
                                        .places_left = pg_get_i64 (rows, i, "places_left") };
  *slots = read;
  return CANDIDATE_DONE;
}

enum candidate_outcome
candidate_store_book (struct candidate_store *store, const struct candidate_call *call, int part, struct uid slot)
{
  const struct pg_param params[] = { store_token (call), pg_i32 (call->arena, part), pg_uid (call->arena, slot),
                                     store_arrival (store, call) };

  return store_do (store, "book", params, BM_COUNT (params));
}

enum candidate_outcome
candidate_store_cancel_appointment (struct candidate_store *store, const struct candidate_call *call, int part)
{
  const struct pg_param params[] = { store_token (call), pg_i32 (call->arena, part), store_arrival (store, call) };

  return store_do (store, "cancel_appointment", params, BM_COUNT (params));
}
