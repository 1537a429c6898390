#include "call.h"

#include "log.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

extern const struct pg_statements coordination_store_statements;

struct coordination_store *
coordination_store_open (const char *conninfo, const struct keyring *keyring, struct arena *arena, const char **problem)
{
  struct coordination_store *store;
  struct pg_conn *conn = pg_connect (conninfo, coordination_store_statements, arena, problem);
  if (NULL == conn)
    return NULL;
  store = calloc (1, sizeof *store);
  if (NULL == store)
    log_fatal ("no_memory", "what=store");
  store->conn = conn;
  store->keyring = keyring;
  if (coordination_take_anchor (store, arena))
    return store;
  *problem = "The anchor of this boot's clock cannot be read.";
  coordination_store_close (store);
  return NULL;
}

void
coordination_store_close (struct coordination_store *store)
{
  if (NULL == store)
    return;
  pg_close (store->conn);
  free (store);
}

static enum coordination_outcome
outcome_of (const struct pg_rows *rows, json_t **doc)
{
  static const char *const words[] = {
#define X(name, word) word,
    COORDINATION_OUTCOMES (X)
#undef X
  };
  if (1 != pg_count (rows))
    return COORDINATION_BROKEN;
  if (NULL != doc && ! pg_is_null (rows, 0, "doc"))
    {
      struct text text = pg_get_text (rows, 0, "doc");
      *doc = json_loadb (text.at, text.length, JSON_DECODE_ANY, NULL);
      if (NULL == *doc)
        return COORDINATION_BROKEN;
    }
  return (enum coordination_outcome) pg_outcome (rows, words, COORDINATION_AWAY);
}

enum coordination_outcome
coordination_call (struct coordination_store *store, const char *statement, const struct pg_param *params, size_t count,
                   json_t **doc)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  enum pg_status status = pg_run (store->conn, statement, params, count, &rows);
  if (NULL != doc)
    *doc = NULL;
  switch (status)
    {
    case PG_DONE:
      return outcome_of (rows, doc);
    case PG_SOFT:
    case PG_AWAY:
    case PG_DOUBT:
      return COORDINATION_AWAY;
    case PG_UNIQUE:
    case PG_REFUSED:
    case PG_FAILED:
      break;
    }
  return COORDINATION_BROKEN;
}

struct pg_param
coordination_token (struct coordination_asker asker)
{
  return pg_bytes (bytes_of (asker.token_hash, HASH_BYTES));
}

enum coordination_outcome
coordination_broken (const char *what, json_t **doc)
{
  log_event (LOG_LEVEL_ERROR, "sealed_value_does_not_open", "what=%s", what);
  json_decref (*doc);
  *doc = NULL;
  return COORDINATION_BROKEN;
}

enum coordination_outcome
coordination_read (struct coordination_store *store, struct coordination_asker asker, const char *statement,
                   const struct uid *uid, json_t **doc)
{
  struct pg_param params[2] = { coordination_token (asker) };
  enum coordination_outcome outcome;
  if (NULL != uid)
    params[1] = pg_uid (asker.arena, *uid);
  outcome = coordination_call (store, statement, params, NULL != uid ? 2 : 1, doc);
  if (COORDINATION_OK != outcome || NULL == *doc)
    return outcome;
  if (! coordination_open_people (store, json_object_get (*doc, "people"), true, asker.arena)
      || ! coordination_open_person (store, *doc, asker.arena))
    return coordination_broken (statement, doc);
  return outcome;
}

struct uid
coordination_uid_of (const json_t *object, const char *member)
{
  struct uid uid = { { 0 } };
  if (! uid_parse (text_of (json_string_value (json_object_get (object, member))), &uid))
    memset (&uid, 0, sizeof uid);
  return uid;
}

static bool
unhex (struct text hex, uint8_t *out)
{
  static const char digits[] = "0123456789abcdef";
  for (size_t i = 0; i < hex.length; i++)
    {
      const char *at = memchr (digits, hex.at[i], 16);
      if (NULL == at)
        return false;
      out[i / 2] = (uint8_t) (out[i / 2] << 4 | (at - digits));
    }
  return 0 == hex.length % 2;
}

json_t *
coordination_open (const struct coordination_store *store, json_t *object, const char *from, struct seal_place place,
                   struct arena *arena)
{
  struct text hex = text_of (json_string_value (json_object_get (object, from)));
  uint8_t *sealed = arena_take (arena, hex.length / 2 + 1);
  struct bytes plain;
  json_t *opened = NULL;
  if (unhex (hex, sealed) && seal_open (store->keyring, place, bytes_of (sealed, hex.length / 2), arena, &plain))
    opened = json_loadb ((const char *) plain.at, plain.length, JSON_REJECT_DUPLICATES, NULL);
  json_object_del (object, from);
  return opened;
}

bool
coordination_open_person (const struct coordination_store *store, json_t *object, struct arena *arena)
{
  bool staff = json_is_string (json_object_get (object, "account"));
  struct seal_place place = { .kind = KEY_IDENTITY,
                              .column = staff ? "staff.account.sealed" : "identity.person.sealed",
                              .row = coordination_uid_of (object, staff ? "account" : "person") };
  json_t *opened;
  if (! json_is_string (json_object_get (object, "sealed")))
    {
      json_object_del (object, "sealed");
      return true;
    }
  opened = coordination_open (store, object, "sealed", place, arena);
  if (NULL == opened)
    return false;
  if (staff)
    json_object_del (opened, "employer"); /* for who decides about conflicts only: people.c */
  json_object_update (object, opened);
  json_decref (opened);
  if (! staff)
    json_object_del (object, "person");
  return true;
}

static int
by_name (const void *a, const void *b)
{
  const json_t *const *x = a;
  const json_t *const *y = b;
  const char *p = json_string_value (json_object_get (*x, "name"));
  const char *q = json_string_value (json_object_get (*y, "name"));
  return strcasecmp (NULL == p ? "" : p, NULL == q ? "" : q);
}

static void
sort_by_name (json_t *list, struct arena *arena)
{
  size_t count = json_array_size (list);
  json_t **all = arena_take (arena, (count + 1) * sizeof *all);
  for (size_t i = 0; i < count; i++)
    all[i] = json_incref (json_array_get (list, i));
  qsort (all, count, sizeof *all, by_name);
  json_array_clear (list);
  for (size_t i = 0; i < count; i++)
    json_array_append_new (list, all[i]);
}

bool
coordination_open_people (const struct coordination_store *store, json_t *list, bool sort, struct arena *arena)
{
  size_t i;
  json_t *one;
  json_array_foreach (list, i, one) if (! coordination_open_person (store, one, arena)) return false;
  if (sort && NULL != list)
    sort_by_name (list, arena);
  return true;
}

bool
coordination_open_outcome (const struct coordination_store *store, json_t *object, const char *from,
                           struct seal_place place, struct arena *arena)
{
  json_t *opened = coordination_open (store, object, from, place, arena);
  json_object_del (object, "version");
  return NULL != opened && 0 == json_object_set_new (object, "outcome", opened);
}
