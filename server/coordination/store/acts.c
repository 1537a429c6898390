/* Acts on the clocks of sessions, who approves them, and outages: their documents with names and lines of time. */
#include "coordination_acts.h"

#include "call.h"
#include "crypto.h"

/* Of the people of an act a page shows the name and nothing more. */
static void
keep_name (json_t *person)
{
  json_object_del (person, "email");
  json_object_del (person, "employer");
  json_object_del (person, "supervisor");
}

static bool
open_names (struct coordination_store *store, json_t *people, struct arena *arena)
{
  size_t i;
  json_t *one;
  if (! coordination_open_people (store, people, true, arena))
    return false;
  json_array_foreach (people, i, one) keep_name (one);
  return true;
}

/* A member of an act that is one of the staff, or null. */
static bool
open_staff (struct coordination_store *store, json_t *act, const char *member, struct arena *arena)
{
  json_t *person = json_object_get (act, member);
  return ! json_is_object (person) || coordination_open_person (store, person, arena);
}

static bool
open_act (struct coordination_store *store, json_t *act, struct arena *arena)
{
  json_t *people = json_object_get (act, "people");
  size_t i;
  json_t *one;
  if (! open_names (store, people, arena) || ! open_staff (store, act, "by", arena) || ! open_staff (store, act, "approved", arena))
    return false;
  json_array_foreach (people, i, one) if (! coordination_write_lines (json_object_get (one, "minutes"), arena)) return false;
  return true;
}

enum coordination_outcome
coordination_act (struct coordination_store *store, struct coordination_asker asker, struct administration_id id,
                  const struct coordination_act *act, json_t **doc)
{
  struct arena *arena = asker.arena;
  struct pg_param params[] = {
    coordination_token (asker),
    pg_uid (arena, id.uid),
    pg_uid (arena, act->id),
    pg_text (act->what),
    act->everybody ? pg_null () : pg_uid_array (arena, act->sessions, act->session_count),
    pg_i32 (arena, act->seconds),
    pg_text (act->category),
    pg_text (act->reason),
    pg_bool (arena, act->really),
    coordination_arrival (store, asker),
  };
  enum coordination_outcome outcome = coordination_call (store, "act", params, BM_COUNT (params), doc);
  return NULL == *doc || open_act (store, *doc, arena) ? outcome : coordination_broken ("act", doc);
}

enum coordination_outcome
coordination_irregularity (struct coordination_store *store, struct coordination_asker asker, struct uid act, json_t **doc)
{
  struct pg_param params[] = { coordination_token (asker), pg_uid (asker.arena, act) };
  enum coordination_outcome outcome = coordination_call (store, "irregularity", params, BM_COUNT (params), doc);
  return NULL == *doc || open_act (store, *doc, asker.arena) ? outcome : coordination_broken ("irregularity", doc);
}

enum coordination_outcome
coordination_irregularities (struct coordination_store *store, struct coordination_asker asker, struct administration_id id,
                             json_t **doc)
{
  struct pg_param params[] = { coordination_token (asker), pg_uid (asker.arena, id.uid) };
  enum coordination_outcome outcome = coordination_call (store, "irregularities", params, BM_COUNT (params), doc);
  size_t i;
  json_t *one;
  json_array_foreach (json_object_get (*doc, "acts"), i, one)
    if (! open_act (store, one, asker.arena))
      return coordination_broken ("irregularities", doc);
  json_array_foreach (json_object_get (*doc, "dismissed"), i, one)
    if (! open_staff (store, one, "by", asker.arena))
      return coordination_broken ("irregularities", doc);
  return outcome;
}

enum coordination_outcome
coordination_approve_acts (struct coordination_store *store, struct coordination_asker asker, struct administration_id id,
                           const struct uid *acts, size_t count)
{
  struct pg_param params[]
      = { coordination_token (asker), pg_uid (asker.arena, id.uid), pg_uid_array (asker.arena, acts, count) };
  return coordination_call (store, "approve_acts", params, BM_COUNT (params), NULL);
}

enum coordination_outcome
coordination_outages (struct coordination_store *store, struct coordination_asker asker, struct administration_id id, json_t **doc)
{
  struct pg_param params[] = { coordination_token (asker), pg_uid (asker.arena, id.uid) };
  enum coordination_outcome outcome = coordination_call (store, "outages", params, BM_COUNT (params), doc);
  size_t i;
  json_t *one;
  json_array_foreach (json_object_get (*doc, "outages"), i, one)
    {
      char act[UID_TEXT_ROOM];
      if (! open_names (store, json_object_get (one, "people"), asker.arena))
        return coordination_broken ("outages", doc);
      uid_print (crypto_uid (), act);
      json_object_set_new (one, "act", json_string (act));
    }
  return outcome;
}

enum coordination_outcome
coordination_answer_outage (struct coordination_store *store, struct coordination_asker asker, struct administration_id id,
                            const struct coordination_outage *said, json_t **doc)
{
  struct arena *arena = asker.arena;
  struct pg_param params[] = { coordination_token (asker),       pg_uid (arena, id.uid),    pg_uid (arena, said->outage),
                               pg_bool (arena, said->give),      pg_uid (arena, said->act), pg_text (said->reason),
                               coordination_arrival (store, asker) };
  return coordination_call (store, "answer_outage", params, BM_COUNT (params), doc);
}
