/* The private PostgreSQL: a cluster that appears whole or not at all, durable settings, one socket, SCRAM for everybody. */
#include "up.h"

#include "clock.h"
#include "pg_conn.h"
#include "pg_tools.h"
#include "token.h"
#include "tool_file.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define INITDB_US (300 * INT64_C (1000000))
#define START_US (120 * INT64_C (1000000))
#define OLD_SERVER_US (60 * INT64_C (1000000))
#define STOP_US (60 * INT64_C (1000000))

/* sun_path holds 107 bytes; the name of the socket itself and some room come off. */
#define SOCKET_PATH_MOST 100
#define SOCKET_NAME "/.s.PGSQL.5432"

#define DATABASE "blindmark"

static const char settings[] =
  "# Written anew at every start.\n"
  "listen_addresses = ''\n"
  "unix_socket_directories = '%s'\n"
  "port = 5432\n"
  "fsync = on\n"
  "full_page_writes = on\n"
  "synchronous_commit = on\n"
  "data_sync_retry = off\n"
  "password_encryption = 'scram-sha-256'\n"
  /* No value that a statement carries may reach the log. */
  "log_parameter_max_length = 0\n"
  "log_parameter_max_length_on_error = 0\n"
  "log_error_verbosity = terse\n"
  "log_min_error_statement = panic\n"
  "log_statement = none\n"
  "log_destination = 'stderr'\n"
  "logging_collector = off\n"
  "log_line_prefix = '%%m [%%p] '\n"
  "timezone = 'UTC'\n"
  "log_timezone = 'UTC'\n"
  "lc_messages = 'C'\n"
  "max_connections = 100\n"
  "shared_buffers = 128MB\n";

static struct tool_owner
database_owner (const struct up *up)
{
  return up->root ? tool_owner_of ("db") : (struct tool_owner) { (uid_t) -1, (gid_t) -1 };
}

static const char *
folder_for_database (const struct up *up, const char *path, mode_t mode)
{
  const struct tool_owner owner = database_owner (up);
  const char *problem = tool_folder (path, mode, up->arena);

  if (NULL == problem && up->root && 0 != chown (path, owner.user, owner.group))
    problem = arena_printf (up->arena, "%s cannot be given to the database's user: %s.", path, strerror (errno));
  return problem;
}

static const char *
run_initdb (struct up *up, const char *folder, const char *secret_file)
{
  struct child initdb = { .name = "initdb", .user = up_user (up, "db"), .log = up_path (up, "log/initdb.log"),
                          .stop_signal = SIGTERM };
  const char *const args[] = {
    arena_printf (up->arena, "%s/initdb", up->bindir), "--data-checksums", "--encoding=UTF8", "--locale=C.UTF-8",
    "--username=postgres", "--auth=scram-sha-256", arena_printf (up->arena, "--pwfile=%s", secret_file),
    arena_printf (up->arena, "--pgdata=%s", folder), NULL,
  };

  memcpy (initdb.args, args, sizeof args);
  return child_run (&initdb, INITDB_US, up->arena);
}

/* In a folder beside, under another name until it is complete. */
const char *
up_make_cluster (struct up *up)
{
  const struct tool_owner ourselves = { (uid_t) -1, (gid_t) -1 };
  const char *fresh = up_path (up, "db.new");
  const char *secret_file = arena_printf (up->arena, "%s/secret", fresh);
  char secret[TOKEN_ROOM];
  const char *problem;

  if (! up->folder_is_new)
    return NULL;
  puts ("Making the database");
  token_new (secret);
  problem = tool_write (up_path (up, "superuser"), text_of (secret), 0400, ourselves, up->arena);
  if (NULL == problem)
    problem = folder_for_database (up, fresh, 0700);
  if (NULL == problem)
    problem = tool_write (secret_file, text_of (secret), 0400, database_owner (up), up->arena);
  if (NULL == problem)
    problem = run_initdb (up, arena_printf (up->arena, "%s/data", fresh), secret_file);
  if (NULL == problem && (0 != unlink (secret_file) || 0 != rename (fresh, up_path (up, "db"))))
    problem = arena_printf (up->arena, "%s cannot be put in its place: %s.", fresh, strerror (errno));
  return problem;
}

static const char *
check_cluster (struct up *up)
{
  const char *path = up_path (up, "db/data/PG_VERSION");
  struct text version;

  if (NULL != tool_read (path, up->arena, &version) || ! tool_exists (up_path (up, "db/data/global/pg_control")))
    return arena_printf (up->arena, "%s is damaged: the database in db/ is not whole.", up->data);
  if (strtol (version.at, NULL, 10) == up->major)
    return NULL;
  return arena_printf (up->arena, "The database in %s was made by PostgreSQL %.*s, but version %ld is installed; move it with"
                       " pg_upgrade.", up->data, (int) text_trim (version).length, version.at, up->major);
}

