#include "coordination_slots.h"

#include "call.h"

/* What takes a token, an id and an instant. */
static enum coordination_outcome
read_at (struct coordination_store *store, struct coordination_asker asker, const char *statement, struct uid id, json_t **doc)
{
  struct pg_param params[] = { coordination_token (asker), pg_uid (asker.arena, id), coordination_arrival (store, asker) };
  return coordination_call (store, statement, params, BM_COUNT (params), doc);
}

static bool
open_part (struct coordination_store *store, json_t *part, struct arena *arena)
{
  size_t i;
  json_t *slot;
  json_array_foreach (json_object_get (part, "slots"), i, slot)
    if (! coordination_open_people (store, json_object_get (slot, "people"), true, arena))
      return false;
  return coordination_open_people (store, json_object_get (part, "missing"), true, arena);
}

enum coordination_outcome
coordination_slots (struct coordination_store *store, struct coordination_asker asker, struct administration_id id, json_t **doc)
{
  enum coordination_outcome outcome = read_at (store, asker, "slots", id.uid, doc);
  size_t i;
  json_t *part;
  json_array_foreach (json_object_get (*doc, "parts"), i, part)
    if (! open_part (store, part, asker.arena))
      return coordination_broken ("slots", doc);
  return outcome;
}

enum coordination_outcome
coordination_add_slots (struct coordination_store *store, struct coordination_asker asker, struct administration_id id,
                        const struct coordination_new_slots *wanted, json_t **doc)
{
  struct arena *arena = asker.arena;
  struct pg_param params[]
      = { coordination_token (asker),     pg_uid (arena, id.uid),  pg_i32 (arena, wanted->part),  pg_text (wanted->starts),
          pg_i32 (arena, wanted->places), pg_text (wanted->place), pg_i32 (arena, wanted->times), pg_i32 (arena, wanted->every) };
  return coordination_call (store, "add_slots", params, BM_COUNT (params), doc);
}

enum coordination_outcome
coordination_slot (struct coordination_store *store, struct coordination_asker asker, struct slot_id id, json_t **doc)
{
  enum coordination_outcome outcome = read_at (store, asker, "slot", id.uid, doc);
  if (! coordination_open_people (store, json_object_get (*doc, "people"), true, asker.arena))
    return coordination_broken ("slot", doc);
  return outcome;
}

enum coordination_outcome
coordination_change_slot (struct coordination_store *store, struct coordination_asker asker, struct slot_id id, int32_t places,
                          struct text place, json_t **doc)
{
  struct pg_param params[] = { coordination_token (asker), pg_uid (asker.arena, id.uid), pg_i32 (asker.arena, places),
                               pg_text (place), coordination_arrival (store, asker) };
  return coordination_call (store, "change_slot", params, BM_COUNT (params), doc);
}

enum coordination_outcome
coordination_withdraw_slot (struct coordination_store *store, struct coordination_asker asker, struct slot_id id, json_t **doc)
{
  struct pg_param params[] = { coordination_token (asker), pg_uid (asker.arena, id.uid) };
  return coordination_call (store, "withdraw_slot", params, BM_COUNT (params), doc);
}

enum coordination_outcome
coordination_appointments_of (struct coordination_store *store, struct coordination_asker asker, struct registration_id id,
                              json_t **doc)
{
  enum coordination_outcome outcome = read_at (store, asker, "appointments_of", id.uid, doc);
  if (NULL != *doc && ! coordination_open_person (store, *doc, asker.arena))
    return coordination_broken ("appointments", doc);
  return outcome;
}

enum coordination_outcome
coordination_give_slot (struct coordination_store *store, struct coordination_asker asker, struct registration_id id,
                        int32_t part, struct slot_id slot, json_t **doc)
{
  struct pg_param params[] = { coordination_token (asker), pg_uid (asker.arena, id.uid), pg_i32 (asker.arena, part),
                               pg_uid (asker.arena, slot.uid), coordination_arrival (store, asker) };
  return coordination_call (store, "give_slot", params, BM_COUNT (params), doc);
}

enum coordination_outcome
coordination_cancel_appointment (struct coordination_store *store, struct coordination_asker asker, struct registration_id id,
                                 int32_t part, json_t **doc)
{
  struct pg_param params[] = { coordination_token (asker), pg_uid (asker.arena, id.uid), pg_i32 (asker.arena, part),
                               coordination_arrival (store, asker) };
  return coordination_call (store, "cancel_appointment", params, BM_COUNT (params), doc);
}
