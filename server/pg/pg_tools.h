/* What only the operator's tools do: logins of roles, a connection string for somebody else, rows in bulk. */
#ifndef BM_PG_TOOLS_H
#define BM_PG_TOOLS_H

#include "pg_conn.h"

/* Gives a role this password: only its SCRAM verifier, made here, travels to the server and so to no log of it.
   NULL, or what is wrong (in the arena). */
const char *pg_set_password (struct pg_conn *conn, const char *role, const char *password, struct arena *arena)
  BM_MUST_USE BM_NONNULL_ALL;

/* The same server and database for another user: one key='value' a line, the lines after the first indented, so that it
   fits a configuration file. NULL: *problem (in the arena) says why. */
const char *pg_conninfo_as (const char *conninfo, const char *user, const char *password, struct arena *arena,
                            const char **problem) BM_MUST_USE BM_NONNULL_ALL;

/* The same server and user, another database; one line. */
const char *pg_conninfo_for_database (const char *conninfo, const char *database, struct arena *arena,
                                      const char **problem) BM_MUST_USE BM_NONNULL_ALL;

/* "COPY x FROM STDIN" with these rows in its text format, less than 2 GiB. NULL on success, else the server's message in the
   arena. */
const char *pg_copy (struct pg_conn *conn, const char *sql, struct text rows, struct arena *arena) BM_MUST_USE BM_NONNULL (1, 2, 4);

#endif
