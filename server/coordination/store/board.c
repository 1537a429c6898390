/* Who is how far, with the line of everybody's time. */
#include "call.h"
#include "coordination_acts.h"

static bool
write_lines (json_t *people, struct arena *arena)
{
  size_t i;
  json_t *one;
  json_array_foreach (people, i, one)
    {
      size_t k;
      json_t *part;
      json_array_foreach (json_object_get (one, "parts"), k, part)
        if (! coordination_write_lines (json_object_get (part, "minutes"), arena))
          return false;
    }
  return true;
}

static enum coordination_outcome
open_board (struct coordination_store *store, struct coordination_asker asker, const char *what, enum coordination_outcome outcome,
            json_t **doc)
{
  json_t *people = json_object_get (*doc, "people");
  if (COORDINATION_OK != outcome)
    return outcome;
  if (! coordination_open_people (store, people, true, asker.arena) || ! write_lines (people, asker.arena))
    return coordination_broken (what, doc);
  return outcome;
}

enum coordination_outcome
coordination_board (struct coordination_store *store, struct coordination_asker asker, struct administration_id id, json_t **doc)
{
  struct pg_param params[]
      = { coordination_token (asker), pg_uid (asker.arena, id.uid), coordination_arrival (store, asker) };
  return open_board (store, asker, "board", coordination_call (store, "board", params, BM_COUNT (params), doc), doc);
}

enum coordination_outcome
coordination_clocks (struct coordination_store *store, struct coordination_asker asker, struct administration_id id,
                     struct text what, json_t **doc)
{
  struct pg_param params[] = { coordination_token (asker), pg_uid (asker.arena, id.uid), pg_text (what),
                               coordination_arrival (store, asker) };
  return open_board (store, asker, "clocks", coordination_call (store, "clocks", params, BM_COUNT (params), doc), doc);
}
