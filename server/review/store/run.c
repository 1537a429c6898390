#include "run.h"

#include "log.h"

#include <stdlib.h>
#include <string.h>

#define TRIES 3

extern const struct pg_statements review_store_statements;

struct review_store *
review_store_open (const char *conninfo, const struct keyring *keyring)
{
  struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (65536);
  const char *problem = "";
  struct pg_conn *conn = pg_connect (conninfo, review_store_statements, arena, &problem);
  struct review_store *store;

  if (NULL == conn)
    {
      log_event (LOG_LEVEL_ERROR, "store_refused", "problem=\"%s\"", problem);
      return NULL;
    }
  store = calloc (1, sizeof *store);
  if (NULL == store)
    log_fatal ("out_of_memory", "where=review_store");
  *store = (struct review_store) { conn, keyring };
  return store;
}

void
review_store_close (struct review_store *store)
{
  if (NULL == store)
    return;
  pg_close (store->conn);
  free (store);
}

static enum review_outcome
outcome_of (enum pg_status status)
{
  switch (status)
    {
    case PG_DONE:
      return REVIEW_DONE;
    case PG_SOFT:
    case PG_AWAY:
    case PG_DOUBT:
      return REVIEW_AWAY;
    case PG_UNIQUE:
    case PG_REFUSED:
    case PG_FAILED:
      break;
    }
  return REVIEW_FAILED;
}

enum review_outcome
review_run (struct review_store *store, const char *statement, const struct pg_param *params, size_t count,
            struct pg_rows **rows)
{
  enum pg_status status = PG_SOFT;

  for (int i = 0; PG_SOFT == status && i < TRIES; i++)
    {
      pg_rows_free (rows);
      status = pg_run (store->conn, statement, params, count, rows);
    }
  if (REVIEW_FAILED == outcome_of (status))
    log_event (LOG_LEVEL_ERROR, "store_failed", "statement=%s", statement);
  return outcome_of (status);
}

enum review_outcome
review_run_for_word (struct review_store *store, const char *statement, const struct pg_param *params, size_t count,
                     const struct review_word *words, size_t word_count)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const char *names[8];
  const enum review_outcome outcome = review_run (store, statement, params, count, &rows);

  if (REVIEW_DONE != outcome)
    return outcome;
  for (size_t i = 0; i < word_count; i++)
    names[i] = words[i].name;
  return words[pg_outcome (rows, names, word_count)].outcome;
}

struct text
review_copy (struct arena *arena, struct text text)
{
  return text_from (arena_string (arena, text), text.length);
}

struct bytes
review_dump (json_t *steal, struct arena *arena)
{
  char *string = json_dumps (steal, JSON_COMPACT | JSON_SORT_KEYS);
  struct bytes bytes;

  json_decref (steal);
  if (NULL == string)
    log_fatal ("out_of_memory", "where=review_dump");
  bytes = arena_bytes (arena, bytes_of (string, strlen (string)));
  free (string);
  return bytes;
}
