#include "store.h"

#include "clock.h"
#include "log.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TRIES 5
#define PAUSE_NS 4000000
#define BATCH_CAP ((size_t) 128 * 1024 * 1024)

extern const struct pg_statements candidate_store_statements;

static const char *const outcome_words[] = {
#define X(name, word) word,
  CANDIDATE_OUTCOMES (X)
#undef X
};

enum candidate_outcome
store_run (struct candidate_store *store, const char *statement, const struct pg_param *params, size_t count,
           struct pg_rows **rows)
{
  enum pg_status status = PG_AWAY;

  for (long pause = 1; pause <= TRIES; pause++)
    {
      status = pg_run (store->conn, statement, params, count, rows);
      if (PG_DONE == status)
        return 0 == pg_count (*rows)
                 ? CANDIDATE_DONE
                 : (enum candidate_outcome) pg_outcome (*rows, outcome_words, BM_COUNT (outcome_words));
      if (PG_SOFT != status && PG_DOUBT != status)
        break;
      pg_rows_free (rows);
      (void) nanosleep (&(struct timespec) { .tv_nsec = pause * PAUSE_NS }, NULL);
    }
  pg_rows_free (rows);
  switch (status)
    {
    case PG_DONE:
    case PG_SOFT:
    case PG_AWAY:
    case PG_DOUBT:
      return CANDIDATE_AWAY;
    case PG_UNIQUE:
    case PG_REFUSED:
    case PG_FAILED:
      break;
    }
  log_event (LOG_LEVEL_ERROR, "candidate_store_refused", "statement=%s status=%d", statement, (int) status);
  return CANDIDATE_BROKEN;
}

enum candidate_outcome
store_do (struct candidate_store *store, const char *statement, const struct pg_param *params, size_t count)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;

  return store_run (store, statement, params, count, &rows);
}

struct pg_param
store_token (const struct candidate_call *call)
{
  return pg_bytes (bytes_of (call->token_hash, HASH_BYTES));
}

struct pg_param
store_arrival (const struct candidate_store *store, const struct candidate_call *call)
{
  return pg_time (call->arena, store_arrival_us (store, call));
}

int64_t
store_arrival_us (const struct candidate_store *store, const struct candidate_call *call)
{
  return store->anchor_utc_us + call->arrived_boot_us - store->anchor_boot_us;
}

const char *
store_text (struct arena *arena, const struct pg_rows *rows, size_t row, const char *column)
{
  return arena_string (arena, pg_get_text (rows, row, column));
}

bool
store_open_json (const struct candidate_store *store, struct seal_place place, struct bytes sealed, struct arena *arena,
                 json_t **json)
{
  struct bytes plain;

  *json = NULL;
  if (seal_open (store->ring, place, sealed, arena, &plain))
    *json = json_loadb ((const char *) plain.at, plain.length, 0, NULL);
  if (json_is_object (*json))
    return true;
  json_decref (*json);
  *json = NULL;
  log_event (LOG_LEVEL_ERROR, "seal_does_not_open", "column=%s", place.column);
  return false;
}

struct arena *
store_batch_arena (struct candidate_store *store)
{
  if (NULL == store->batch)
    store->batch = arena_new (BATCH_CAP);
  arena_reset (store->batch);
  return store->batch;
}

static bool
take_anchor (struct candidate_store *store, struct arena *arena)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  char boot_id[37];
  struct pg_param params[2];

  if (! clock_boot_id (boot_id))
    return false;
  params[0] = pg_text (text_of (boot_id));
  params[1] = pg_i64 (arena, clock_boot_us ());
  if (CANDIDATE_DONE != store_run (store, "anchor", params, BM_COUNT (params), &rows))
    return false;
  store->anchor_boot_us = pg_get_i64 (rows, 0, "boot_us");
  store->anchor_utc_us = pg_get_time (rows, 0, "utc");
  return true;
}

struct candidate_store *
candidate_store_open (const char *conninfo, const struct keyring *ring, struct arena *arena, const char **problem)
{
  struct candidate_store *store = calloc (1, sizeof *store);

  *problem = "There is no memory.";
  if (NULL == store)
    return NULL;
  store->ring = ring;
  store->conn = pg_connect (conninfo, candidate_store_statements, arena, problem);
  if (NULL != store->conn && take_anchor (store, arena))
    return store;
  if (NULL != store->conn)
    *problem = "The anchor of this boot's clock cannot be read.";
  candidate_store_close (store);
  return NULL;
}

void
candidate_store_close (struct candidate_store *store)
{
  if (NULL == store)
    return;
  if (NULL != store->conn)
    pg_close (store->conn);
  arena_free (store->batch);
  free (store);
}
