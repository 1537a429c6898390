/* pg_probe ADMIN_CONNINFO ROLE_CONNINFO CASE: one rule of the pg layer against a real server.
   pg_probe guard CONNINFO ROLE SCHEMA: what the start-up guard says of this login. Alone: the list of cases. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "clock.h"
#include "pg_conn.h"
#include "pg_guard.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern const struct pg_statements probe_statements;

static const char *admin_conninfo;
static const char *role_conninfo;
static const struct pg_statements no_statements = { NULL, 0 };

struct fixture
{
  struct arena *arena;
  struct pg_conn *conn;
  struct pg_conn *admin;   /* a second connection, for what happens behind the first one's back */
};

static int
open_both (void **state)
{
  static struct fixture fixture;
  const char *problem = "";

  fixture.arena = arena_new (16 * 1024 * 1024);
  fixture.conn = pg_connect (admin_conninfo, probe_statements, fixture.arena, &problem);
  if (NULL == fixture.conn)
    fail_msg ("%s", problem);
  fixture.admin = pg_connect (admin_conninfo, no_statements, fixture.arena, &problem);
  assert_non_null (fixture.admin);
  assert_null (pg_script (fixture.admin, "TRUNCATE probe.note", fixture.arena));
  *state = &fixture;
  return 0;
}

static int
close_both (void **state)
{
  struct fixture *fixture = *state;

  pg_close (fixture->conn);
  pg_close (fixture->admin);
  arena_free (fixture->arena);
  return 0;
}

static enum pg_status
run_one (struct pg_conn *conn, const char *statement, struct pg_param param)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  return pg_run (conn, statement, &param, 1, &rows);
}

static enum pg_status
add (struct fixture *f, int64_t id, const char *word)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct pg_param params[] = { pg_i64 (f->arena, id), pg_text (text_of (word)) };

  return pg_run (f->conn, "add", params, 2, &rows);
}

static int64_t
notes (struct fixture *f)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;

  assert_int_equal (PG_DONE, pg_run (f->conn, "count_notes", NULL, 0, &rows));
  return pg_get_i64 (rows, 0, "count");
}

static void
what_is_sent_comes_back (void **state)
{
  struct fixture *f = *state;
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const uint8_t raw[] = { 0, 1, 0xFF, '\'', '\\' };
  const struct uid uid = { { 0xde, 0xad, [15] = 7 } };
  const struct pg_param params[] = {
    pg_i32 (f->arena, -7), pg_i64 (f->arena, INT64_MIN), pg_bool (f->arena, true), pg_text (text_of ("na\xC3\xAFve '")),
    pg_bytes (bytes_of (raw, sizeof raw)), pg_uid (f->arena, uid),
    /* 2000-02-29T12:00:00.000001Z */
    pg_time (f->arena, INT64_C (951825600000001)), pg_date (f->arena, 11016), pg_text (text_of ("{\"a\": [1, null]}")),
  };

  assert_int_equal (PG_DONE, pg_run (f->conn, "echo_scalars", params, BM_COUNT (params), &rows));
  assert_int_equal (1, pg_count (rows));
  assert_int_equal (-7, pg_get_i64 (rows, 0, "i32"));
  assert_int_equal (-7, pg_get_i64 (rows, 0, "i16"));
  assert_true (INT64_MIN == pg_get_i64 (rows, 0, "i64"));
  assert_true (pg_get_bool (rows, 0, "flag"));
  assert_true (text_is (pg_get_text (rows, 0, "word"), "na\xC3\xAFve '"));
  assert_int_equal (sizeof raw, pg_get_bytes (rows, 0, "raw").length);
  assert_memory_equal (raw, pg_get_bytes (rows, 0, "raw").at, sizeof raw);
  assert_true (uid_equal (uid, pg_get_uid (rows, 0, "uid")));
  assert_true (INT64_C (951825600000001) == pg_get_time (rows, 0, "moment"));
  assert_int_equal (11016, pg_get_date (rows, 0, "day"));
  assert_true (text_is (pg_get_text (rows, 0, "document"), "{\"a\": [1, null]}"));
  /* The server means the same moment and day as we do. */
  assert_true (text_is (pg_get_text (rows, 0, "moment_text"), "2000-02-29 12:00:00.000001+00"));
  assert_true (text_is (pg_get_text (rows, 0, "day_text"), "2000-02-29"));
}

