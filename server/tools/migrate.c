#include "migrate.h"

#include "crypto.h"
#include "pg_conn.h"
#include "tool_file.h"

#include <getopt.h>
#include <string.h>
#include <time.h>

/* Any number, the same in every release: two that migrate one database at once take turns. */
#define LOCK "SELECT pg_catalog.pg_advisory_lock(7202312)"

/* A migration may take as long as it needs, but does not wait behind a desk for ever. */
#define TIMES_BEFORE_LOCK "SET lock_timeout = 0; SET statement_timeout = 0"
#define TIMES_AFTER_LOCK "SET lock_timeout = '30s'; SET idle_in_transaction_session_timeout = 0"

#define ROLES_TRIES 5

static const char *const desks[] = { "candidate", "review", "coordination", "registrar" };

struct migration
{
  struct arena *arena;
  struct pg_conn *conn;
  const char *conninfo;
  const char *folder;   /* .../schema */
  FILE *progress;
};

/* One question with its own connection, since statements are prepared at connect and the tables come into being on the
   way. NULL: *problem says why. The rows must be freed. */
static const char *
ask (const struct migration *m, const char *sql, struct pg_rows **rows)
{
  const struct pg_statement list[] = { { "ask", sql } };
  const char *problem = "";
  struct pg_conn *conn = pg_connect (m->conninfo, (struct pg_statements) { list, 1 }, m->arena, &problem);

  *rows = NULL;
  if (NULL == conn)
    return problem;
  problem = PG_DONE == pg_run (conn, "ask", NULL, 0, rows) ? NULL : "The database does not answer a simple question.";
  pg_close (conn);
  return problem;
}

/* Runs a file as a whole; what the server says is told with the file's name. */
static const char *
run_file (const struct migration *m, const char *path)
{
  struct text sql;
  const char *problem = tool_read (path, m->arena, &sql);

  if (NULL != problem)
    return problem;
  problem = pg_script (m->conn, sql.at, m->arena);
  return NULL == problem ? NULL : arena_printf (m->arena, "%s: %s", path, problem);
}

/* Roles belong to the whole server, so the lock on this database does not keep another database's migration away. */
static const char *
make_roles (const struct migration *m)
{
  const char *path = arena_printf (m->arena, "%s/roles.sql", m->folder);
  const char *problem = NULL;

  for (int i = 0; i < ROLES_TRIES; i++)
    {
      problem = run_file (m, path);
      if (NULL == problem)
        break;
      (void) nanosleep (&(struct timespec) { .tv_nsec = 200000000 }, NULL);
    }
  return problem;
}

