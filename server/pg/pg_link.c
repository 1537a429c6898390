#include "pg_link.h"

#include "log.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define OPTION_MOST 64

/* For every session. statement_timeout does not bound the wait for a COMMIT, so pg_run has a deadline of its own. */
#define SESSION                                                                                                       \
  "-c lock_timeout=2000 -c statement_timeout=30000 -c idle_in_transaction_session_timeout=10000 "                    \
  "-c client_connection_check_interval=1000 -c TimeZone=UTC -c client_min_messages=warning"

/* Seconds. A process that starts serves nobody yet and would end without its database, often busy itself right after
   its own start; one that lost its link has people waiting. */
#define FIRST_CONNECT_TIMEOUT "20"
#define CONNECT_TIMEOUT "2"

/* libpq waits for ever in all of these unless told; what the operator's conninfo names itself stands. */
static const struct
{
  const char *key;
  const char *value;
} added[] = {
  { "connect_timeout", CONNECT_TIMEOUT },
  { "keepalives_idle", "5" },
  { "keepalives_interval", "2" },
  { "keepalives_count", "2" },
  { "tcp_user_timeout", "5000" },
  { "client_encoding", "UTF8" },
  { "fallback_application_name", "blindmark" },
};

/* The message of the server or of libpq (no secret is in either) as one line without its end. */
static const char *
one_line (struct arena *arena, const char *message)
{
  char *line = arena_string (arena, text_trim (text_of (message)));

  for (char *at = line; '\0' != *at; at++)
    if ('\n' == *at)
      *at = ' ';
  return line;
}

static void
on_notice (void *of_conn, const PGresult *result)
{
  struct pg_conn *conn = of_conn;
  const char *severity = PQresultErrorField (result, PG_DIAG_SEVERITY_NONLOCALIZED);
  const char *state = PQresultErrorField (result, PG_DIAG_SQLSTATE);

  if (NULL == severity || 0 != strcmp (severity, "WARNING"))
    return;
  conn->warned = true;
  log_event (LOG_LEVEL_WARNING, "pg_warning", "sqlstate=%s", NULL == state ? "" : state);
}

static bool
names (const PQconninfoOption *options, const char *key)
{
  for (const PQconninfoOption *at = options; NULL != at->keyword; at++)
    if (NULL != at->val && 0 == strcmp (at->keyword, key))
      return true;
  return false;
}

/* The operator's conninfo with our additions. */
static PGconn *
connect_with (struct arena *arena, const PQconninfoOption *options, bool first)
{
  const char *keys[OPTION_MOST + BM_COUNT (added) + 3];
  const char *values[OPTION_MOST + BM_COUNT (added) + 3];
  const char *session = SESSION;
  size_t count = 0;

  for (const PQconninfoOption *at = options; NULL != at->keyword && count < OPTION_MOST; at++)
    {
      if (NULL == at->val)
        continue;
      if (0 == strcmp (at->keyword, "options"))
        {
          /* Ours come first, so that an operator can still change one. */
          session = arena_printf (arena, "%s %s", SESSION, at->val);
          continue;
        }
      keys[count] = at->keyword;
      values[count++] = at->val;
    }
  for (size_t i = 0; i < BM_COUNT (added); i++)
    if (! names (options, added[i].key))
      {
        keys[count] = added[i].key;
        values[count++] = added[i].value;
      }
  if (first && ! names (options, "connect_timeout"))
    {
      keys[count] = "connect_timeout";
      values[count++] = FIRST_CONNECT_TIMEOUT;
    }
  keys[count] = "options";
  values[count++] = session;
  keys[count] = NULL;
  values[count] = NULL;
  return PQconnectdbParams (keys, values, 0);
}

static void
remember_types (struct pg_conn *conn, struct pg_signature *signature, const PGresult *described)
{
  int count = PQnparams (described);

  if (count > signature->room)
    {
      signature->types = arena_take (conn->arena, sizeof (Oid) * (size_t) count);
      signature->room = count;
    }
  signature->count = count;
  for (int i = 0; i < count; i++)
    signature->types[i] = PQparamtype (described, i);
}

