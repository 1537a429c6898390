#include "registrar_inside.h"

#include "clock.h"
#include "draw.h"
#include "log.h"

#include <stdlib.h>
#include <string.h>

#define SCRATCH_CAP ((size_t) 64 * 1024 * 1024)

extern const struct pg_statements registrar_store_statements;

static bool
read_anchor (struct registrar_store *store)
{
  char boot_id[37];
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;

  if (! clock_boot_id (boot_id))
    return false;
  {
    const struct pg_param params[] = { pg_text (text_of (boot_id)), pg_i64 (store->scratch, clock_boot_us ()) };
    if (REGISTRAR_DONE != store_run (store, "anchor", params, BM_COUNT (params), &rows))
      return false;
  }
  store->anchor_boot_us = pg_get_i64 (rows, 0, "boot_us");
  store->anchor_utc_us = pg_get_time (rows, 0, "utc");
  return true;
}

struct registrar_store *
registrar_store_open (const struct desk_setup *setup, struct arena *arena, const char **problem)
{
  struct registrar_store *store = calloc (1, sizeof *store);

  if (NULL == store)
    log_fatal ("no_memory", "registrar_store=%zu", sizeof *store);
  store->setup = setup;
  store->keyring = setup->keyring;
  store->scratch = arena_new (SCRATCH_CAP);
  if (keyring_holds (setup->keyring, KEY_REVIEW_PUBLIC))
    store->conn = pg_connect (setup->conninfo, registrar_store_statements, arena, problem);
  else
    *problem = "the key file does not hold review_public: run `blindmark init` once more";
  if (NULL == store->conn)
    {
      registrar_store_close (store);
      return NULL;
    }
  if (! read_anchor (store))
    {
      *problem = "the boot-time clock cannot be anchored in the database";
      registrar_store_close (store);
      return NULL;
    }
  return store;
}

void
registrar_store_close (struct registrar_store *store)
{
  if (NULL == store)
    return;
  pg_close (store->conn);
  arena_free (store->scratch);
  free (store);
}

size_t
registrar_list_count (const struct pg_rows *list)
{
  return NULL == list ? 0 : pg_count (list);
}

void
registrar_list_free (struct pg_rows **list)
{
  pg_rows_free (list);
}

static enum registrar_status
status_of (enum pg_status status, const char *statement)
{
  switch (status)
    {
    case PG_DONE:
      return REGISTRAR_DONE;
    case PG_SOFT:
    case PG_AWAY:
    case PG_DOUBT:
      log_event (LOG_LEVEL_WARNING, "database_away", "statement=%s", statement);
      return REGISTRAR_AWAY;
    case PG_UNIQUE:
    case PG_REFUSED:
    case PG_FAILED:
      break;
    }
  log_event (LOG_LEVEL_ERROR, "statement_failed", "statement=%s", statement);
  return REGISTRAR_BROKEN;
}

enum registrar_status
store_run (struct registrar_store *store, const char *statement, const struct pg_param *params, size_t count,
           struct pg_rows **rows)
{
  return status_of (pg_run (store->conn, statement, params, count, rows), statement);
}

enum registrar_status
store_word (struct registrar_store *store, const char *statement, const struct pg_param *params, size_t count,
            const char *const *words, size_t word_count, size_t *which)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const enum registrar_status status = store_run (store, statement, params, count, &rows);

  if (REGISTRAR_DONE == status)
    *which = pg_outcome (rows, words, word_count);
  return status;
}

enum registrar_status
store_list (struct registrar_store *store, const char *statement, const struct registrar_duty *duty, struct pg_rows **list)
{
  arena_reset (store->scratch);
  {
    const struct pg_param params[]
      = { pg_uid (store->scratch, duty->association), pg_uid (store->scratch, duty->administration) };
    return store_run (store, statement, params, BM_COUNT (params), list);
  }
}

json_t *
store_open (struct registrar_store *store, struct seal_place place, struct bytes sealed)
{
  struct bytes plain;
  json_t *content = NULL;

  if (seal_open (store->keyring, place, sealed, store->scratch, &plain))
    content = json_loadb ((const char *) plain.at, plain.length, JSON_REJECT_DUPLICATES, NULL);
  if (NULL == content)
    log_event (LOG_LEVEL_ERROR, "does_not_open", "column=%s", place.column);
  return content;
}

static char *
plain_of (const json_t *content)
{
  char *plain = json_dumps (content, JSON_COMPACT | JSON_SORT_KEYS);

  if (NULL == plain)
    log_fatal ("no_memory", "what=json");
  return plain;
}

static void
forget (char *plain)
{
  explicit_bzero (plain, strlen (plain));
  free (plain);
}

struct bytes
store_seal (struct registrar_store *store, struct seal_place place, const json_t *content)
{
  char *plain = plain_of (content);
  const struct bytes sealed = seal (store->keyring, place, bytes_of_text (text_of (plain)), store->scratch);

  forget (plain);
  return sealed;
}

struct uid
store_draw_uid (const char *purpose, const json_t *of)
{
  char *plain = plain_of (of);
  const struct uid uid = crypto_draw_uid (purpose, bytes_of_text (text_of (plain)));

  forget (plain);
  return uid;
}

enum registrar_status
registrar_store_alone (struct registrar_store *store, bool *alone)
{
  static const char *const words[] = { "alone", "another" };
  size_t which;
  enum registrar_status status;

  arena_reset (store->scratch);
  status = store_word (store, "alone", NULL, 0, words, BM_COUNT (words), &which);
  *alone = REGISTRAR_DONE == status && 0 == which;
  return status;
}

/* Runs a statement that takes this instant of the boot-time clock. */
static enum registrar_status
run_now (struct registrar_store *store, const char *statement, struct pg_rows **rows)
{
  const int64_t now = store->anchor_utc_us + (clock_boot_us () - store->anchor_boot_us);

  arena_reset (store->scratch);
  {
    const struct pg_param params[] = { pg_time (store->scratch, now) };
    return store_run (store, statement, params, BM_COUNT (params), rows);
  }
}

enum registrar_status
registrar_store_beat (struct registrar_store *store, int64_t *skew_us)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  enum registrar_status status = run_now (store, "beat", &rows);

  if (REGISTRAR_DONE == status)
    *skew_us = pg_get_i64 (rows, 0, "skew_us");
  return status;
}

enum registrar_status
registrar_store_close_overdue (struct registrar_store *store, int64_t *closed)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  enum registrar_status status = run_now (store, "close_overdue", &rows);

  if (REGISTRAR_DONE == status)
    *closed = pg_get_i64 (rows, 0, "closed");
  return status;
}