static void
null_is_told_from_empty (void **state)
{
  struct fixture *f = *state;
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  struct pg_rows *again BM_CLEANUP (pg_rows_free) = NULL;
  struct pg_param params[9];

  for (size_t i = 0; i < BM_COUNT (params); i++)
    params[i] = pg_null ();
  assert_int_equal (PG_DONE, pg_run (f->conn, "echo_scalars", params, BM_COUNT (params), &rows));
  assert_true (pg_is_null (rows, 0, "word"));
  assert_true (pg_is_null (rows, 0, "raw"));
  assert_int_equal (0, pg_get_i64 (rows, 0, "i64"));
  assert_false (pg_get_bool (rows, 0, "flag"));
  assert_int_equal (0, pg_get_text (rows, 0, "document").length);
  assert_int_equal (0, pg_get_time (rows, 0, "moment"));
  assert_true (uid_is_zero (pg_get_uid (rows, 0, "uid")));
  params[3] = pg_text (text_of (""));
  params[4] = pg_bytes (bytes_of (NULL, 0));
  assert_int_equal (PG_DONE, pg_run (f->conn, "echo_scalars", params, BM_COUNT (params), &again));
  assert_false (pg_is_null (again, 0, "word"));
  assert_false (pg_is_null (again, 0, "raw"));
}

static void
arrays_arrive_whole (void **state)
{
  struct fixture *f = *state;
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const int32_t i32[] = { 1, -1, INT32_MAX };
  const int64_t i64[] = { INT64_MAX, 0 };
  const bool flags[] = { true, false };
  const struct text words[] = { text_of (""), text_of ("a,b \"c\""), text_of ("NULL") };
  const struct bytes raws[] = { bytes_of ("\x01\x02", 2), bytes_of (NULL, 0), bytes_of ("", 0) };
  const struct uid uids[] = { { { 0x11 } } };
  const struct pg_param params[] = {
    pg_i32_array (f->arena, i32, 3),   pg_i64_array (f->arena, i64, 2),    pg_bool_array (f->arena, flags, 2),
    pg_text_array (f->arena, words, 3), pg_bytes_array (f->arena, raws, 3), pg_uid_array (f->arena, uids, 1),
  };

  assert_int_equal (PG_DONE, pg_run (f->conn, "echo_arrays", params, BM_COUNT (params), &rows));
  assert_true (text_is (pg_get_text (rows, 0, "i32"), "{1,-1,2147483647}"));
  assert_true (text_is (pg_get_text (rows, 0, "i64"), "{9223372036854775807,0}"));
  assert_true (text_is (pg_get_text (rows, 0, "flags"), "{t,f}"));
  assert_true (text_is (pg_get_text (rows, 0, "words"), "{\"\",\"a,b \\\"c\\\"\",\"NULL\"}"));
  assert_true (text_is (pg_get_text (rows, 0, "raws"), "{\"\\\\x0102\",NULL,\"\\\\x\"}"));
  assert_true (text_is (pg_get_text (rows, 0, "uids"), "{11000000-0000-0000-0000-000000000000}"));
}

static void
an_array_may_be_empty (void **state)
{
  struct fixture *f = *state;
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct pg_param params[] = {
    pg_i32_array (f->arena, NULL, 0),  pg_i64_array (f->arena, NULL, 0),   pg_bool_array (f->arena, NULL, 0),
    pg_text_array (f->arena, NULL, 0), pg_bytes_array (f->arena, NULL, 0), pg_uid_array (f->arena, NULL, 0),
  };

  assert_int_equal (PG_DONE, pg_run (f->conn, "echo_arrays", params, BM_COUNT (params), &rows));
  assert_int_equal (0, pg_get_i64 (rows, 0, "count"));
  assert_true (text_is (pg_get_text (rows, 0, "raws"), "{}"));
}

static void
many_rows_keep_their_order (void **state)
{
  struct fixture *f = *state;
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct pg_param params[] = { pg_i32 (f->arena, 5000) };

  assert_int_equal (PG_DONE, pg_run (f->conn, "rows_of", params, 1, &rows));
  assert_int_equal (5000, pg_count (rows));
  assert_int_equal (5000, pg_get_i64 (rows, 4999, "n"));
  assert_true (pg_is_null (rows, 0, "even"));
  assert_true (text_is (pg_get_text (rows, 1, "even"), "2"));
  pg_rows_free (&rows);
  assert_int_equal (0, pg_count (rows));
}