/* "0003-staff.sql": the number, and the name without number and ending. False: the file's name is not of this form. */
static bool
parse_name (const char *file, struct arena *arena, int64_t *number, const char **name)
{
  size_t length = strlen (file);

  if (length < 10 || '-' != file[4] || ! text_is (text_from (file + length - 4, 4), ".sql"))
    return false;
  *number = 0;
  for (size_t i = 0; i < 4; i++)
    {
      if (file[i] < '0' || file[i] > '9')
        return false;
      *number = *number * 10 + (file[i] - '0');
    }
  *name = arena_string (arena, text_from (file + 5, length - 9));
  return strspn (*name, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen (*name);
}

static const char *
hex_of (struct bytes bytes, struct arena *arena)
{
  char *hex = arena_take (arena, 2 * bytes.length + 1);

  for (size_t i = 0; i < bytes.length; i++)
    (void) snprintf (hex + 2 * i, 3, "%02x", bytes.at[i]);
  return hex;
}

static const char *
apply_one (const struct migration *m, const char *file, int64_t number, const char *name, struct text sql)
{
  const struct hash digest = crypto_digest (bytes_of_text (sql));
  const char *registration
    = arena_printf (m->arena,
                    "RESET ROLE; INSERT INTO service.migration (number, name, digest) VALUES (%lld, '%s', '\\x%s'); COMMIT",
                    (long long) number, name, hex_of (hash_bytes (&digest), m->arena));
  const char *problem = pg_script (m->conn, "BEGIN", m->arena);

  if (NULL == problem)
    problem = pg_script (m->conn, sql.at, m->arena);
  if (NULL == problem)
    problem = pg_script (m->conn, registration, m->arena);
  if (NULL == problem)
    {
      fprintf (m->progress, "migration %04lld %s applied\n", (long long) number, name);
      return NULL;
    }
  /* A connection that is gone has rolled back by itself. */
  (void) ! pg_script (m->conn, "ROLLBACK", m->arena);
  return arena_printf (m->arena, "The migration %s failed and left nothing behind: %s", file, problem);
}

/* Whether the applied list has this number, and with this very text. */
static const char *
look_up (const struct migration *m, const struct pg_rows *applied, int64_t number, const char *file, struct text sql,
         bool *is_applied)
{
  const struct hash digest = crypto_digest (bytes_of_text (sql));

  *is_applied = false;
  for (size_t i = 0; i < pg_count (applied); i++)
    {
      struct bytes known = pg_get_bytes (applied, i, "digest");
      if (pg_get_i64 (applied, i, "number") != number)
        continue;
      *is_applied = true;
      if (known.length != sizeof digest.bytes || 0 != memcmp (known.at, digest.bytes, known.length))
        return arena_printf (m->arena, "The migration %s was changed after it had been applied to this database; write a new"
                             " migration instead.", file);
    }
  return NULL;
}

static const char *
read_applied (const struct migration *m, struct pg_rows **applied)
{
  struct pg_rows *there BM_CLEANUP (pg_rows_free) = NULL;
  const char *problem = ask (m, "SELECT pg_catalog.to_regclass('service.migration') IS NOT NULL AS yes", &there);

  *applied = NULL;
  if (NULL != problem || ! pg_get_bool (there, 0, "yes"))
    return problem;
  return ask (m, "SELECT number, digest FROM service.migration ORDER BY number", applied);
}

/* A database that knows more than this release must not be touched by it. */
static const char *
check_newest (const struct migration *m, const struct pg_rows *applied, int64_t newest)
{
  size_t count = pg_count (applied);

  if (0 == count || pg_get_i64 (applied, count - 1, "number") <= newest)
    return NULL;
  return arena_printf (m->arena, "This database has migration %04lld, but this release ends with %04lld: it belongs to a"
                       " later version of Blindmark.", (long long) pg_get_i64 (applied, count - 1, "number"),
                       (long long) newest);
}

static const char *
apply_all (const struct migration *m)
{
  const char *folder = arena_printf (m->arena, "%s/migrations", m->folder);
  struct pg_rows *applied BM_CLEANUP (pg_rows_free) = NULL;
  struct tool_names files;
  const char *problem = tool_list (folder, ".sql", m->arena, &files);
  int64_t before = 0;

  if (NULL == problem)
    problem = read_applied (m, &applied);
  for (size_t i = 0; NULL == problem && i < files.count; i++)
    {
      struct text sql;
      int64_t number = 0;
      const char *name = "";
      bool is_applied = false;
      if (! parse_name (files.at[i], m->arena, &number, &name) || number <= before)
        return arena_printf (m->arena, "%s/%s is not named NNNN-subject.sql with a number of its own.", folder, files.at[i]);
      before = number;
      problem = tool_read (arena_printf (m->arena, "%s/%s", folder, files.at[i]), m->arena, &sql);
      if (NULL == problem)
        problem = look_up (m, applied, number, files.at[i], sql, &is_applied);
      if (NULL == problem && ! is_applied)
        problem = apply_one (m, files.at[i], number, name, sql);
    }
  return NULL == problem ? check_newest (m, applied, before) : problem;
}

static bool
is_desk (const char *folder)
{
  for (size_t i = 0; i < BM_COUNT (desks); i++)
    if (0 == strcmp (folder, desks[i]))
      return true;
  return false;
}

/* Data schemas before desks, `service` before other data schemas. */
static int
rank (const char *folder)
{
  return 0 == strcmp (folder, "service") ? 0 : is_desk (folder) ? 2 : 1;
}

/* All files of one folder as the role that will own its functions: one that reaches too far cannot even be created. */
static const char *
load_folder (const struct migration *m, const char *folder, size_t *count)
{
  const char *path = arena_printf (m->arena, "%s/functions/%s", m->folder, folder);
  struct tool_names files;
  const char *problem = tool_list (path, ".sql", m->arena, &files);

  if (NULL == problem)
    problem = pg_script (m->conn, arena_printf (m->arena, "SET LOCAL ROLE %s_%s", folder, is_desk (folder) ? "owner" : "data"),
                         m->arena);
  for (size_t i = 0; NULL == problem && i < files.count; i++)
    problem = run_file (m, arena_printf (m->arena, "%s/%s", path, files.at[i]));
  *count += files.count;
  return NULL == problem ? pg_script (m->conn, "RESET ROLE", m->arena) : problem;
}

static const char *
load_functions (const struct migration *m, size_t *count)
{
  struct tool_names folders;
  const char *problem = tool_list (arena_printf (m->arena, "%s/functions", m->folder), "", m->arena, &folders);

  *count = 0;
  for (int wanted = 0; wanted <= 2; wanted++)
    for (size_t i = 0; NULL == problem && i < folders.count; i++)
      if (rank (folders.at[i]) == wanted)
        problem = load_folder (m, folders.at[i], count);
  return problem;
}

static const char *
load_grants (const struct migration *m, const char *kind)
{
  const char *folder = arena_printf (m->arena, "%s/grants/%s", m->folder, kind);
  struct tool_names files;
  const char *problem = tool_list (folder, ".sql", m->arena, &files);

  for (size_t i = 0; NULL == problem && i < files.count; i++)
    problem = run_file (m, arena_printf (m->arena, "%s/%s", folder, files.at[i]));
  return problem;
}

/* A function that this transaction has not written is gone from the folder: CREATE OR REPLACE always writes the row. */
#define OURS                                                                                                          \
  "pg_catalog.pg_namespace n JOIN pg_catalog.pg_roles o ON o.oid = n.nspowner"                                        \
  " JOIN pg_catalog.pg_proc p ON p.pronamespace = n.oid AND p.proowner = n.nspowner"                                  \
  " WHERE o.rolname IN (n.nspname || '_data', pg_catalog.regexp_replace(n.nspname, '_api$', '_owner'))"
#define DROP_LOOP(condition)                                                                                          \
  "DO $drop$ DECLARE f record; BEGIN"                                                                                 \
  " FOR f IN SELECT p.oid::pg_catalog.regprocedure AS name FROM " OURS condition                                      \
  " LOOP EXECUTE pg_catalog.format('DROP FUNCTION %s', f.name); END LOOP; END $drop$"
#define DROP_GONE DROP_LOOP (" AND p.xmin <> pg_catalog.pg_current_xact_id()::pg_catalog.xid")
#define DROP_DESKS DROP_LOOP (" AND n.nspname LIKE '%\\_api'")

/* Rights and functions in one transaction, so that a desk at work meets either the old ones or the new ones. anew: drops
   the desks' functions first; needed when the result of one has changed, which CREATE OR REPLACE cannot do. */
static const char *
reload (const struct migration *m, bool anew, size_t *count)
{
  const char *problem = pg_script (m->conn, "BEGIN", m->arena);

  if (NULL == problem && anew)
    problem = pg_script (m->conn, DROP_DESKS, m->arena);
  if (NULL == problem)
    problem = load_grants (m, "owners");
  if (NULL == problem)
    problem = load_functions (m, count);
  if (NULL == problem)
    problem = pg_script (m->conn, DROP_GONE, m->arena);
  if (NULL == problem)
    problem = load_grants (m, "logins");
  if (NULL == problem)
    problem = pg_script (m->conn, "COMMIT", m->arena);
  if (NULL != problem)
    (void) ! pg_script (m->conn, "ROLLBACK", m->arena);
  return problem;
}

static const char *
reload_either_way (const struct migration *m)
{
  size_t count = 0;
  const char *problem = reload (m, false, &count);

  if (NULL != problem)
    problem = reload (m, true, &count);
  if (NULL == problem)
    fprintf (m->progress, "%zu functions and all rights are up to date\n", count);
  return problem;
}

const char *
migrate_database (const char *conninfo, const char *share, FILE *progress, struct arena *arena)
{
  const struct pg_statements none = { NULL, 0 };
  const char *problem = "";
  struct migration m = { .arena = arena,
                         .conninfo = conninfo,
                         .folder = arena_printf (arena, "%s/schema", share),
                         .progress = progress };

  m.conn = pg_connect (conninfo, none, arena, &problem);
  if (NULL == m.conn)
    return problem;
  problem = pg_script (m.conn, TIMES_BEFORE_LOCK, arena);
  if (NULL == problem)
    problem = pg_script (m.conn, LOCK, arena);
  if (NULL == problem)
    problem = pg_script (m.conn, TIMES_AFTER_LOCK, arena);
  if (NULL == problem)
    problem = make_roles (&m);
  if (NULL == problem)
    problem = apply_all (&m);
  if (NULL == problem)
    problem = reload_either_way (&m);
  pg_close (m.conn);
  return problem;
}

enum tool_exit
tool_migrate (int argc, char **argv)
{
  static const struct option options[] = {
    { "conninfo", required_argument, NULL, 'c' },
    { "share", required_argument, NULL, 's' },
    { NULL, 0, NULL, 0 },
  };
  struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new ((size_t) 128 * 1024 * 1024);
  const char *conninfo = NULL;
  const char *share = tool_share (arena);
  const char *problem;
  bool known = true;
  int option;

  while (-1 != (option = getopt_long (argc, argv, "", options, NULL)))
    {
      if ('c' == option)
        conninfo = optarg;
      else if ('s' == option)
        share = optarg;
      else
        known = false;
    }
  if (! known || NULL == conninfo || optind != argc)
    {
      tool_complain ("migrate needs --conninfo, and knows --share besides");
      return TOOL_MISUSED;
    }
  if (! crypto_start ())
    {
      tool_complain ("the cryptographic library does not start");
      return TOOL_FAILED;
    }
  problem = migrate_database (conninfo, share, stdout, arena);
  if (NULL == problem)
    return TOOL_DONE;
  tool_complain ("%s", problem);
  return TOOL_FAILED;
}
