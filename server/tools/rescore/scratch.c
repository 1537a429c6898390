/* The scratch database: made, filled, asked, emptied, dropped. */
#include "rescore_inside.h"

#include "clock.h"

#include <signal.h>

#define TELL_US 2000000
#define DROP_TRIES 6
#define PATIENCE_US 600000000   /* nobody waits but the operator, who sees how far it is */

/* Without it the planner takes the tables for the empty ones that they were. */
#define COUNT_ROWS "ANALYZE form_key (form), sheet (id), score (id), packet (id), review (packet), decision (packet)"

extern const struct pg_statements rescore_control_statements;
extern const struct pg_statements rescore_scratch_statements;
extern const struct pg_statements rescore_tables_statements;

static const char *const copies[] = {
  [RESCORE_FORM_KEY] = "COPY form_key FROM STDIN", [RESCORE_SHEET] = "COPY sheet FROM STDIN",
  [RESCORE_SCORE] = "COPY score FROM STDIN",       [RESCORE_PACKET] = "COPY packet FROM STDIN",
  [RESCORE_REVIEW] = "COPY review FROM STDIN",     [RESCORE_DECISION] = "COPY decision FROM STDIN",
};

static volatile sig_atomic_t stop;

void
rescore_stop (void)
{
  stop = 1;
}

const char *
rescore_stopped (void)
{
  return 0 == stop ? NULL : "stopped; nothing is judged";
}

/* --- judging ---------------------------------------------------------------------------------------------------------------- */

static const char *
copy_rows (struct rescore *rescore, struct arena *arena)
{
  for (size_t i = 0; i < RESCORE_TABLES; i++)
    {
      struct buf *rows = &rescore->rows[i];
      const char *problem = NULL;
      if (rows->overflow)
        return "a batch is too large";
      if (rows->length > 0)
        problem = pg_copy (rescore->scratch, copies[i], buf_view (rows), arena);
      buf_free (rows);
      *rows = buf_new (RESCORE_ROWS_MOST);
      if (NULL != problem)
        return problem;
    }
  return NULL;
}

static void
tell_differences (struct rescore *rescore, const struct pg_rows *rows, const char *what)
{
  for (size_t i = 0; i < pg_count (rows); i++)
    {
      const struct text said = pg_get_text (rows, i, "what");
      const int64_t version = pg_get_i64 (rows, i, "version");
      char id[UID_TEXT_ROOM];
      uid_print (pg_get_uid (rows, i, "id"), id);
      fprintf (rescore->out, "%s %s", what, id);
      if (version > 1)
        fprintf (rescore->out, " (sheet %lld)", (long long) version);
      fprintf (rescore->out, ": %.*s\n", (int) said.length, said.at);
    }
}

const char *
rescore_judge (struct rescore *rescore, const char *statement, const char *what, struct rescore_sums *sums, struct arena *arena)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const char *problem = copy_rows (rescore, arena);

  if (NULL == problem)
    problem = pg_script (rescore->scratch, COUNT_ROWS, arena);
  if (NULL == problem && PG_DONE != pg_run (rescore->scratch, statement, NULL, 0, &rows))
    problem = "the scratch database does not answer";
  if (NULL != problem)
    return problem;
  tell_differences (rescore, rows, what);
  sums->differences += pg_count (rows);
  problem = pg_script (rescore->scratch, "TRUNCATE sheet, score, packet, review, decision", arena);
  return NULL == problem ? rescore_stopped () : problem;
}

void
rescore_tell (struct rescore *rescore, size_t done, size_t total)
{
  const int64_t now = clock_boot_us ();

  if (now - rescore->told_us < TELL_US)
    return;
  rescore->told_us = now;
  fprintf (stderr, "rescore: %zu of %zu\n", done, total);
}

/* --- the database ----------------------------------------------------------------------------------------------------------- */

static const char *
drop (struct rescore *rescore, const char *name, struct arena *arena)
{
  const char *script = arena_printf (arena, "DROP DATABASE \"%s\" WITH (FORCE)", name);
  const char *problem = "";

  /* The server gives a session that it ends five seconds at a time. */
  for (int tries = 0; NULL != problem && tries < DROP_TRIES; tries++)
    problem = pg_script (rescore->control, script, arena);
  return NULL == problem ? NULL : arena_printf (arena, "the scratch database %s is still there: %s", name, problem);
}