static void
refusals_have_their_names (void **state)
{
  struct fixture *f = *state;
  static const struct { const char *sqlstate; enum pg_status status; } states[] = {
    { "23503", PG_REFUSED }, { "23P01", PG_REFUSED }, { "40001", PG_SOFT },   { "40P01", PG_SOFT },
    { "55P03", PG_SOFT },    { "57014", PG_SOFT },    { "53100", PG_AWAY },   { "53300", PG_AWAY },
    { "08006", PG_DOUBT },   { "40003", PG_DOUBT },   { "XX000", PG_FAILED }, { "42501", PG_FAILED },
  };

  assert_int_equal (PG_DONE, add (f, 1, "first"));
  assert_int_equal (PG_UNIQUE, add (f, 1, "again"));
  assert_int_equal (PG_REFUSED, add (f, 2, ""));
  assert_int_equal (PG_REFUSED, run_one (f->conn, "refuse", pg_text (text_of ("canary-value"))));
  assert_int_equal (PG_FAILED, run_one (f->conn, "divide", pg_i32 (f->arena, 0)));
  for (size_t i = 0; i < BM_COUNT (states); i++)
    assert_int_equal (states[i].status, run_one (f->conn, "raise_state", pg_text (text_of (states[i].sqlstate))));
  assert_int_equal (1, notes (f));
}

static void
a_lock_is_not_awaited_for_ever (void **state)
{
  struct fixture *f = *state;
  int64_t before;

  assert_int_equal (PG_DONE, add (f, 1, "held"));
  assert_null (pg_script (f->admin, "BEGIN; SELECT FROM probe.note WHERE id = 1 FOR UPDATE", f->arena));
  before = clock_boot_us ();
  assert_int_equal (PG_SOFT, run_one (f->conn, "lock_note", pg_i64 (f->arena, 1)));
  assert_in_range (clock_boot_us () - before, 1900000, 4000000);
  assert_null (pg_script (f->admin, "COMMIT", f->arena));
  assert_int_equal (PG_DONE, run_one (f->conn, "lock_note", pg_i64 (f->arena, 1)));
}

static void
a_warning_means_doubt (void **state)
{
  struct fixture *f = *state;

  assert_int_equal (PG_DOUBT, run_one (f->conn, "add_and_warn", pg_i64 (f->arena, 5)));
  /* It is there: that is why nobody may call it failed, and nobody may acknowledge it either. */
  assert_int_equal (1, notes (f));
  assert_int_equal (PG_DONE, add (f, 6, "the doubt belongs to one statement only"));
}

static void
a_break_while_it_runs_means_doubt (void **state)
{
  struct fixture *f = *state;

  assert_int_equal (PG_DOUBT, run_one (f->conn, "add_and_die", pg_i64 (f->arena, 5)));
  assert_int_equal (0, notes (f));
}

static int64_t
backend (struct fixture *f)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;

  assert_int_equal (PG_DONE, pg_run (f->conn, "settings", NULL, 0, &rows));
  return pg_get_i64 (rows, 0, "pid");
}

static void
terminate (struct fixture *f, int64_t pid)
{
  char *sql = arena_printf (f->arena, "SELECT pg_terminate_backend(%lld, 5000)", (long long) pid);
  assert_null (pg_script (f->admin, sql, f->arena));
}

static void
a_break_while_idle_is_healed_unseen (void **state)
{
  struct fixture *f = *state;
  int64_t before = backend (f);

  terminate (f, before);
  assert_int_equal (PG_DONE, add (f, 1, "as if nothing had been"));
  assert_int_not_equal (before, backend (f));
  assert_int_equal (1, notes (f));
}

/* What a session of ours that opens anew commits by, when this was done behind its back. */
static void
assert_commits (struct fixture *f, const char *change, const char *wanted)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;

  assert_null (pg_script (f->admin, change, f->arena));
  terminate (f, backend (f));
  assert_int_equal (PG_DONE, pg_run (f->conn, "settings", NULL, 0, &rows));
  if (! text_is (pg_get_text (rows, 0, "commit"), wanted))
    fail_msg ("after '%s' it is %s", change, arena_string (f->arena, pg_get_text (rows, 0, "commit")));
}

