/* The start-up guard: a process that could see too much refuses to start. */
#ifndef BM_PG_GUARD_H
#define BM_PG_GUARD_H

#include "pg_conn.h"

struct pg_guard
{
  const char *role;                    /* must be current_user and session_user, no superuser, no membership in any role */
  const char *api_schema;              /* the one schema it has USAGE on (besides pg_catalog, information_schema) */
};

/* NULL when all is well, else one sentence (in the arena) that names what is wrong. Also demands fsync and
   full_page_writes on, synchronous_commit not off, server version 15 or later, and no table privilege on any relation
   outside pg_catalog and information_schema. From a check that finds nothing on, no link of this process opens to a server whose
   fsync or full_page_writes is off: pg_run says PG_AWAY instead. */
const char *pg_guard_check (struct pg_conn *conn, struct pg_guard guard, struct arena *arena) BM_MUST_USE BM_NONNULL (1, 3);

#endif
