#include "demo.h"

#include "pg_conn.h"

#include <time.h>

extern const struct pg_statements demo_statements;

/* At least one row, or the line that says what is wrong. */
static bool
ask (struct demo *demo, const char *statement, const struct pg_param *params, size_t count, struct pg_rows **rows,
     const char *otherwise)
{
  if (PG_DONE == pg_run (demo->conn, statement, params, count, rows) && pg_count (*rows) > 0)
    return true;
  tool_complain ("demo: %s", otherwise);
  return false;
}

bool
demo_clock_open (struct demo *demo)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const char *problem = "";

  demo->conn = pg_connect (demo_string (demo->card, "conninfo"), demo_statements, demo->arena, &problem);
  if (NULL == demo->conn)
    {
      tool_complain ("demo: %s", problem);
      return false;
    }
  if (! ask (demo, "association", NULL, 0, &rows, "the database holds no association"))
    return false;
  if (pg_count (rows) != 1)
    {
      tool_complain ("demo: the database already holds other associations than the first");
      return false;
    }
  demo->association = arena_string (demo->arena, pg_get_text (rows, 0, "code"));
  return true;
}

void
demo_clock_close (struct demo *demo)
{
  pg_close (demo->conn);
  demo->conn = NULL;
}

bool
demo_travel (struct demo *demo, int days, int minute)
{
  const struct pg_param params[] = { pg_text (text_of (demo->association)), pg_i32 (demo->arena, days),
                                     pg_i32 (demo->arena, minute) };
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;

  return ask (demo, "travel", params, BM_COUNT (params), &rows,
              "the clock cannot be shifted: the installation was not made for a demo");
}

bool
demo_pass (struct demo *demo, int seconds)
{
  const struct pg_param params[] = { pg_i32 (demo->arena, seconds) };
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;

  return ask (demo, "pass", params, BM_COUNT (params), &rows, "the clock cannot be shifted");
}

bool
demo_arrive (struct demo *demo)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;

  if (PG_DONE == pg_run (demo->conn, "arrive", NULL, 0, &rows))
    return true;
  tool_complain ("demo: the shift of the clock cannot be taken away");
  return false;
}

bool
demo_date (struct demo *demo, int days, const char **date, const char **month)
{
  const struct pg_param params[] = { pg_text (text_of (demo->association)), pg_i32 (demo->arena, days) };
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;

  if (! ask (demo, "day", params, BM_COUNT (params), &rows, "the database does not tell the date"))
    return false;
  *date = arena_string (demo->arena, pg_get_text (rows, 0, "date"));
  *month = arena_string (demo->arena, pg_get_text (rows, 0, "month"));
  return true;
}

void
demo_pause (int milliseconds)
{
  const struct timespec time = { .tv_sec = milliseconds / 1000, .tv_nsec = (long) (milliseconds % 1000) * 1000000 };

  (void) nanosleep (&time, NULL);
}