static void
a_session_waits_for_its_commits_whatever_was_set_meanwhile (void **state)
{
  struct fixture *f = *state;

  assert_commits (f, "ALTER DATABASE probe SET synchronous_commit = off", "on");
  assert_commits (f, "ALTER DATABASE probe SET synchronous_commit = remote_apply", "remote_apply");
  assert_commits (f, "ALTER DATABASE probe SET synchronous_commit = local", "local");
  assert_commits (f, "ALTER DATABASE probe RESET synchronous_commit", "on");
}

static void
wait_ms (long ms)
{
  (void) nanosleep (&(struct timespec) { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 }, NULL);
}

static void
away_is_said_at_once_and_left_again (void **state)
{
  struct fixture *f = *state;
  const struct pg_statements one = { probe_statements.list, 2 };   /* add, add_and_die: alphabetical */
  const char *problem = "";
  struct pg_conn *conn = pg_connect (role_conninfo, one, f->arena, &problem);
  const struct pg_param params[] = { pg_i64 (f->arena, 1), pg_text (text_of ("x")) };
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  int64_t before;

  if (NULL == conn)
    fail_msg ("%s", problem);
  assert_null (pg_script (f->admin, "ALTER ROLE probe_role NOLOGIN; SELECT pg_terminate_backend(pid, 5000)"
                          " FROM pg_stat_activity WHERE usename = 'probe_role'", f->arena));
  assert_int_equal (PG_AWAY, pg_run (conn, "add", params, 2, &rows));
  before = clock_boot_us ();
  for (int i = 0; i < 100; i++)
    assert_int_equal (PG_AWAY, pg_run (conn, "add", params, 2, &rows));
  assert_true (clock_boot_us () - before < 90000);   /* nobody tried in the meantime */
  assert_null (pg_script (f->admin, "ALTER ROLE probe_role LOGIN", f->arena));
  for (int i = 0; i < 100 && PG_DONE != pg_run (conn, "add", params, 2, &rows); i++)
    wait_ms (50);
  assert_int_equal (1, notes (f));
  pg_close (conn);
}

static void
sessions_are_bounded (void **state)
{
  struct fixture *f = *state;
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;

  assert_int_equal (PG_DONE, pg_run (f->conn, "settings", NULL, 0, &rows));
  assert_true (text_is (pg_get_text (rows, 0, "lock_timeout"), "2s"));
  assert_true (text_is (pg_get_text (rows, 0, "statement_timeout"), "30s"));
  assert_true (text_is (pg_get_text (rows, 0, "idle_timeout"), "10s"));
  assert_true (text_is (pg_get_text (rows, 0, "zone"), "UTC"));
}

static void
outcomes_are_found_by_name (void **state)
{
  struct fixture *f = *state;
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  static const char *const names[] = { "saved", "late" };
  const struct pg_param params[] = { pg_text (text_of ("late")) };

  assert_int_equal (PG_DONE, pg_run (f->conn, "outcome", params, 1, &rows));
  assert_int_equal (1, pg_outcome (rows, names, BM_COUNT (names)));
}

/* How a child ends that does this; 0 when it lives on. */
static int
end_of (void (*defect) (struct fixture *), struct fixture *f)
{
  int status = 0;
  pid_t child = fork ();

  if (0 == child)
    {
      defect (f);
      _exit (0);
    }
  assert_true (child > 0);
  assert_int_equal (child, waitpid (child, &status, 0));
  return WIFEXITED (status) ? WEXITSTATUS (status) : -1;
}

static void
wrong_type_of_same_size (struct fixture *f)
{
  /* 8 bytes either way: without a check the server would store a moment in 2000 under this number. */
  (void) run_one (f->conn, "lock_note", pg_time (f->arena, 1));
}

static void
too_few_params (struct fixture *f)
{
  (void) run_one (f->conn, "add", pg_i64 (f->arena, 1));
}

static void
unknown_statement (struct fixture *f)
{
  (void) run_one (f->conn, "nobody", pg_i64 (f->arena, 1));
}

static void
unknown_column (struct fixture *f)
{
  struct pg_rows *rows = NULL;
  if (PG_DONE == pg_run (f->conn, "count_notes", NULL, 0, &rows))
    (void) pg_get_i64 (rows, 0, "counts");
}

