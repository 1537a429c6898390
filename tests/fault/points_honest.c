#include "points.h"

void
points_before_run (struct pg_conn *conn)
{
  (void) conn;
}

enum pg_status
points_run_save (struct pg_conn *conn, const char *statement, const struct pg_param *params, size_t count, struct pg_rows **rows)
{
  return __real_pg_run (conn, statement, params, count, rows);
}