static bool
prepare_one (struct pg_conn *conn, size_t index)
{
  const struct pg_statement *statement = &conn->statements.list[index];
  PGresult *result = PQprepare (conn->link, statement->name, statement->sql, 0, NULL);
  bool good = PGRES_COMMAND_OK == PQresultStatus (result);

  PQclear (result);
  if (! good)
    return false;
  result = PQdescribePrepared (conn->link, statement->name);
  good = PGRES_COMMAND_OK == PQresultStatus (result);
  if (good)
    remember_types (conn, &conn->signatures[index], result);
  PQclear (result);
  return good;
}

static bool
prepare_all (struct pg_conn *conn, struct arena *arena, const char **problem)
{
  for (size_t i = 0; i < conn->statements.count; i++)
    if (! prepare_one (conn, i))
      {
        *problem = arena_printf (arena, "The statement %s cannot be prepared: %s", conn->statements.list[i].name,
                                 one_line (arena, PQerrorMessage (conn->link)));
        return false;
      }
  return true;
}

/* Set in the session, which nothing of the server's configuration outranks, not even what is changed while the session lasts. Only
   "off" loses what the server itself has acknowledged, so only that is raised. In the connection options "on" would lower
   remote_apply; and local or remote_write say how far an operator wants to wait for a standby, which "on" would overrule. */
#define DURABLE                                                                                                       \
  "SELECT pg_catalog.set_config('synchronous_commit', CASE was WHEN 'off' THEN 'on' ELSE was END, false), was = 'off'," \
  " CASE WHEN pg_catalog.current_setting('fsync') <> 'on' THEN 'fsync off'"                                           \
  " WHEN pg_catalog.current_setting('full_page_writes') <> 'on' THEN 'full_page_writes off' ELSE '' END"              \
  " FROM pg_catalog.current_setting('synchronous_commit') AS c (was)"

static atomic_bool durable_demanded;

void
pg_link_demand_durable (void)
{
  atomic_store (&durable_demanded, true);
}

static bool
make_durable (struct pg_conn *conn, struct arena *arena, const char **problem)
{
  PGresult *result = PQexec (conn->link, DURABLE);
  bool good = PGRES_TUPLES_OK == PQresultStatus (result);

  if (! good)
    *problem = arena_printf (arena, "The database does not say how it keeps what is stored: %s",
                             one_line (arena, PQerrorMessage (conn->link)));
  else if ('t' == PQgetvalue (result, 0, 1)[0])
    log_event (LOG_LEVEL_WARNING, "pg_commit_raised", "from=off to=%s", PQgetvalue (result, 0, 0));
  if (good && atomic_load (&durable_demanded) && '\0' != PQgetvalue (result, 0, 2)[0])
    {
      *problem = arena_printf (arena, PG_LINK_LOSES, PQgetvalue (result, 0, 2));
      good = false;
    }
  PQclear (result);
  return good;
}

bool
pg_link_open (struct pg_conn *conn, struct arena *arena, const char **problem)
{
  char *refusal = NULL;
  PQconninfoOption *options = PQconninfoParse (conn->conninfo, &refusal);

  if (NULL == options)
    {
      /* libpq's own words may repeat a piece of the string, and so of a password. */
      PQfreemem (refusal);
      *problem = "The connection string of the database is malformed.";
      return false;
    }
  conn->link = connect_with (arena, options, ! conn->opened);
  PQconninfoFree (options);
  if (CONNECTION_OK != PQstatus (conn->link))
    {
      *problem = arena_printf (arena, "The database does not answer: %s", one_line (arena, PQerrorMessage (conn->link)));
      pg_link_drop (conn);
      return false;
    }
  (void) PQsetNoticeReceiver (conn->link, on_notice, conn);
  if (make_durable (conn, arena, problem) && prepare_all (conn, arena, problem))
    {
      conn->opened = true;
      return true;
    }
  pg_link_drop (conn);
  return false;
}

void
pg_link_drop (struct pg_conn *conn)
{
  PQfinish (conn->link);
  conn->link = NULL;
}
