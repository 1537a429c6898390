#include "pg_link.h"

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
