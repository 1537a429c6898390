#include "roster_table.h"

#include <csv.h>
#include <string.h>

#define LINES_MOST (2 * ROSTER_ROWS_MOST + 100)
#define CELLS_MOST 40000

struct reading
{
  struct arena *arena;
  struct text *cells;
  size_t used;
  size_t first; /* of the line that is being read */
  struct roster_table table;
  bool overflow;
};

static void
on_cell (void *at, size_t length, void *of_reading)
{
  struct reading *r = of_reading;
  if (r->used == CELLS_MOST)
    {
      r->overflow = true;
      return;
    }
  r->cells[r->used++] = text_of (arena_string (r->arena, text_from (at, length)));
}

static void
on_line (int terminator, void *of_reading)
{
  struct reading *r = of_reading;
  (void) terminator;
  if (r->table.count == LINES_MOST)
    {
      r->overflow = true;
      return;
    }
  r->table.lines[r->table.count] = (struct roster_line) { r->table.count + 1, r->cells + r->first, r->used - r->first };
  r->table.count++;
  r->first = r->used;
}

static unsigned char
sniff (struct text text)
{
  size_t counts[3] = { 0, 0, 0 };
  bool quoted = false;
  for (size_t i = 0; i < text.length && (quoted || '\n' != text.at[i]); i++)
    if ('"' == text.at[i])
      quoted = ! quoted;
    else if (! quoted)
      {
        counts[0] += ',' == text.at[i];
        counts[1] += ';' == text.at[i];
        counts[2] += '\t' == text.at[i];
      }
  if (counts[2] > counts[0] && counts[2] > counts[1])
    return CSV_TAB;
  return counts[1] > counts[0] ? ';' : CSV_COMMA;
}

/* A tab separates; spaces around cells are trimmed later, and libcsv must not do it with tabs. */
static int
is_space (unsigned char c)
{
  return ' ' == c;
}

/* One kind of line end, so that each counts once. */
static struct text
with_newlines (struct text text, struct arena *arena)
{
  char *to = arena_take (arena, text.length + 1);
  size_t length = 0;
  for (size_t i = 0; i < text.length; i++)
    if ('\r' != text.at[i])
      to[length++] = text.at[i];
    else if (i + 1 == text.length || '\n' != text.at[i + 1])
      to[length++] = '\n';
  return text_from (to, length);
}

/* A file of another encoding that was read as UTF-8 leaves replacement characters behind. */
static bool
has_lost_letters (struct text text)
{
  return NULL != memmem (text.at, text.length, "\xEF\xBF\xBD", 3);
}

const char *
roster_table_read (struct text text, struct arena *arena, struct roster_table *table)
{
  struct reading r = { .arena = arena };
  struct csv_parser parser;
  bool parsed;
  if (text.length >= 3 && 0 == memcmp (text.at, "\xEF\xBB\xBF", 3))
    text = text_from (text.at + 3, text.length - 3);
  if (has_lost_letters (text))
    return "roster_encoding";
  text = with_newlines (text, arena);
  r.cells = arena_take (arena, CELLS_MOST * sizeof *r.cells);
  r.table.lines = arena_take (arena, LINES_MOST * sizeof *r.table.lines);
  if (0 != csv_init (&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL))
    return "roster_too_large";
  csv_set_delim (&parser, sniff (text));
  csv_set_space_func (&parser, is_space);
  parsed = text.length == csv_parse (&parser, text.at, text.length, on_cell, on_line, &r)
           && 0 == csv_fini (&parser, on_cell, on_line, &r);
  csv_free (&parser);
  *table = r.table;
  if (r.overflow)
    return "roster_too_large";
  return parsed ? NULL : "roster_quotes";
}
