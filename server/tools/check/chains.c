/* An event's digest is made again from the event itself, not by the function of the database that may be at fault. */
#include "check_inside.h"

#include "buf.h"

#include <sodium.h>
#include <string.h>

#define EVENT_MOST ((size_t) 1024 * 1024)

static void
add_field (struct buf *out, struct text field)
{
  buf_printf (out, "%s%zu:", 0 == out->length ? "" : ",", text_code_points (field));
  buf_text (out, field);
}

static struct hash
digest_of (const struct pg_rows *rows, size_t row)
{
  static const char *const fields[]
    = { "association", "number_text", "at_text", "actor", "actor_id", "action", "subject", "detail" };
  struct buf out BM_CLEANUP (buf_free) = buf_new (EVENT_MOST);
  const struct bytes previous = pg_get_bytes (rows, row, "previous");
  crypto_hash_sha256_state state;
  struct hash digest;

  for (size_t i = 0; i < BM_COUNT (fields); i++)
    add_field (&out, pg_get_text (rows, row, fields[i]));
  (void) crypto_hash_sha256_init (&state);
  (void) crypto_hash_sha256_update (&state, previous.at, previous.length);
  (void) crypto_hash_sha256_update (&state, (const uint8_t *) out.at, out.length);
  (void) crypto_hash_sha256_final (&state, digest.bytes);
  return digest;
}

static struct hash
beginning_of (const char *association)
{
  struct hash digest;

  (void) crypto_hash_sha256 (digest.bytes, (const uint8_t *) association, strlen (association));
  return digest;
}

static bool
check_chain (struct check *check, struct uid association, int64_t number, struct bytes head)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct pg_param params[] = { pg_uid (check->arena, association) };
  char name[UID_TEXT_ROOM];
  struct hash last;

  uid_print (association, name);
  last = beginning_of (name);
  if (PG_DONE != pg_run (check->conn, "check_events", params, BM_COUNT (params), &rows))
    return false;
  for (size_t i = 0; i < pg_count (rows); i++)
    {
      const struct hash digest = digest_of (rows, i);
      const int64_t place = pg_get_i64 (rows, i, "number");
      if (place != (int64_t) i + 1)
        check_found (check, &check->broken, "association %s: event %zu is missing", name, i + 1);
      if (! check_is (pg_get_bytes (rows, i, "previous"), &last))
        check_found (check, &check->broken, "association %s: event %lld does not follow the one before it", name,
                     (long long) place);
      if (! check_is (pg_get_bytes (rows, i, "digest"), &digest))
        check_found (check, &check->broken, "association %s: event %lld is not what it was", name, (long long) place);
      if (place != (int64_t) i + 1)
        return true;
      memcpy (last.bytes, pg_get_bytes (rows, i, "digest").at, sizeof last.bytes);
    }
  check->events += pg_count (rows);
  if (number != (int64_t) pg_count (rows) || ! check_is (head, &last))
    check_found (check, &check->broken, "association %s: the chain of %zu events does not end as its head says", name,
                 pg_count (rows));
  return true;
}

bool
check_chains (struct check *check)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  bool good = PG_DONE == pg_run (check->conn, "check_heads", NULL, 0, &rows);

  for (size_t i = 0; good && i < pg_count (rows); i++)
    good = check_chain (check, pg_get_uid (rows, i, "association_id"), pg_get_i64 (rows, i, "number"),
                        pg_get_bytes (rows, i, "digest"));
  return good;
}
