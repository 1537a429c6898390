#include "pg_conn.h"

#include "clock.h"
#include "log.h"
#include "pg_link.h"
#include "pg_wire.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#define CONN_CAP ((size_t) 8 * 1024 * 1024)
#define WAIT_LEAST_US 100000
#define WAIT_MOST_US 5000000

/* More than statement_timeout: past it the server itself hangs (a COMMIT that waits for a standby, a frozen disk). */
#define ANSWER_MOST_US 40000000

#define PARAM_MOST 64

struct pg_conn *
pg_connect (const char *conninfo, struct pg_statements statements, struct arena *arena, const char **problem)
{
  struct arena *own = arena_new (CONN_CAP);
  struct pg_conn *conn = arena_take (own, sizeof *conn);

  conn->arena = own;
  conn->conninfo = arena_string (own, text_of (conninfo));
  conn->statements = statements;
  conn->signatures = arena_take (own, sizeof *conn->signatures * (statements.count + 1));
  conn->wait_us = WAIT_LEAST_US;
  conn->answer_most_us = ANSWER_MOST_US;
  if (pg_link_open (conn, arena, problem))
    return conn;
  arena_free (own);
  return NULL;
}

void
pg_close (struct pg_conn *conn)
{
  if (NULL == conn)
    return;
  pg_link_drop (conn);
  arena_free (conn->arena);
}

void
pg_set_patience (struct pg_conn *conn, int64_t us)
{
  conn->answer_most_us = us;
}

/* One attempt at most; between attempts the wait doubles, a little apart from other threads' (the clock's low bits). */
static bool
reopen (struct pg_conn *conn)
{
  struct arena *arena BM_CLEANUP (arena_cleanup) = NULL;
  const char *problem = "";
  int64_t now = clock_boot_us ();

  if (now < conn->not_before_boot_us)
    return false;
  arena = arena_new (1024 * 1024);
  if (pg_link_open (conn, arena, &problem))
    {
      log_event (LOG_LEVEL_INFO, "pg_back", "statements=%zu", conn->statements.count);
      conn->wait_us = WAIT_LEAST_US;
      return true;
    }
  log_event (LOG_LEVEL_ERROR, "pg_away", "wait_ms=%lld problem=\"%s\"", (long long) conn->wait_us / 1000, problem);
  conn->not_before_boot_us = clock_boot_us () + conn->wait_us + now % (conn->wait_us / 4);
  conn->wait_us = conn->wait_us * 2 > WAIT_MOST_US ? WAIT_MOST_US : conn->wait_us * 2;
  return false;
}

/* A server that went away while we were idle has said so on the socket: read that before anything is sent, so that the
   caller does not have to doubt a statement that never left. */
static bool
is_alive (struct pg_conn *conn)
{
  struct pollfd waiting;

  if (NULL == conn->link)
    return false;
  waiting = (struct pollfd) { .fd = PQsocket (conn->link), .events = POLLIN };
  if (waiting.fd >= 0 && 0 == poll (&waiting, 1, 0))
    return true;
  if (1 == PQconsumeInput (conn->link) && ! PQisBusy (conn->link) && CONNECTION_OK == PQstatus (conn->link)
      && 0 == (waiting.revents & (POLLHUP | POLLERR | POLLNVAL)))
    return true;
  log_event (LOG_LEVEL_WARNING, "pg_lost", "while=idle");
  pg_link_drop (conn);
  return false;
}

static size_t
find_statement (const struct pg_conn *conn, const char *name)
{
  for (size_t i = 0; i < conn->statements.count; i++)
    if (0 == strcmp (conn->statements.list[i].name, name))
      return i;
  log_fatal ("pg_no_such_statement", "statement=%s", name);
}

static bool
fits (unsigned given, Oid wanted)
{
  if (given == wanted || 0 == given || wanted >= PG_TYPE_FIRST_USER)
    return true;
  return PG_TYPE_TEXT == given
         && (PG_TYPE_VARCHAR == wanted || PG_TYPE_BPCHAR == wanted || PG_TYPE_JSON == wanted || PG_TYPE_JSONB == wanted);
}

