#include "log.h"
#include "pg_conn.h"
#include "pg_wire.h"

#include <limits.h>
#include <string.h>

static int
checked_length (size_t length)
{
  if (length > INT_MAX / 2)
    log_fatal ("pg_param_too_long", "length=%zu", length);
  return (int) length;
}

static struct pg_param
number (struct arena *arena, enum pg_type type, uint64_t value, unsigned bytes)
{
  uint8_t *at = arena_take (arena, bytes);

  wire_put (at, value, bytes);
  return (struct pg_param) { type, at, (int) bytes };
}

struct pg_param
pg_null (void)
{
  return (struct pg_param) { 0, NULL, 0 };
}

struct pg_param
pg_i32 (struct arena *arena, int32_t value)
{
  return number (arena, PG_TYPE_INT4, (uint64_t) (int64_t) value, 4);
}

struct pg_param
pg_i64 (struct arena *arena, int64_t value)
{
  return number (arena, PG_TYPE_INT8, (uint64_t) value, 8);
}

struct pg_param
pg_bool (struct arena *arena, bool value)
{
  return number (arena, PG_TYPE_BOOL, value, 1);
}

struct pg_param
pg_text (struct text value)
{
  return (struct pg_param) { PG_TYPE_TEXT, value.at, checked_length (value.length) };
}

struct pg_param
pg_bytes (struct bytes value)
{
  /* No bytes are not the same as NULL. */
  return (struct pg_param) { PG_TYPE_BYTEA, NULL == value.at ? (const void *) "" : value.at,
                             checked_length (value.length) };
}

struct pg_param
pg_uid (struct arena *arena, struct uid value)
{
  return (struct pg_param) { PG_TYPE_UUID, arena_bytes (arena, bytes_of (value.bytes, sizeof value.bytes)).at,
                             sizeof value.bytes };
}

struct pg_param
pg_time (struct arena *arena, int64_t unix_us)
{
  if (unix_us < INT64_MIN + PG_EPOCH_US)
    log_fatal ("pg_time_range", "unix_us=%lld", (long long) unix_us);
  return number (arena, PG_TYPE_TIMESTAMPTZ, (uint64_t) (unix_us - PG_EPOCH_US), 8);
}

struct pg_param
pg_date (struct arena *arena, int32_t unix_days)
{
  if (unix_days < INT32_MIN + PG_EPOCH_DAYS)
    log_fatal ("pg_date_range", "unix_days=%d", unix_days);
  return number (arena, PG_TYPE_DATE, (uint64_t) (int64_t) (unix_days - PG_EPOCH_DAYS), 4);
}

/* An array on the wire (src/backend/utils/adt/arrayfuncs.c, array_recv): dimensions, has-NULL flag, element type, then
   for the one dimension its size and lower bound, then each element as length (-1: NULL) and bytes. No elements: no
   dimension. */
struct array
{
  uint8_t *start;
  uint8_t *at;      /* where the next element goes */
};

static struct array
array_begin (struct arena *arena, enum pg_type element, size_t count, size_t element_bytes, bool has_null)
{
  struct array array;

  array.start = arena_take (arena, (size_t) checked_length (20 + 4 * count + element_bytes));
  wire_put (array.start, count > 0, 4);
  wire_put (array.start + 4, has_null, 4);
  wire_put (array.start + 8, element, 4);
  array.at = array.start + 12;
  if (count > 0)
    {
      wire_put (array.at, count, 4);
      wire_put (array.at + 4, 1, 4);
      array.at += 8;
    }
  return array;
}

static void
array_number (struct array *array, uint64_t value, unsigned bytes)
{
  wire_put (array->at, bytes, 4);
  wire_put (array->at + 4, value, bytes);
  array->at += 4 + bytes;
}

static void
array_bytes (struct array *array, const void *bytes, size_t length)
{
  wire_put (array->at, length, 4);
  if (length > 0)
    memcpy (array->at + 4, bytes, length);
  array->at += 4 + length;
}

static struct pg_param
array_end (const struct array *array, enum pg_type type)
{
  return (struct pg_param) { type, array->start, (int) (array->at - array->start) };
}

struct pg_param
pg_i32_array (struct arena *arena, const int32_t *values, size_t count)
{
  struct array array = array_begin (arena, PG_TYPE_INT4, count, 4 * count, false);

  for (size_t i = 0; i < count; i++)
    array_number (&array, (uint64_t) (int64_t) values[i], 4);
  return array_end (&array, PG_TYPE_INT4_ARRAY);
}

struct pg_param
pg_i64_array (struct arena *arena, const int64_t *values, size_t count)
{
  struct array array = array_begin (arena, PG_TYPE_INT8, count, 8 * count, false);

  for (size_t i = 0; i < count; i++)
    array_number (&array, (uint64_t) values[i], 8);
  return array_end (&array, PG_TYPE_INT8_ARRAY);
}

struct pg_param
pg_time_array (struct arena *arena, const int64_t *unix_us, size_t count)
{
  struct array array = array_begin (arena, PG_TYPE_TIMESTAMPTZ, count, 8 * count, false);

  for (size_t i = 0; i < count; i++)
    array_number (&array, (uint64_t) (unix_us[i] - PG_EPOCH_US), 8);
  return array_end (&array, PG_TYPE_TIMESTAMPTZ_ARRAY);
}

struct pg_param
pg_bool_array (struct arena *arena, const bool *values, size_t count)
{
  struct array array = array_begin (arena, PG_TYPE_BOOL, count, count, false);

  for (size_t i = 0; i < count; i++)
    array_number (&array, values[i], 1);
  return array_end (&array, PG_TYPE_BOOL_ARRAY);
}

struct pg_param
pg_text_array (struct arena *arena, const struct text *values, size_t count)
{
  size_t total = 0;
  struct array array;

  for (size_t i = 0; i < count; i++)
    total += values[i].length;
  array = array_begin (arena, PG_TYPE_TEXT, count, total, false);
  for (size_t i = 0; i < count; i++)
    array_bytes (&array, values[i].at, values[i].length);
  return array_end (&array, PG_TYPE_TEXT_ARRAY);
}

struct pg_param
pg_bytes_array (struct arena *arena, const struct bytes *values, size_t count)
{
  size_t total = 0;
  bool has_null = false;
  struct array array;

  for (size_t i = 0; i < count; i++)
    {
      total += values[i].length;
      has_null = has_null || NULL == values[i].at;
    }
  array = array_begin (arena, PG_TYPE_BYTEA, count, total, has_null);
  for (size_t i = 0; i < count; i++)
    {
      if (NULL != values[i].at)
        array_bytes (&array, values[i].at, values[i].length);
      else
        {
          wire_put (array.at, UINT32_MAX, 4);
          array.at += 4;
        }
    }
  return array_end (&array, PG_TYPE_BYTEA_ARRAY);
}

struct pg_param
pg_uid_array (struct arena *arena, const struct uid *values, size_t count)
{
  struct array array = array_begin (arena, PG_TYPE_UUID, count, sizeof values->bytes * count, false);

  for (size_t i = 0; i < count; i++)
    array_bytes (&array, values[i].bytes, sizeof values[i].bytes);
  return array_end (&array, PG_TYPE_UUID_ARRAY);
}
