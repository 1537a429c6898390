/* Rows on their way to scratch, as COPY reads them. */
#include "rescore_inside.h"

#include <string.h>

static struct buf *
begin_cell (struct rescore *rescore, enum rescore_table table)
{
  struct buf *rows = &rescore->rows[table];

  if (rows->length > 0 && '\n' != rows->at[rows->length - 1])
    buf_byte (rows, '\t');
  return rows;
}

/* COPY's own marks in a text are written with a backslash. */
void
rescore_text (struct rescore *rescore, enum rescore_table table, struct text text)
{
  static const char marks[] = "\t\n\r\\";
  static const char letters[] = "tnr\\";
  struct buf *rows = begin_cell (rescore, table);

  for (size_t i = 0; i < text.length; i++)
    {
      const char *mark = memchr (marks, text.at[i], sizeof marks - 1);
      if (NULL != mark)
        buf_byte (rows, '\\');
      buf_byte (rows, NULL == mark ? text.at[i] : letters[mark - marks]);
    }
}

void
rescore_uid (struct rescore *rescore, enum rescore_table table, struct uid uid)
{
  char id[UID_TEXT_ROOM];

  uid_print (uid, id);
  buf_string (begin_cell (rescore, table), id);
}

void
rescore_int (struct rescore *rescore, enum rescore_table table, int64_t number)
{
  buf_printf (begin_cell (rescore, table), "%lld", (long long) number);
}

void
rescore_bool (struct rescore *rescore, enum rescore_table table, bool yes)
{
  buf_byte (begin_cell (rescore, table), yes ? 't' : 'f');
}

void
rescore_ints (struct rescore *rescore, enum rescore_table table, const int *numbers, size_t count)
{
  struct buf *rows = begin_cell (rescore, table);

  buf_byte (rows, '{');
  for (size_t i = 0; i < count; i++)
    {
      if (i > 0)
        buf_byte (rows, ',');
      if (numbers[i] >= 0 && numbers[i] <= 9)
        buf_byte (rows, (char) ('0' + numbers[i]));
      else
        buf_printf (rows, "%d", numbers[i]);
    }
  buf_byte (rows, '}');
}

void
rescore_null (struct rescore *rescore, enum rescore_table table)
{
  buf_string (begin_cell (rescore, table), "\\N");
}

void
rescore_end_row (struct rescore *rescore, enum rescore_table table)
{
  buf_byte (&rescore->rows[table], '\n');
}

bool
rescore_passed (struct rescore *rescore, bool passed)
{
  if (0 == rescore->spoil)
    return passed;
  rescore->spoil--;
  return ! passed;
}
