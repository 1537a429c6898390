/* Planted defect: a save is acknowledged before it is committed. It runs in a transaction that stays open until something else
   runs on the same thread. */
#include "points.h"

static _Thread_local bool is_open;

static void
say (struct pg_conn *conn, const char *sql)
{
  struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (1024 * 1024);

  (void) ! pg_script (conn, sql, arena);
}

void
points_before_run (struct pg_conn *conn)
{
  if (is_open)
    say (conn, "COMMIT");
  is_open = false;
}

enum pg_status
points_run_save (struct pg_conn *conn, const char *statement, const struct pg_param *params, size_t count, struct pg_rows **rows)
{
  enum pg_status status;

  say (conn, "BEGIN");
  status = __real_pg_run (conn, statement, params, count, rows);
  is_open = true;
  if (PG_DONE != status)
    {
      say (conn, "ROLLBACK");
      is_open = false;
    }
  return status;
}
