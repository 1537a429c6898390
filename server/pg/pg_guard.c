#include "pg_guard.h"

#include "pg_link.h"
#include "pg_wire.h"

#include <string.h>

#define VERSION_LEAST 150000

/* One check: rows of one text column are what is wrong; the sentence names the first. $1 role, $2 API schema. */
struct check
{
  const char *sql;
  const char *sentence;  /* with one %s: the row's text */
};

static const struct check checks[] = {
  { "SELECT 'current_user ' || current_user || ', session_user ' || session_user"
    " WHERE $2::text IS NOT NULL AND (current_user <> $1::text OR session_user <> $1::text)",
    "The database login is not the role of this process: %s." },
  { "SELECT rolname::text FROM pg_catalog.pg_roles WHERE $2::text IS NOT NULL AND rolname = $1::text"
    " AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication)",
    "The role %s has an attribute (superuser, createrole, createdb, bypassrls or replication) that no desk may have." },
  { "SELECT r.rolname::text FROM pg_catalog.pg_auth_members m JOIN pg_catalog.pg_roles r ON r.oid = m.roleid"
    " JOIN pg_catalog.pg_roles u ON u.oid = m.member WHERE $2::text IS NOT NULL AND u.rolname = $1::text ORDER BY 1",
    "The role of this process is a member of %s." },
  { "SELECT n.nspname::text FROM pg_catalog.pg_namespace n WHERE $1::text IS NOT NULL"
    " AND n.nspname NOT IN ('pg_catalog', 'information_schema', $2::text)"
    " AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') ORDER BY 1",
    "The role of this process may use the schema %s." },
  { "SELECT n.nspname::text FROM pg_catalog.pg_namespace n WHERE $1::text IS NOT NULL AND $2::text IS NOT NULL"
    " AND pg_catalog.has_schema_privilege(n.oid, 'CREATE') ORDER BY 1",
    "The role of this process may create objects in the schema %s." },
  { "SELECT $2::text WHERE $1::text IS NOT NULL AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_namespace n"
    " WHERE n.nspname = $2::text AND pg_catalog.has_schema_privilege(n.oid, 'USAGE'))",
    "The role of this process may not use its own schema %s, or the schema does not exist." },
  { "SELECT n.nspname || '.' || c.relname FROM pg_catalog.pg_class c"
    " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
    " WHERE $1::text IS NOT NULL AND $2::text IS NOT NULL AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')"
    " AND n.nspname NOT IN ('pg_catalog', 'information_schema')"
    " AND CASE WHEN c.relkind = 'S' THEN pg_catalog.has_sequence_privilege(c.oid, 'USAGE, SELECT, UPDATE')"
    " ELSE pg_catalog.has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')"
    " OR pg_catalog.has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE, REFERENCES') END ORDER BY 1",
    "The role of this process has a right on the relation %s." },
  /* reset_val: what is configured for the role and the database, under what the link has set in its session. */
  { "SELECT name || ' ' || reset_val FROM pg_catalog.pg_settings WHERE $1::text IS NOT NULL AND $2::text IS NOT NULL"
    " AND ((name IN ('fsync', 'full_page_writes') AND reset_val <> 'on') OR (name = 'synchronous_commit' AND reset_val = 'off'))"
    " ORDER BY 1",
    PG_LINK_LOSES },
};

static const char *
first_finding (struct pg_conn *conn, const struct check *check, struct pg_guard guard, struct arena *arena)
{
  const char *values[2] = { guard.role, guard.api_schema };
  PGresult *result = PQexecParams (conn->link, check->sql, 2, NULL, values, NULL, NULL, 0);
  const char *finding = NULL;

  if (PGRES_TUPLES_OK != PQresultStatus (result))
    finding = arena_printf (arena, "The start-up guard could not ask the database: %s",
                            arena_string (arena, text_trim (text_of (PQerrorMessage (conn->link)))));
  else if (PQntuples (result) > 0)
    {
      const char *mark = strstr (check->sentence, "%s");
      finding = arena_printf (arena, "%.*s%s%s", (int) (mark - check->sentence), check->sentence,
                              PQgetvalue (result, 0, 0), mark + 2);
    }
  PQclear (result);
  return finding;
}

const char *
pg_guard_check (struct pg_conn *conn, struct pg_guard guard, struct arena *arena)
{
  const char *finding = NULL;

  if (NULL == conn->link)
    return "The start-up guard has no connection to the database.";
  if (PQserverVersion (conn->link) < VERSION_LEAST)
    return arena_printf (arena, "PostgreSQL is version %d.%d; Blindmark needs 15 or later.",
                         PQserverVersion (conn->link) / 10000, PQserverVersion (conn->link) % 10000);
  for (size_t i = 0; NULL == finding && i < BM_COUNT (checks); i++)
    finding = first_finding (conn, &checks[i], guard, arena);
  if (NULL == finding)
    pg_link_demand_durable ();
  return finding;
}