static void
check_params (const char *statement, const struct pg_signature *signature, const struct pg_param *params, size_t count)
{
  if (count > PARAM_MOST || (int) count != signature->count)
    log_fatal ("pg_param_count", "statement=%s given=%zu wanted=%d", statement, count, signature->count);
  for (size_t i = 0; i < count; i++)
    if (! fits (params[i].type, signature->types[i]))
      log_fatal ("pg_param_type", "statement=%s place=%zu given=%u wanted=%u", statement, i + 1, params[i].type,
                 signature->types[i]);
}

/* jsonb on the wire is the text after one byte of version (jsonb_recv). */
static struct pg_param
as_jsonb (struct arena *arena, struct pg_param text)
{
  uint8_t *at = arena_take (arena, (size_t) text.length + 1);

  at[0] = 1;
  memcpy (at + 1, text.at, (size_t) text.length);
  return (struct pg_param) { PG_TYPE_JSONB, at, text.length + 1 };
}

static bool
send_statement (struct pg_conn *conn, size_t index, const struct pg_param *params, size_t count)
{
  const struct pg_signature *signature = &conn->signatures[index];
  struct arena *arena BM_CLEANUP (arena_cleanup) = NULL;
  const char *values[PARAM_MOST];
  int lengths[PARAM_MOST];
  int formats[PARAM_MOST];

  check_params (conn->statements.list[index].name, signature, params, count);
  for (size_t i = 0; i < count; i++)
    {
      struct pg_param param = params[i];
      if (PG_TYPE_JSONB == signature->types[i] && PG_TYPE_TEXT == param.type)
        {
          if (NULL == arena)
            arena = arena_new ((size_t) 64 * 1024 * 1024);
          param = as_jsonb (arena, param);
        }
      values[i] = param.at;
      lengths[i] = param.length;
      formats[i] = 1;
    }
  return 1 == PQsendQueryPrepared (conn->link, conn->statements.list[index].name, (int) count, values, lengths, formats, 1);
}

/* False: the link broke or the server did not answer in time. */
static bool
wait_for_result (PGconn *link, int64_t most_us)
{
  int64_t deadline = clock_boot_us () + most_us;

  while (PQisBusy (link))
    {
      struct pollfd waiting = { .fd = PQsocket (link), .events = POLLIN };
      int64_t left = deadline - clock_boot_us ();
      int ready = left <= 0 ? 0 : poll (&waiting, 1, (int) (left / 1000) + 1);
      if (0 == ready || (ready < 0 && EINTR != errno))
        return false;
      if (ready > 0 && 1 != PQconsumeInput (link))
        return false;
    }
  return true;
}

/* The first result; NULL: none came. *broken: the stream ended before the server was done. */
static PGresult *
receive (struct pg_conn *conn, bool *broken)
{
  PGresult *first = NULL;

  for (;;)
    {
      PGresult *next;
      if (! wait_for_result (conn->link, conn->answer_most_us))
        {
          *broken = true;
          return first;
        }
      next = PQgetResult (conn->link);
      if (NULL == next)
        break;
      if (NULL == first)
        first = next;
      else
        PQclear (next);
    }
  *broken = CONNECTION_OK != PQstatus (conn->link);
  return first;
}

/* Where in our own code it was raised: "PL/pgSQL function x(uuid) line 3 at RAISE". Other lines may repeat values. */
static struct text
raised_at (const PGresult *result)
{
  const char *context = PQresultErrorField (result, PG_DIAG_CONTEXT);

  if (NULL == context || 0 != strncmp (context, "PL/pgSQL function ", 18))
    return text_of ("-");
  return text_from (context, strcspn (context, "\n"));
}

/* Permission denied, undefined function, table, column, schema: these messages hold names of ours only. */
static bool
holds_names_only (const char *state)
{
  static const char *const states[] = { "42501", "42883", "42P01", "42703", "3F000" };

  for (size_t i = 0; i < BM_COUNT (states); i++)
    if (0 == strcmp (state, states[i]))
      return true;
  return false;
}