/* A path that is too long for a socket gives way to a short folder that only we own. */
static const char *
choose_socket (struct up *up)
{
  static const char *const places[] = { "/run/blindmark-XXXXXX", "/tmp/blindmark-XXXXXX" };

  up->socket = up_path (up, "socket");
  if (strlen (up->socket) + strlen (SOCKET_NAME) <= SOCKET_PATH_MOST)
    return folder_for_database (up, up->socket, up->root ? 0711 : 0700);
  for (size_t i = 0; i < BM_COUNT (places); i++)
    {
      char *place = arena_string (up->arena, text_of (places[i]));
      if (NULL == mkdtemp (place))
        continue;
      up->socket = place;
      up->socket_is_short = true;
      if (0 != chmod (place, up->root ? 0711 : 0700))
        break;
      return folder_for_database (up, place, up->root ? 0711 : 0700);
    }
  return "No short folder for the database's socket can be made in /run or /tmp.";
}

static const char *
write_settings (struct up *up)
{
  const char *problem;

  if (NULL != strchr (up->socket, '\'') || NULL != strchr (up->socket, '\\'))
    return "The path of the data folder may not hold a quote or a backslash.";
  problem = tool_write (up_path (up, "db/data/postgresql.conf"),
                        text_of (arena_printf (up->arena, settings, up->socket)), 0600, database_owner (up), up->arena);
  if (NULL != problem)
    return problem;
  return tool_write (up_path (up, "db/data/pg_hba.conf"), text_of ("local all all scram-sha-256\n"), 0600,
                     database_owner (up), up->arena);
}

/* What a process was called with; "" when there is none. */
static const char *
command_of (long pid, struct arena *arena)
{
  char *line = arena_take (arena, 1024);
  FILE *file = fopen (arena_printf (arena, "/proc/%ld/cmdline", pid), "re");
  size_t length = NULL == file ? 0 : fread (line, 1, 1023, file);

  if (NULL != file)
    (void) fclose (file);
  for (size_t i = 0; i < length; i++)
    if ('\0' == line[i])
      line[i] = ' ';
  return line;
}

/* The cluster of a run that was killed may still be closing down. */
static void
await_old_server (struct up *up)
{
  int64_t until = clock_boot_us () + OLD_SERVER_US;
  struct text file;

  while (NULL == tool_read (up_path (up, "db/data/postmaster.pid"), up->arena, &file) && clock_boot_us () < until)
    {
      long pid = strtol (file.at, NULL, 10);

      if (NULL == strstr (command_of (pid, up->arena), up_path (up, "db/data")))
        return;
      pause_ms (200);
    }
}

static const char *
conninfo_for (struct up *up, const char *database)
{
  return arena_printf (up->arena, "host='%s' port=5432 user=postgres password=%s dbname=%s", up->socket, up->secret, database);
}

/* Connected, or a sentence: with the last line of its log when it has ended. */
static const char *
await_cluster (struct up *up, struct pg_conn **conn)
{
  struct child *database = &up->children[UP_DATABASE];
  const struct pg_statement list[] = {
    { "is_there", "SELECT EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname = '" DATABASE "') AS yes" } };
  int64_t until = clock_boot_us () + START_US;
  const char *problem = "";

  while (NULL == (*conn = pg_connect (conninfo_for (up, "postgres"), (struct pg_statements) { list, 1 }, up->arena, &problem)))
    {
      if (! child_runs (database))
        return arena_printf (up->arena, "The database does not start: %s", child_last_line (database->log, up->arena));
      if (up_told_to_stop ())
        return "Stopped.";
      if (clock_boot_us () > until)
        return problem;
      pause_ms (50);
    }
  return NULL;
}

static const char *
make_database (struct up *up, struct pg_conn *conn)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;

  if (PG_DONE != pg_run (conn, "is_there", NULL, 0, &rows))
    return "The database does not answer a simple question.";
  if (pg_get_bool (rows, 0, "yes"))
    return NULL;
  return pg_script (conn, "CREATE DATABASE " DATABASE, up->arena);
}

const char *
up_start_cluster (struct up *up)
{
  struct child *database = &up->children[UP_DATABASE];
  struct pg_conn *conn = NULL;
  struct text secret = text_of (NULL);
  const char *problem = check_cluster (up);

  if (NULL == problem)
    problem = tool_read (up_path (up, "superuser"), up->arena, &secret);
  up->secret = arena_string (up->arena, text_trim (secret));
  if (NULL == problem)
    problem = choose_socket (up);
  if (NULL == problem)
    problem = write_settings (up);
  if (NULL != problem)
    return problem;
  await_old_server (up);
  *database = (struct child) { .name = "the database", .user = up_user (up, "db"), .log = up_path (up, "log/db.log"),
                               .args = { arena_printf (up->arena, "%s/postgres", up->bindir), "-D",
                                         up_path (up, "db/data"), NULL },
                               .stop_signal = SIGINT };
  up->conninfo = conninfo_for (up, DATABASE);
  problem = child_start (database, up->arena);
  if (NULL == problem)
    problem = await_cluster (up, &conn);
  if (NULL == problem)
    problem = make_database (up, conn);
  pg_close (conn);
  return problem;
}

void
up_stop (struct up *up)
{
  for (size_t i = 0; i < PROCESS_COUNT; i++)
    if (up->children[i].pid > 0)
      (void) kill (up->children[i].pid, up->children[i].stop_signal);
  for (size_t i = 0; i < PROCESS_COUNT; i++)
    child_stop (&up->children[i], STOP_US / 3);
  child_stop (&up->children[UP_DATABASE], STOP_US);
  if (up->socket_is_short)
    (void) rmdir (up->socket);
}