static void
wrong_column_type (struct fixture *f)
{
  struct pg_rows *rows = NULL;
  if (PG_DONE == pg_run (f->conn, "count_notes", NULL, 0, &rows))
    (void) pg_get_text (rows, 0, "count");
}

static void
unknown_outcome (struct fixture *f)
{
  struct pg_rows *rows = NULL;
  static const char *const names[] = { "saved" };
  const struct pg_param params[] = { pg_text (text_of ("late")) };
  if (PG_DONE == pg_run (f->conn, "outcome", params, 1, &rows))
    (void) pg_outcome (rows, names, 1);
}

static void
defects_end_the_process (void **state)
{
  static void (*const defects[]) (struct fixture *) = { wrong_type_of_same_size, too_few_params,    unknown_statement,
                                                        unknown_column,          wrong_column_type, unknown_outcome };

  close_both (state);
  for (size_t i = 0; i < BM_COUNT (defects); i++)
    {
      /* A connection of its own for each: a child that dies with it must not disturb the parent's. */
      void *own = NULL;
      assert_int_equal (0, open_both (&own));
      assert_int_equal (70, end_of (defects[i], own));
      close_both (&own);
    }
  open_both (state);
}

static void
a_broken_statement_stops_the_start (void **state)
{
  struct fixture *f = *state;
  const struct pg_statement list[] = { { "good", "SELECT 1" }, { "bad_one", "SELECT nothing FROM probe.nowhere" } };
  const char *problem = "";

  assert_null (pg_connect (admin_conninfo, (struct pg_statements) { list, 2 }, f->arena, &problem));
  assert_non_null (strstr (problem, "bad_one"));
  assert_non_null (strstr (problem, "probe.nowhere"));
}

static void
a_wrong_login_tells_no_secret (void **state)
{
  struct fixture *f = *state;
  const char *problem = "";
  const char *wrong = arena_printf (f->arena, "%s password=hunter2-canary", role_conninfo);

  assert_null (pg_connect (wrong, no_statements, f->arena, &problem));
  assert_non_null (strstr (problem, "probe_role"));
  assert_null (strstr (problem, "hunter2"));
  assert_null (pg_connect ("password=hunter2-canary host", no_statements, f->arena, &problem));
  assert_null (strstr (problem, "hunter2"));
}

static void
a_script_says_what_is_wrong (void **state)
{
  struct fixture *f = *state;

  assert_null (pg_script (f->admin, "CREATE TEMP TABLE a (b int); DROP TABLE a", f->arena));
  assert_null (pg_script (f->admin, "-- nothing", f->arena));
  assert_non_null (strstr (pg_script (f->admin, "SELECT 1; SELECT oops", f->arena), "oops"));
}

static const char *
guard (struct fixture *f, const char *change)
{
  const char *problem = "";
  struct pg_conn *conn;
  const char *found;

  assert_null (pg_script (f->admin, change, f->arena));
  conn = pg_connect (role_conninfo, no_statements, f->arena, &problem);
  assert_non_null (conn);
  found = pg_guard_check (conn, (struct pg_guard) { "probe_role", "probe_api" }, f->arena);
  pg_close (conn);
  return found;
}

