#include "call.h"

#include "roster.h"

/* Codes are made before it is known who needs one: the database takes as many as there are people, the rest is
 * forgotten. */
struct codes
{
  char (*code)[CODE_ROOM];
  struct bytes *hashes;
  size_t count;
};

static struct codes
make_codes (size_t count, struct arena *arena)
{
  struct codes codes
      = { arena_take (arena, count * CODE_ROOM), arena_take (arena, count * sizeof (struct bytes)), count };
  for (size_t i = 0; i < count; i++)
    {
      struct hash hash;
      code_new (codes.code[i]);
      if (CODE_FORM_GOOD == code_hash (text_of (codes.code[i]), &hash))
        codes.hashes[i] = arena_bytes (arena, hash_bytes (&hash));
    }
  return codes;
}

static enum coordination_outcome
issue (struct coordination_store *store, struct coordination_asker asker, struct pg_param administration,
       struct pg_param registration, size_t count, json_t **doc)
{
  struct codes codes = make_codes (count, asker.arena);
  struct pg_param params[] = { coordination_token (asker), administration, registration,
                               pg_bytes_array (asker.arena, codes.hashes, codes.count) };
  enum coordination_outcome outcome = coordination_call (store, "issue_slips", params, BM_COUNT (params), doc);
  json_t *slips = json_object_get (*doc, "slips");
  size_t i;
  json_t *slip;
  json_array_foreach (slips, i, slip)
  {
    size_t place = (size_t) json_integer_value (json_object_get (slip, "place"));
    json_object_set_new (slip, "code", json_string (codes.code[place % codes.count]));
    json_object_del (slip, "place");
    if (! coordination_write_lines (json_object_get (slip, "minutes"), asker.arena))
      return coordination_broken ("slips", doc);
  }
  if (COORDINATION_OK == outcome && ! coordination_open_people (store, slips, true, asker.arena))
    return coordination_broken ("identity.person", doc);
  return outcome;
}

enum coordination_outcome
coordination_print_slips (struct coordination_store *store, struct coordination_asker asker,
                          struct administration_id id, json_t **doc)
{
  return issue (store, asker, pg_uid (asker.arena, id.uid), pg_null (), ROSTER_ROWS_MOST, doc);
}

enum coordination_outcome
coordination_reprint_slip (struct coordination_store *store, struct coordination_asker asker, struct registration_id id,
                           json_t **doc)
{
  return issue (store, asker, pg_null (), pg_uid (asker.arena, id.uid), 1, doc);
}
