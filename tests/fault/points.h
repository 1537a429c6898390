/* The candidate desk with named points at which it dies, as by kill -9: the objects of the product, with some calls led past
   here by the linker. A file of struct points, which BLINDMARK_POINTS names, says at which point and when. */
#ifndef POINTS_H
#define POINTS_H

#include "pg_conn.h"

#include <stdatomic.h>

enum point
{
  POINT_NONE,
  POINT_BEFORE_STATEMENT,  /* nothing of the save has gone to the database */
  POINT_STATEMENT_SENT,    /* all of it has */
  POINT_AFTER_COMMIT,      /* the database has said that it is done */
  POINT_BEFORE_REPLY,      /* nothing of the reply has left */
  POINT_HALF_REPLY,        /* half of it has */
  POINT_AFTER_REPLY        /* all of it has */
};

struct points
{
  _Atomic int32_t point;
  _Atomic int32_t left;    /* it dies when this point has been passed so often */
};

/* How a statement is run: points_honest.c as the product does it; points_hasty.c acknowledges saves that are not committed. */
enum pg_status points_run (struct pg_conn *conn, const char *statement, bool is_a_save, const struct pg_param *params, size_t count,
                           struct pg_rows **rows);

/* The linker's names for what was led past. */
enum pg_status __real_pg_run (struct pg_conn *conn, const char *statement, const struct pg_param *params, size_t count,
                              struct pg_rows **rows);
enum pg_status __wrap_pg_run (struct pg_conn *conn, const char *statement, const struct pg_param *params, size_t count,
                              struct pg_rows **rows);

#endif
