/* One connection to PostgreSQL that has prepared every statement of its process. Blocking; one thread at a time.
   All parameters and results travel in binary. A lost connection is opened again (and everything prepared again) by the
   next pg_run, with back-off. */
#ifndef BM_PG_CONN_H
#define BM_PG_CONN_H

#include "arena.h"
#include "uid.h"

struct pg_statement
{
  const char *name;  /* the .sql file's name without ending */
  const char *sql;   /* one statement */
};

/* Made from a folder of .sql files at build: <layer>_statements[] sorted by name, and its count (see cmake/EmbedSql). */
struct pg_statements
{
  const struct pg_statement *list;
  size_t count;
};

struct pg_conn;

/* conninfo: a libpq string; connect_timeout (20 s for the first link, 2 s after), keepalives, tcp_user_timeout are added, and
   the session is set to lock_timeout 2 s, statement_timeout 30 s, idle_in_transaction_session_timeout 10 s, TimeZone UTC. It waits
   for its commits (synchronous_commit as it is set, and on where that is off), whatever is set after it has opened.
   NULL: *problem (in the arena) says why in one sentence without any secret. */
struct pg_conn *pg_connect (const char *conninfo, struct pg_statements statements, struct arena *arena,
                            const char **problem) BM_MUST_USE BM_NONNULL_ALL;
void pg_close (struct pg_conn *conn);

/* How long pg_run waits for an answer before it gives the link up (PG_DOUBT): 40 s unless told, which is more than
   statement_timeout. For a thread that must never be busy for long. */
void pg_set_patience (struct pg_conn *conn, int64_t us) BM_NONNULL_ALL;

enum pg_status
{
  PG_DONE,      /* committed without a warning; rows are there (maybe none) */
  PG_UNIQUE,    /* refused by a unique constraint (23505) */
  PG_REFUSED,   /* refused by a check, foreign key, exclusion or RAISE of ours (class 23, P0001) */
  PG_SOFT,      /* serialization or deadlock (40001, 40P01), lock timeout: may be tried again */
  PG_AWAY,      /* no connection, or it broke before the statement was sent */
  PG_DOUBT,     /* it broke, or warned, while the statement ran: the outcome must be looked up */
  PG_FAILED     /* anything else: a defect; logged with SQLSTATE, never shown */
};

struct pg_param
{
  unsigned type;       /* type OID */
  const void *at;      /* NULL: SQL NULL */
  int length;          /* bytes */
};

/* Makers; what does not fit into the struct is built in the arena. */
struct pg_param pg_null (void);
struct pg_param pg_i32 (struct arena *arena, int32_t value);
struct pg_param pg_i64 (struct arena *arena, int64_t value);
struct pg_param pg_bool (struct arena *arena, bool value);
struct pg_param pg_text (struct text value);
struct pg_param pg_bytes (struct bytes value);
struct pg_param pg_uid (struct arena *arena, struct uid value);
/* timestamptz, in microseconds since 1970-01-01 UTC */
struct pg_param pg_time (struct arena *arena, int64_t unix_us);
/* date, in days since 1970-01-01 */
struct pg_param pg_date (struct arena *arena, int32_t unix_days);
struct pg_param pg_i32_array (struct arena *arena, const int32_t *values, size_t count);
struct pg_param pg_i64_array (struct arena *arena, const int64_t *values, size_t count);
/* timestamptz[], as pg_time */
struct pg_param pg_time_array (struct arena *arena, const int64_t *unix_us, size_t count);
struct pg_param pg_bool_array (struct arena *arena, const bool *values, size_t count);
struct pg_param pg_text_array (struct arena *arena, const struct text *values, size_t count);
/* bytea[]; an element whose at is NULL becomes SQL NULL */
struct pg_param pg_bytes_array (struct arena *arena, const struct bytes *values, size_t count);
struct pg_param pg_uid_array (struct arena *arena, const struct uid *values, size_t count);

/* Runs the prepared statement of that name. The rows (valid when PG_DONE) are freed by pg_rows_free, also when NULL. */
struct pg_rows;
enum pg_status pg_run (struct pg_conn *conn, const char *statement, const struct pg_param *params, size_t count,
                       struct pg_rows **rows) BM_MUST_USE BM_NONNULL (1, 2, 5);
void pg_rows_free (struct pg_rows **rows) BM_NONNULL_ALL;   /* for BM_CLEANUP too; sets NULL */

size_t pg_count (const struct pg_rows *rows);

/* Getters by column name. A name or type that the result does not have is a defect and ends the process.
   NULL reads as 0, false, the empty text, zero uid; ask pg_is_null where that matters. Texts and bytes are borrowed from
   the rows: copy into the arena what must outlive them. */
bool pg_is_null (const struct pg_rows *rows, size_t row, const char *column) BM_MUST_USE BM_NONNULL_ALL;
int64_t pg_get_i64 (const struct pg_rows *rows, size_t row, const char *column) BM_NONNULL_ALL;   /* int2, int4, int8 */
bool pg_get_bool (const struct pg_rows *rows, size_t row, const char *column) BM_NONNULL_ALL;
struct text pg_get_text (const struct pg_rows *rows, size_t row, const char *column) BM_NONNULL_ALL;  /* text, name, json, jsonb */
struct bytes pg_get_bytes (const struct pg_rows *rows, size_t row, const char *column) BM_NONNULL_ALL;
struct uid pg_get_uid (const struct pg_rows *rows, size_t row, const char *column) BM_NONNULL_ALL;
int64_t pg_get_time (const struct pg_rows *rows, size_t row, const char *column) BM_NONNULL_ALL;  /* unix microseconds */
int32_t pg_get_date (const struct pg_rows *rows, size_t row, const char *column) BM_NONNULL_ALL;  /* unix days */

/* API functions name their outcome in a text column called "outcome": its place in the list of names, or a defect. */
size_t pg_outcome (const struct pg_rows *rows, const char *const *names, size_t count) BM_NONNULL_ALL;

/* For tools only: unprepared text that may hold several statements (migrations, grants). NULL on success, else the
   server's message in the arena. */
const char *pg_script (struct pg_conn *conn, const char *sql, struct arena *arena) BM_MUST_USE BM_NONNULL_ALL;

#endif
