#include "pg_link.h"
#include "pg_tools.h"

#include <limits.h>
#include <string.h>

/* A client that is no longer connected says so here too; tools stop at the first problem, so nothing is opened again. */
const char *
pg_script (struct pg_conn *conn, const char *sql, struct arena *arena)
{
  PGresult *result;
  ExecStatusType kind;
  const char *problem = NULL;

  if (NULL == conn->link)
    return "The connection to the database is gone.";
  result = PQexec (conn->link, sql);
  kind = PQresultStatus (result);
  if (PGRES_COMMAND_OK != kind && PGRES_TUPLES_OK != kind && PGRES_EMPTY_QUERY != kind)
    {
      const char *message = NULL == result ? PQerrorMessage (conn->link) : PQresultErrorMessage (result);
      problem = arena_string (arena, text_trim (text_of (message)));
    }
  PQclear (result);
  return problem;
}

/* All results are taken, so that the link can be used again; the first one that is not good says why. */
static const char *
take_results (PGconn *link, struct arena *arena)
{
  const char *problem = NULL;
  PGresult *result;

  while (NULL != (result = PQgetResult (link)))
    {
      if (PGRES_COMMAND_OK != PQresultStatus (result) && NULL == problem)
        problem = arena_string (arena, text_trim (text_of (PQresultErrorMessage (result))));
      PQclear (result);
    }
  return problem;
}

const char *
pg_copy (struct pg_conn *conn, const char *sql, struct text rows, struct arena *arena)
{
  PGresult *result;
  bool begun;
  bool sent;
  const char *problem;

  if (NULL == conn->link)
    return "The connection to the database is gone.";
  result = PQexec (conn->link, sql);
  begun = PGRES_COPY_IN == PQresultStatus (result);
  PQclear (result);
  if (! begun)
    return arena_string (arena, text_trim (text_of (PQerrorMessage (conn->link))));
  sent = rows.length <= INT_MAX && 1 == PQputCopyData (conn->link, rows.at, (int) rows.length);
  sent = 1 == PQputCopyEnd (conn->link, sent ? NULL : "not all rows could be sent") && sent;
  problem = take_results (conn->link, arena);
  return NULL == problem && ! sent ? "The rows could not be sent." : problem;
}
