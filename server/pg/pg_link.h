/* Private to pg/: the struct behind pg_conn.h, and opening a link with everything prepared on it. */
#ifndef BM_PG_LINK_H
#define BM_PG_LINK_H

#include "pg_conn.h"

#include <libpq-fe.h>

/* What the server says a prepared statement takes. Checked at every run: in the binary format a wrong type of the same
   size would be stored without an error. */
struct pg_signature
{
  int count;
  int room;
  Oid *types;
};

struct pg_conn
{
  struct arena *arena;              /* holds this struct and all below */
  const char *conninfo;
  struct pg_statements statements;
  struct pg_signature *signatures;  /* one for each statement */
  PGconn *link;                     /* NULL: away */
  bool opened;                      /* it was open once: later attempts wait less for the server */
  bool warned;                      /* the server sent a WARNING since this was last cleared */
  int64_t wait_us;                  /* after the next failure to connect; doubles up to a limit */
  int64_t not_before_boot_us;       /* no attempt to connect before this */
  int64_t answer_most_us;           /* pg_set_patience */
};

/* Connects and prepares. False: link stays NULL, *problem (in the arena) says why. */
bool pg_link_open (struct pg_conn *conn, struct arena *arena, const char **problem) BM_MUST_USE BM_NONNULL_ALL;

/* What is told of a server that cannot keep what it has acknowledged, with the setting. */
#define PG_LINK_LOSES "The database can lose what it has acknowledged: %s."

/* From now on no link of this process opens to a server whose fsync or full_page_writes is off: one that was changed meanwhile, or
   another one that has taken over. */
void pg_link_demand_durable (void);

void pg_link_drop (struct pg_conn *conn) BM_NONNULL_ALL;

/* Takes over the result. */
struct pg_rows *pg_rows_new (PGresult *result) BM_MUST_USE BM_RETURNS_NONNULL BM_NONNULL_ALL;

#endif
