#include "log.h"
#include "pg_link.h"
#include "pg_wire.h"

#include <stdlib.h>

struct pg_rows
{
  PGresult *result;
};

struct pg_rows *
pg_rows_new (PGresult *result)
{
  struct pg_rows *rows = malloc (sizeof *rows);

  if (NULL == rows)
    log_fatal ("no_memory", "wanted=%zu", sizeof *rows);
  rows->result = result;
  return rows;
}

void
pg_rows_free (struct pg_rows **rows)
{
  if (NULL != *rows)
    {
      PQclear ((*rows)->result);
      free (*rows);
    }
  *rows = NULL;
}

size_t
pg_count (const struct pg_rows *rows)
{
  return NULL == rows ? 0 : (size_t) PQntuples (rows->result);
}

struct cell
{
  Oid type;
  bool null;
  const uint8_t *at;
  size_t length;
};

static struct cell
cell_at (const struct pg_rows *rows, size_t row, const char *column)
{
  int index = PQfnumber (rows->result, column);
  struct cell cell;

  if (index < 0 || row >= pg_count (rows))
    log_fatal ("pg_column", "column=%s row=%zu rows=%zu", column, row, pg_count (rows));
  cell.type = PQftype (rows->result, index);
  cell.null = PQgetisnull (rows->result, (int) row, index);
  cell.at = (const uint8_t *) PQgetvalue (rows->result, (int) row, index);
  cell.length = (size_t) PQgetlength (rows->result, (int) row, index);
  return cell;
}

static void __attribute__ ((noreturn))
wrong_type (const char *column, Oid type, const char *wanted)
{
  log_fatal ("pg_column_type", "column=%s type=%u wanted=%s", column, type, wanted);
}

bool
pg_is_null (const struct pg_rows *rows, size_t row, const char *column)
{
  return cell_at (rows, row, column).null;
}

int64_t
pg_get_i64 (const struct pg_rows *rows, size_t row, const char *column)
{
  struct cell cell = cell_at (rows, row, column);

  if (PG_TYPE_INT2 != cell.type && PG_TYPE_INT4 != cell.type && PG_TYPE_INT8 != cell.type)
    wrong_type (column, cell.type, "integer");
  if (cell.null)
    return 0;
  if (PG_TYPE_INT2 == cell.type)
    return (int16_t) wire_get (cell.at, 2);
  if (PG_TYPE_INT4 == cell.type)
    return (int32_t) wire_get (cell.at, 4);
  return (int64_t) wire_get (cell.at, 8);
}

bool
pg_get_bool (const struct pg_rows *rows, size_t row, const char *column)
{
  struct cell cell = cell_at (rows, row, column);

  if (PG_TYPE_BOOL != cell.type)
    wrong_type (column, cell.type, "bool");
  return ! cell.null && 0 != cell.at[0];
}

struct text
pg_get_text (const struct pg_rows *rows, size_t row, const char *column)
{
  struct cell cell = cell_at (rows, row, column);

  switch (cell.type)
    {
    case PG_TYPE_TEXT:
    case PG_TYPE_NAME:
    case PG_TYPE_JSON:
    case PG_TYPE_VARCHAR:
    case PG_TYPE_BPCHAR:
      break;
    case PG_TYPE_JSONB:
      /* One byte of version, always 1, stands before the text (jsonb_send). */
      if (! cell.null)
        return text_from ((const char *) cell.at + 1, cell.length - 1);
      break;
    default:
      wrong_type (column, cell.type, "text");
    }
  return cell.null ? text_of (NULL) : text_from ((const char *) cell.at, cell.length);
}

struct bytes
pg_get_bytes (const struct pg_rows *rows, size_t row, const char *column)
{
  struct cell cell = cell_at (rows, row, column);

  if (PG_TYPE_BYTEA != cell.type)
    wrong_type (column, cell.type, "bytea");
  return cell.null ? bytes_of (NULL, 0) : bytes_of (cell.at, cell.length);
}

struct uid
pg_get_uid (const struct pg_rows *rows, size_t row, const char *column)
{
  struct cell cell = cell_at (rows, row, column);
  struct uid uid = { { 0 } };

  if (PG_TYPE_UUID != cell.type)
    wrong_type (column, cell.type, "uuid");
  for (size_t i = 0; ! cell.null && i < sizeof uid.bytes; i++)
    uid.bytes[i] = cell.at[i];
  return uid;
}

int64_t
pg_get_time (const struct pg_rows *rows, size_t row, const char *column)
{
  struct cell cell = cell_at (rows, row, column);
  int64_t since_2000;

  if (PG_TYPE_TIMESTAMPTZ != cell.type)
    wrong_type (column, cell.type, "timestamptz");
  if (cell.null)
    return 0;
  since_2000 = (int64_t) wire_get (cell.at, 8);
  /* 'infinity' and what lies beyond our range stay at its ends. */
  return since_2000 > INT64_MAX - PG_EPOCH_US ? INT64_MAX : since_2000 + PG_EPOCH_US;
}

int32_t
pg_get_date (const struct pg_rows *rows, size_t row, const char *column)
{
  struct cell cell = cell_at (rows, row, column);
  int32_t since_2000;

  if (PG_TYPE_DATE != cell.type)
    wrong_type (column, cell.type, "date");
  if (cell.null)
    return 0;
  since_2000 = (int32_t) wire_get (cell.at, 4);
  return since_2000 > INT32_MAX - PG_EPOCH_DAYS ? INT32_MAX : since_2000 + PG_EPOCH_DAYS;
}

size_t
pg_outcome (const struct pg_rows *rows, const char *const *names, size_t count)
{
  struct text outcome = pg_get_text (rows, 0, "outcome");

  for (size_t i = 0; i < count; i++)
    if (text_is (outcome, names[i]))
      return i;
  log_fatal ("pg_outcome_unknown", "outcome=%.*s", (int) outcome.length, outcome.at);
}
