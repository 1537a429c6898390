/* Private to pg/: type OIDs (src/include/catalog/pg_type.dat, fixed for ever), big-endian numbers, the two epochs. */
#ifndef BM_PG_WIRE_H
#define BM_PG_WIRE_H

#include <stdint.h>

enum pg_type
{
  PG_TYPE_BOOL = 16,
  PG_TYPE_BYTEA = 17,
  PG_TYPE_NAME = 19,
  PG_TYPE_INT8 = 20,
  PG_TYPE_INT2 = 21,
  PG_TYPE_INT4 = 23,
  PG_TYPE_TEXT = 25,
  PG_TYPE_JSON = 114,
  PG_TYPE_BOOL_ARRAY = 1000,
  PG_TYPE_BYTEA_ARRAY = 1001,
  PG_TYPE_INT4_ARRAY = 1007,
  PG_TYPE_TEXT_ARRAY = 1009,
  PG_TYPE_INT8_ARRAY = 1016,
  PG_TYPE_BPCHAR = 1042,
  PG_TYPE_VARCHAR = 1043,
  PG_TYPE_DATE = 1082,
  PG_TYPE_TIMESTAMPTZ = 1184,
  PG_TYPE_TIMESTAMPTZ_ARRAY = 1185,
  PG_TYPE_UUID = 2950,
  PG_TYPE_UUID_ARRAY = 2951,
  PG_TYPE_JSONB = 3802,
  PG_TYPE_FIRST_USER = 16384   /* from here on: types that a database made itself */
};

/* PostgreSQL counts from 2000-01-01, we from 1970-01-01. */
#define PG_EPOCH_DAYS 10957
#define PG_EPOCH_US (INT64_C (10957) * 86400 * 1000000)

static inline void
wire_put (uint8_t *at, uint64_t value, unsigned bytes)
{
  while (bytes-- > 0)
    {
      at[bytes] = (uint8_t) (value & 0xFF);
      value >>= 8;
    }
}

static inline uint64_t
wire_get (const uint8_t *at, unsigned bytes)
{
  uint64_t value = 0;

  for (unsigned i = 0; i < bytes; i++)
    value = value << 8 | at[i];
  return value;
}

#endif
