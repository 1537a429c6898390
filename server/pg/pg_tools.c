#include "pg_tools.h"

#include "buf.h"
#include "pg_link.h"

#include <string.h>

#define CONNINFO_MOST 8192

const char *
pg_set_password (struct pg_conn *conn, const char *role, const char *password, struct arena *arena)
{
  char *verifier = PQencryptPasswordConn (conn->link, password, role, "scram-sha-256");
  char *name = PQescapeIdentifier (conn->link, role, strlen (role));
  char *literal = NULL == verifier ? NULL : PQescapeLiteral (conn->link, verifier, strlen (verifier));
  const char *problem = "libpq cannot make a SCRAM verifier.";

  if (NULL != literal && NULL != name)
    problem = pg_script (conn, arena_printf (arena, "ALTER ROLE %s PASSWORD %s", name, literal), arena);
  PQfreemem (literal);
  PQfreemem (name);
  PQfreemem (verifier);
  return problem;
}

/* libpq's quoting: backslash before ' and backslash. */
static void
add_pair (struct buf *buf, const char *key, const char *value, const char *between)
{
  if (buf->length > 0)
    buf_string (buf, between);
  buf_printf (buf, "%s='", key);
  for (; '\0' != *value; value++)
    {
      if ('\'' == *value || '\\' == *value)
        buf_byte (buf, '\\');
      buf_byte (buf, *value);
    }
  buf_byte (buf, '\'');
}

struct change
{
  const char *key;
  const char *value;
};

/* The string with these keys set anew. */
static const char *
change_conninfo (const char *conninfo, const struct change *changes, size_t count, const char *between,
                 struct arena *arena, const char **problem)
{
  struct buf buf BM_CLEANUP (buf_free) = buf_new (CONNINFO_MOST);
  PQconninfoOption *options = PQconninfoParse (conninfo, NULL);

  if (NULL == options)
    {
      *problem = "The connection string of the database is malformed.";
      return NULL;
    }
  for (const PQconninfoOption *at = options; NULL != at->keyword; at++)
    {
      const char *value = at->val;
      for (size_t i = 0; i < count; i++)
        if (0 == strcmp (changes[i].key, at->keyword))
          value = changes[i].value;
      if (NULL != value && '\0' != value[0])
        add_pair (&buf, at->keyword, value, between);
    }
  PQconninfoFree (options);
  if (! buf.overflow)
    return arena_string (arena, buf_view (&buf));
  *problem = "The connection string of the database is too long.";
  return NULL;
}

const char *
pg_conninfo_as (const char *conninfo, const char *user, const char *password, struct arena *arena, const char **problem)
{
  const struct change changes[] = { { "user", user }, { "password", password }, { "passfile", NULL } };

  return change_conninfo (conninfo, changes, BM_COUNT (changes), "\n  ", arena, problem);
}

const char *
pg_conninfo_for_database (const char *conninfo, const char *database, struct arena *arena, const char **problem)
{
  const struct change changes[] = { { "dbname", database } };

  return change_conninfo (conninfo, changes, BM_COUNT (changes), " ", arena, problem);
}
