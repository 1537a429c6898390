/* Pasted or uploaded text becomes the lines of a table: comma, semicolon or tab, whichever the first line holds most;
   quotes after RFC 4180; with or without byte order mark. */
#ifndef BM_COORDINATION_ROSTER_TABLE_H
#define BM_COORDINATION_ROSTER_TABLE_H

#include "roster.h"

struct roster_table
{
  struct roster_line *lines; /* with the numbers that a spreadsheet shows; blank lines are counted and have no cells */
  size_t count;
};

/* NULL on success, else why not: "roster_quotes" (a quote that is not closed or stands inside a cell),
   "roster_too_large", "roster_encoding". */
const char *roster_table_read (struct text text, struct arena *arena, struct roster_table *table) BM_MUST_USE
    BM_NONNULL (2, 3);

#endif
