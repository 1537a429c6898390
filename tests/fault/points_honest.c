#include "points.h"

enum pg_status
points_run (struct pg_conn *conn, const char *statement, bool is_a_save, const struct pg_param *params, size_t count,
            struct pg_rows **rows)
{
  (void) is_a_save;
  return __real_pg_run (conn, statement, params, count, rows);
}