static void
the_guard_names_what_is_too_much (void **state)
{
  struct fixture *f = *state;
  static const struct { const char *give, *take, *named; } steps[] = {
    { "GRANT USAGE ON SCHEMA probe_other TO probe_role", "REVOKE USAGE ON SCHEMA probe_other FROM probe_role", "probe_other" },
    { "GRANT USAGE ON SCHEMA public TO PUBLIC", "REVOKE USAGE ON SCHEMA public FROM PUBLIC", "public" },
    { "GRANT CREATE ON SCHEMA probe_api TO probe_role", "REVOKE CREATE ON SCHEMA probe_api FROM probe_role", "create" },
    { "GRANT SELECT (word) ON probe_other.secret TO probe_role", "REVOKE SELECT (word) ON probe_other.secret FROM probe_role",
      "probe_other.secret" },
    { "GRANT INSERT ON probe_other.secret TO PUBLIC", "REVOKE INSERT ON probe_other.secret FROM PUBLIC", "probe_other.secret" },
    { "GRANT USAGE ON SEQUENCE probe_other.numbers TO probe_role", "REVOKE USAGE ON SEQUENCE probe_other.numbers FROM probe_role",
      "probe_other.numbers" },
    { "GRANT probe_owner TO probe_role", "REVOKE probe_owner FROM probe_role", "probe_owner" },
    { "ALTER ROLE probe_role BYPASSRLS", "ALTER ROLE probe_role NOBYPASSRLS", "attribute" },
    { "REVOKE USAGE ON SCHEMA probe_api FROM probe_role", "GRANT USAGE ON SCHEMA probe_api TO probe_role",
      "its own schema probe_api" },
    { "ALTER ROLE probe_role SET synchronous_commit = off", "ALTER ROLE probe_role RESET synchronous_commit",
      "synchronous_commit off" },
    { "ALTER ROLE probe_role SET role = 'probe_role'; ALTER ROLE probe_role SUPERUSER", "ALTER ROLE probe_role RESET role;"
      " ALTER ROLE probe_role NOSUPERUSER", "attribute" },
  };

  assert_null (guard (f, "REVOKE ALL ON SCHEMA public FROM PUBLIC; REVOKE ALL ON SCHEMA probe FROM probe_role;"
                      " REVOKE ALL ON probe.note FROM probe_role"));
  for (size_t i = 0; i < BM_COUNT (steps); i++)
    {
      const char *found = guard (f, steps[i].give);
      assert_non_null (found);
      if (NULL == strstr (found, steps[i].named))
        fail_msg ("'%s' was told as: %s", steps[i].give, found);
      assert_null (guard (f, steps[i].take));
    }
  assert_null (pg_script (f->admin, "GRANT USAGE ON SCHEMA probe TO probe_role;"
                          " GRANT SELECT, INSERT ON probe.note TO probe_role", f->arena));
}

static void
the_guard_knows_its_role (void **state)
{
  struct fixture *f = *state;

  assert_non_null (strstr (pg_guard_check (f->conn, (struct pg_guard) { "probe_role", "probe_api" }, f->arena),
                           "not the role of this process"));
}

static int
print_guard (const char *conninfo, struct pg_guard wanted)
{
  struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (1024 * 1024);
  const char *problem = "";
  struct pg_conn *conn = pg_connect (conninfo, no_statements, arena, &problem);

  if (NULL != conn)
    problem = pg_guard_check (conn, wanted, arena);
  pg_close (conn);
  if (NULL != problem)
    puts (problem);
  return NULL == problem ? 0 : 1;
}

#define CASE(name) cmocka_unit_test_setup_teardown (name, open_both, close_both)

int
main (int argc, char **argv)
{
  const struct CMUnitTest tests[] = {
    CASE (what_is_sent_comes_back),
    CASE (null_is_told_from_empty),
    CASE (arrays_arrive_whole),
    CASE (an_array_may_be_empty),
    CASE (many_rows_keep_their_order),
    CASE (refusals_have_their_names),
    CASE (a_lock_is_not_awaited_for_ever),
    CASE (a_warning_means_doubt),
    CASE (a_break_while_it_runs_means_doubt),
    CASE (a_break_while_idle_is_healed_unseen),
    CASE (a_session_waits_for_its_commits_whatever_was_set_meanwhile),
    CASE (away_is_said_at_once_and_left_again),
    CASE (sessions_are_bounded),
    CASE (outcomes_are_found_by_name),
    CASE (defects_end_the_process),
    CASE (a_broken_statement_stops_the_start),
    CASE (a_wrong_login_tells_no_secret),
    CASE (a_script_says_what_is_wrong),
    CASE (the_guard_names_what_is_too_much),
    CASE (the_guard_knows_its_role),
  };

  if (argc < 3)
    {
      for (size_t i = 0; i < BM_COUNT (tests); i++)
        puts (tests[i].name);
      return 0;
    }
  if (5 == argc && 0 == strcmp (argv[1], "guard"))
    return print_guard (argv[2], (struct pg_guard) { argv[3], argv[4] });
  admin_conninfo = argv[1];
  role_conninfo = argv[2];
  cmocka_set_test_filter (argc > 3 ? argv[3] : NULL);
  return cmocka_run_group_tests (tests, NULL, NULL);
}