/* What a run that was killed has left. Nobody else's: the lock says that no other run of this database is under way. */
static const char *
drop_left_over (struct rescore *rescore, const char *prefix, struct arena *arena)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct pg_param params[] = { pg_text (text_of (prefix)) };
  const char *problem = NULL;

  if (PG_DONE != pg_run (rescore->control, "rescore_left", params, BM_COUNT (params), &rows))
    return "the database does not answer";
  for (size_t i = 0; NULL == problem && i < pg_count (rows); i++)
    problem = drop (rescore, arena_string (arena, pg_get_text (rows, i, "datname")), arena);
  return problem;
}

static const char *
lock (struct rescore *rescore, int64_t *oid)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;

  if (PG_DONE != pg_run (rescore->control, "rescore_alone", NULL, 0, &rows) || 1 != pg_count (rows))
    return "the database does not answer";
  *oid = pg_get_i64 (rows, 0, "oid");
  return pg_get_bool (rows, 0, "alone") ? NULL : "another rescore of this database is under way";
}

static const char *
create (struct rescore *rescore, const char *prefix, struct arena *arena)
{
  char id[UID_TEXT_ROOM];
  const char *name;
  const char *problem;

  uid_print (crypto_uid (), id);
  name = arena_printf (arena, "%s%.8s%.4s", prefix, id, id + 9);
  problem = pg_script (rescore->control, arena_printf (arena, "CREATE DATABASE \"%s\" TEMPLATE template0", name), arena);
  if (NULL != problem)
    return arena_printf (arena, "a scratch database cannot be made: %s", problem);
  rescore->name = name;
  return pg_script (rescore->control, arena_printf (arena, "REVOKE ALL ON DATABASE \"%s\" FROM PUBLIC", name), arena);
}

/* Statements can only be prepared where their tables are: they are made on a connection of their own. */
static const char *
make_tables (const char *conninfo, struct arena *arena)
{
  const char *problem = NULL;
  struct pg_conn *conn = pg_connect (conninfo, (struct pg_statements) { NULL, 0 }, arena, &problem);

  if (NULL == conn)
    return problem;
  problem = pg_script (conn, rescore_tables_statements.list[0].sql, arena);
  pg_close (conn);
  return problem;
}

static const char *
open_scratch (struct rescore *rescore, const char *conninfo, struct arena *arena)
{
  int64_t oid = 0;
  const char *problem = lock (rescore, &oid);
  const char *prefix = arena_printf (arena, "blindmark_rescore_%lld_", (long long) oid);
  const char *there;

  if (NULL == problem)
    problem = drop_left_over (rescore, prefix, arena);
  if (NULL == problem)
    problem = create (rescore, prefix, arena);
  if (NULL != problem)
    return problem;
  there = pg_conninfo_for_database (conninfo, rescore->name, arena, &problem);
  if (NULL == there)
    return problem;
  problem = make_tables (there, arena);
  if (NULL == problem)
    rescore->scratch = pg_connect (there, rescore_scratch_statements, arena, &problem);
  if (NULL != problem)
    return problem;
  pg_set_patience (rescore->scratch, PATIENCE_US);
  /* Compiling a statement takes longer than running it on one batch. */
  return pg_script (rescore->scratch, "SET jit = off; SET statement_timeout = 0", arena);
}

struct rescore *
rescore_open (const char *conninfo, size_t spoil, FILE *out, struct arena *arena, const char **problem)
{
  struct rescore *rescore = arena_take (arena, sizeof *rescore);
  const char *left;

  rescore->conninfo = conninfo;
  rescore->out = out;
  rescore->spoil = spoil;
  rescore->told_us = clock_boot_us ();
  for (size_t i = 0; i < RESCORE_TABLES; i++)
    rescore->rows[i] = buf_new (RESCORE_ROWS_MOST);
  rescore->control = pg_connect (conninfo, rescore_control_statements, arena, problem);
  if (NULL == rescore->control)
    return NULL;
  *problem = pg_script (rescore->control, "SET statement_timeout = 0", arena);
  if (NULL == *problem)
    *problem = open_scratch (rescore, conninfo, arena);
  if (NULL == *problem)
    return rescore;
  left = rescore_close (rescore, arena);
  if (NULL != left)
    *problem = left;
  return NULL;
}

const char *
rescore_close (struct rescore *rescore, struct arena *arena)
{
  const char *problem = NULL;

  pg_close (rescore->scratch);
  if (NULL != rescore->name)
    problem = drop (rescore, rescore->name, arena);
  pg_close (rescore->control);
  for (size_t i = 0; i < RESCORE_TABLES; i++)
    buf_free (&rescore->rows[i]);
  return problem;
}
