/* Requests for accommodations and their decisions. Their words are sealed here, under the kind that both desks hold. */
#include "call.h"

#include "coordination_accommodations.h"

#include <stdlib.h>
#include <string.h>

#define REQUEST "work.accommodation.request"
#define DECISION "work.accommodation.decision"

static struct bytes
seal_words (struct coordination_store *store, struct seal_place place, json_t *steal_words, struct arena *arena)
{
  char *plain = json_dumps (steal_words, JSON_COMPACT);
  struct bytes sealed = seal (store->keyring, place, bytes_of_text (text_of (plain)), arena);
  explicit_bzero (plain, strlen (plain));
  free (plain);
  json_decref (steal_words);
  return sealed;
}

static json_t *
json_of (struct text text)
{
  return json_stringn (text.at, text.length);
}

enum coordination_outcome
coordination_accommodations (struct coordination_store *store, struct coordination_asker asker, struct administration_id id,
                             json_t **doc)
{
  enum coordination_outcome outcome = coordination_read (store, asker, "accommodations", &id.uid, doc);
  if (COORDINATION_OK != outcome)
    return outcome;
  if (! coordination_open_people (store, json_object_get (*doc, "open"), false, asker.arena)
      || ! coordination_open_people (store, json_object_get (*doc, "settled"), false, asker.arena))
    return coordination_broken ("accommodations", doc);
  return outcome;
}

enum coordination_outcome
coordination_accommodations_of (struct coordination_store *store, struct coordination_asker asker, struct registration_id id,
                                json_t **doc)
{
  enum coordination_outcome outcome = coordination_read (store, asker, "accommodations_of", &id.uid, doc);
  if (COORDINATION_OK == outcome && ! coordination_write_lines (json_object_get (*doc, "minutes"), asker.arena))
    return coordination_broken ("accommodations_of", doc);
  return outcome;
}

/* Each member of what a sealed member held becomes a member of the document. A row without one (a roster's) stays. */
static bool
open_words (const struct coordination_store *store, json_t *doc, const char *member, struct seal_place place, struct arena *arena)
{
  json_t *words;
  bool sealed = json_is_string (json_object_get (doc, member));
  if (! sealed)
    return 0 == json_object_del (doc, member);
  words = coordination_open (store, doc, member, place, arena);
  if (NULL == words)
    return false;
  json_object_update (doc, words);
  json_decref (words);
  return true;
}

static bool
open_accommodation (const struct coordination_store *store, json_t *doc, struct arena *arena)
{
  struct seal_place request = { KEY_IDENTITY, REQUEST, coordination_uid_of (doc, "id"), 0 };
  struct seal_place decision
      = { KEY_IDENTITY, DECISION, request.row, json_integer_value (json_object_get (doc, "version")) };
  json_t *decider = json_object_get (doc, "decider");
  return open_words (store, doc, "request", request, arena) && open_words (store, doc, "decision", decision, arena)
         && (! json_is_object (decider) || coordination_open_person (store, decider, arena))
         && coordination_write_lines (json_object_get (doc, "minutes"), arena)
         && coordination_write_lines (json_object_get (doc, "owed"), arena);
}

enum coordination_outcome
coordination_accommodation (struct coordination_store *store, struct coordination_asker asker, struct accommodation_id id,
                            json_t **doc)
{
  enum coordination_outcome outcome = coordination_read (store, asker, "accommodation", &id.uid, doc);
  if (COORDINATION_OK == outcome && ! open_accommodation (store, *doc, asker.arena))
    return coordination_broken ("accommodation", doc);
  return outcome;
}

enum coordination_outcome
coordination_file_accommodation (struct coordination_store *store, struct coordination_asker asker, struct registration_id id,
                                 struct coordination_request request, json_t **doc)
{
  struct seal_place place = { KEY_IDENTITY, REQUEST, crypto_uid (), 0 };
  struct bytes sealed = seal_words (store, place, json_pack ("{s:o}", "asked", json_of (request.asked)), asker.arena);
  struct pg_param params[] = { coordination_token (asker),     pg_uid (asker.arena, id.uid),
                               pg_uid (asker.arena, place.row), pg_text (request.kind),
                               pg_text (request.received_on),  pg_bytes (sealed) };
  return coordination_call (store, "file_accommodation", params, BM_COUNT (params), doc);
}

enum coordination_outcome
coordination_decide_accommodation (struct coordination_store *store, struct coordination_asker asker, struct accommodation_id id,
                                   const struct coordination_decision *d, json_t **doc)
{
  struct arena *arena = asker.arena;
  struct seal_place place = { KEY_IDENTITY, DECISION, id.uid, d->version + 1 };
  struct bytes sealed = seal_words (
      store, place, json_pack ("{s:o, s:o}", "reason", json_of (d->reason), "late_reason", json_of (d->late_reason)), arena);
  struct pg_param params[] = { coordination_token (asker),
                               pg_uid (arena, id.uid),
                               pg_i32 (arena, (int32_t) d->version),
                               pg_bool (arena, d->grant),
                               pg_text (d->documents),
                               pg_i32 (arena, (int32_t) d->part1_minutes),
                               pg_i32 (arena, (int32_t) d->part2_minutes),
                               pg_text (d->opens),
                               pg_text (d->closes),
                               pg_bool (arena, d->late_reason.length > 0),
                               pg_bytes (sealed),
                               coordination_arrival (store, asker) };
  return coordination_call (store, "decide_accommodation", params, BM_COUNT (params), doc);
}
