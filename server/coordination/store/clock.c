/* The desk's clock and the line of time: acts on a session's clock happen when their request arrived, whatever the database's
   own clock does meanwhile. */
#include "call.h"

#include "clock.h"
#include "session_time.h"

struct pg_param
coordination_arrival (const struct coordination_store *store, struct coordination_asker asker)
{
  return pg_time (asker.arena, store->anchor_utc_us + asker.arrived_boot_us - store->anchor_boot_us);
}

bool
coordination_take_anchor (struct coordination_store *store, struct arena *arena)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  char boot_id[37];
  struct pg_param params[2];
  if (! clock_boot_id (boot_id))
    return false;
  params[0] = pg_text (text_of (boot_id));
  params[1] = pg_i64 (arena, clock_boot_us ());
  if (PG_DONE != pg_run (store->conn, "anchor", params, BM_COUNT (params), &rows))
    return false;
  store->anchor_boot_us = pg_get_i64 (rows, 0, "boot_us");
  store->anchor_utc_us = pg_get_time (rows, 0, "utc");
  return true;
}

static bool
write_line (json_t *minutes, struct arena *arena)
{
  struct session_time_entry entries[SESSION_TIME_KIND_COUNT];
  struct buf line BM_CLEANUP (buf_free) = buf_new (400);
  const char *ledger = json_string_value (json_object_get (minutes, "entries"));
  size_t count;
  if (NULL == ledger || ! session_time_read (text_of (ledger), entries, BM_COUNT (entries), &count))
    return false;
  session_time_line (entries, count, &line);
  json_object_del (minutes, "entries");
  return 0 == json_object_set_new (minutes, "line", json_string (arena_string (arena, buf_view (&line))));
}

bool
coordination_write_lines (json_t *minutes, struct arena *arena)
{
  size_t i;
  json_t *one;
  if (json_is_object (minutes))
    return write_line (minutes, arena);
  json_array_foreach (minutes, i, one) if (! write_line (one, arena)) return false;
  return true;
}