static void
log_refusal (enum log_level level, const char *statement, const char *state, const PGresult *result)
{
  const char *constraint = PQresultErrorField (result, PG_DIAG_CONSTRAINT_NAME);
  const char *message = holds_names_only (state) ? PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
  struct text at = raised_at (result);

  log_event (level, LOG_LEVEL_ERROR == level ? "pg_failed" : "pg_refused",
             "statement=%s sqlstate=%s constraint=%s at=\"%.*s\" names=\"%s\"", statement, state,
             NULL == constraint ? "-" : constraint, (int) at.length, at.at, NULL == message ? "" : message);
}

static bool
is_one_of (const char *state, const char *const *states)
{
  for (; NULL != *states; states++)
    if (0 == strncmp (state, *states, strlen (*states)))
      return true;
  return false;
}

/* Nothing was stored in all of these except doubt. */
static enum pg_status
status_of_state (const char *state)
{
  /* Serialization, deadlock, lock timeout, statement timeout; a plan or a statement that a migration made stale. */
  static const char *const soft[] = { "40001", "40P01", "55P03", "57014", "0A000", "26000", NULL };
  /* The server says itself that the outcome is unknown, or it is on its way down. */
  static const char *const doubt[] = { "08", "40003", "57P", NULL };
  /* No disk, memory or connection left; read-only because it became a standby. */
  static const char *const away[] = { "53", "25006", NULL };
  static const char *const refused[] = { "23", "P0001", NULL };

  if (0 == strcmp (state, "23505"))
    return PG_UNIQUE;
  if (is_one_of (state, refused))
    return PG_REFUSED;
  if (is_one_of (state, soft))
    return PG_SOFT;
  if (is_one_of (state, doubt))
    return PG_DOUBT;
  if (is_one_of (state, away))
    return PG_AWAY;
  return PG_FAILED;
}

/* A fresh link heals these: the statement is stale there, or the server must not be written to. */
static bool
needs_fresh_link (const char *state)
{
  static const char *const states[] = { "0A000", "26000", "25006", NULL };

  return is_one_of (state, states);
}

static enum pg_status
judge_error (struct pg_conn *conn, const char *statement, const PGresult *result)
{
  const char *state = PQresultErrorField (result, PG_DIAG_SQLSTATE);
  enum pg_status status;

  if (NULL == state)
    return PG_DOUBT; /* libpq's own error: the link is broken */
  status = status_of_state (state);
  if (PG_UNIQUE != status)
    log_refusal (PG_FAILED == status ? LOG_LEVEL_ERROR : LOG_LEVEL_WARNING, statement, state, result);
  if (needs_fresh_link (state))
    pg_link_drop (conn);
  return status;
}

static enum pg_status
judge (struct pg_conn *conn, const char *statement, PGresult *result, bool broken)
{
  ExecStatusType kind = PQresultStatus (result);
  bool done = PGRES_TUPLES_OK == kind || PGRES_COMMAND_OK == kind;

  if (broken)
    {
      log_event (LOG_LEVEL_ERROR, "pg_lost", "while=%s", statement);
      pg_link_drop (conn);
      return PG_DOUBT;
    }
  if (! done)
    return judge_error (conn, statement, result);
  return conn->warned ? PG_DOUBT : PG_DONE;
}

enum pg_status
pg_run (struct pg_conn *conn, const char *statement, const struct pg_param *params, size_t count, struct pg_rows **rows)
{
  size_t index = find_statement (conn, statement);
  bool broken = false;
  PGresult *result;
  enum pg_status status;

  *rows = NULL;
  if (! is_alive (conn) && ! reopen (conn))
    return PG_AWAY;
  conn->warned = false;
  if (! send_statement (conn, index, params, count))
    {
      /* Part of it may have left. Without its last byte the server runs nothing, but we cannot know that it has not. */
      log_event (LOG_LEVEL_ERROR, "pg_lost", "while=%s", statement);
      pg_link_drop (conn);
      return PG_DOUBT;
    }
  result = receive (conn, &broken);
  status = judge (conn, statement, result, broken);
  if (PG_DONE == status)
    *rows = pg_rows_new (result);
  else
    PQclear (result);
  return status;
}
