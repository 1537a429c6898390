/* Planted defect: a save is acknowledged before it is committed. It runs in a transaction that is ended a little later, by
   another thread. */
#include "points.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#define CONNECTIONS_MOST 64
#define LATER_NS 30000000

/* Who uses the connection, or ends its transaction, holds its lock. */
static struct
{
  struct pg_conn *_Atomic conn;
  pthread_mutex_t turn;
  bool is_open;
} connections[CONNECTIONS_MOST];

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
say (struct pg_conn *conn, const char *sql)
{
  struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (1024 * 1024);

  (void) ! pg_script (conn, sql, arena);
}

static void
end_transaction (size_t which)
{
  if (connections[which].is_open)
    say (connections[which].conn, "COMMIT");
  connections[which].is_open = false;
}

static void *
end_all (void *unused)
{
  for (;;)
    {
      (void) nanosleep (&(struct timespec) { .tv_nsec = LATER_NS }, NULL);
      for (size_t i = 0; i < CONNECTIONS_MOST && NULL != connections[i].conn; i++)
        {
          (void) pthread_mutex_lock (&connections[i].turn);
          end_transaction (i);
          (void) pthread_mutex_unlock (&connections[i].turn);
        }
    }
  return unused;
}

static void
begin_to_end (void)
{
  pthread_t thread;

  for (size_t i = 0; i < CONNECTIONS_MOST; i++)
    (void) pthread_mutex_init (&connections[i].turn, NULL);
  if (0 != pthread_create (&thread, NULL, end_all, NULL))
    abort ();
  (void) pthread_detach (thread);
}

static size_t
find (struct pg_conn *conn)
{
  for (size_t i = 0; i < CONNECTIONS_MOST; i++)
    {
      struct pg_conn *none = NULL;
      if (conn == connections[i].conn || atomic_compare_exchange_strong (&connections[i].conn, &none, conn))
        return i;
    }
  abort ();
}

enum pg_status
points_run (struct pg_conn *conn, const char *statement, bool is_a_save, const struct pg_param *params, size_t count,
            struct pg_rows **rows)
{
  enum pg_status status;
  size_t which;

  (void) pthread_once (&once, begin_to_end);
  which = find (conn);
  (void) pthread_mutex_lock (&connections[which].turn);
  end_transaction (which);
  if (is_a_save)
    say (conn, "BEGIN");
  status = __real_pg_run (conn, statement, params, count, rows);
  connections[which].is_open = is_a_save && PG_DONE == status;
  if (is_a_save && PG_DONE != status)
    say (conn, "ROLLBACK");
  (void) pthread_mutex_unlock (&connections[which].turn);
  return status;
}
