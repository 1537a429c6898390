#include "call.h"

#include "roster.h"

#include <stdlib.h>
#include <string.h>

/* The columns that both the check and the import pass. */
struct columns
{
  struct bytes *email_hashes;
  struct text *categories;
  struct text *tracks;
  struct text *parts;
  int32_t *esl;
};

static struct columns
columns_of (struct coordination_store *store, const struct roster *roster, struct arena *arena)
{
  struct columns c = { arena_take (arena, roster->count * sizeof (struct bytes) + 1),
                       arena_take (arena, roster->count * sizeof (struct text) + 1),
                       arena_take (arena, roster->count * sizeof (struct text) + 1),
                       arena_take (arena, roster->count * sizeof (struct text) + 1),
                       arena_take (arena, roster->count * sizeof (int32_t) + 1) };
  for (size_t i = 0; i < roster->count; i++)
    {
      const struct roster_candidate *one = &roster->candidates[i];
      struct hash hash = seal_lookup (store->keyring, KEY_CANDIDATE_LOOKUP, one->email);
      c.email_hashes[i] = arena_bytes (arena, hash_bytes (&hash));
      c.categories[i] = text_of (one->category);
      c.tracks[i] = text_of (one->track);
      c.parts[i] = text_of (one->parts);
      c.esl[i] = one->esl_minutes;
    }
  return c;
}

static bool
passed (const json_t *outcome, const char *part)
{
  return json_is_true (json_object_get (json_object_get (outcome, part), "passed"));
}

static bool
read_outcomes (struct coordination_store *store, json_t *outcomes, struct coordination_known *known,
               struct arena *arena)
{
  size_t i;
  json_t *one;
  json_array_foreach (outcomes, i, one)
  {
    struct seal_place place = { KEY_RESULT, "result.outcome.sealed", coordination_uid_of (one, "id"),
                                json_integer_value (json_object_get (one, "version")) };
    json_t *outcome = coordination_open (store, one, "sealed", place, arena);
    if (NULL == outcome)
      return false;
    known->passed[0] = known->passed[0] || passed (outcome, "part1");
    known->passed[1] = known->passed[1] || passed (outcome, "part2");
    json_decref (outcome);
  }
  return true;
}

static bool
read_known (struct coordination_store *store, json_t *row, struct coordination_known *known, struct arena *arena)
{
  known->known = json_is_string (json_object_get (row, "person"));
  known->person.uid = known->known ? coordination_uid_of (row, "person") : crypto_uid ();
  known->listed = json_is_true (json_object_get (row, "listed"));
  known->formless = json_is_true (json_object_get (row, "formless"));
  known->repeats = json_is_true (json_object_get (row, "repeats"));
  known->same_as = SIZE_MAX;
  return read_outcomes (store, json_object_get (row, "outcomes"), known, arena);
}

/* Two spellings of one address that only folding shows: the hash decides. */
static void
find_same (const struct columns *c, struct coordination_known *known, size_t count)
{
  for (size_t i = 1; i < count; i++)
    for (size_t j = 0; j < i && SIZE_MAX == known[i].same_as; j++)
      if (0 == memcmp (c->email_hashes[i].at, c->email_hashes[j].at, HASH_BYTES))
        known[i].same_as = j;
}

enum coordination_outcome
coordination_roster_check (struct coordination_store *store, struct coordination_asker asker,
                           struct administration_id administration, const struct roster *roster,
                           struct coordination_known **known, json_t **doc)
{
  struct arena *arena = asker.arena;
  struct columns c = columns_of (store, roster, arena);
  struct pg_param params[] = { coordination_token (asker),
                               pg_uid (arena, administration.uid),
                               pg_bytes_array (arena, c.email_hashes, roster->count),
                               pg_text_array (arena, c.categories, roster->count),
                               pg_text_array (arena, c.tracks, roster->count),
                               pg_text_array (arena, c.parts, roster->count) };
  enum coordination_outcome outcome = coordination_call (store, "roster_check", params, BM_COUNT (params), doc);
  if (COORDINATION_OK != outcome)
    return outcome;
  *known = arena_take (arena, (roster->count + 1) * sizeof **known);
  for (size_t i = 0; i < roster->count; i++)
    if (! read_known (store, json_array_get (json_object_get (*doc, "rows"), i), &(*known)[i], arena))
      return coordination_broken ("result.outcome", doc);
  find_same (&c, *known, roster->count);
  json_object_del (*doc, "rows");
  return outcome;
}

static struct bytes
seal_candidate (struct coordination_store *store, const struct roster_candidate *one, struct person_id person,
                struct arena *arena)
{
  struct seal_place place = { KEY_IDENTITY, "identity.person.sealed", person.uid, 0 };
  json_t *identity
      = json_pack ("{s:s%, s:s%}", "name", one->name.at, one->name.length, "email", one->email.at, one->email.length);
  struct bytes sealed;
  char *plain;
  if (one->employer.length > 0)
    json_object_set_new (identity, "employer", json_stringn (one->employer.at, one->employer.length));
  if (one->supervisor.length > 0)
    json_object_set_new (identity, "supervisor", json_stringn (one->supervisor.at, one->supervisor.length));
  plain = json_dumps (identity, JSON_COMPACT);
  sealed = seal (store->keyring, place, bytes_of_text (text_of (plain)), arena);
  explicit_bzero (plain, strlen (plain));
  free (plain);
  json_decref (identity);
  return sealed;
}

enum coordination_outcome
coordination_import_roster (struct coordination_store *store, struct coordination_asker asker,
                            struct administration_id administration, const struct roster *roster,
                            const struct coordination_known *known, json_t **doc)
{
  struct arena *arena = asker.arena;
  struct columns c = columns_of (store, roster, arena);
  struct uid *registrations = arena_take (arena, roster->count * sizeof *registrations + 1);
  struct uid *people = arena_take (arena, roster->count * sizeof *people + 1);
  struct bytes *sealed = arena_take (arena, roster->count * sizeof *sealed + 1);
  for (size_t i = 0; i < roster->count; i++)
    {
      registrations[i] = crypto_uid ();
      people[i] = known[i].person.uid;
      sealed[i] = seal_candidate (store, &roster->candidates[i], known[i].person, arena);
    }
  struct pg_param params[] = { coordination_token (asker),
                               pg_uid (arena, administration.uid),
                               pg_uid_array (arena, registrations, roster->count),
                               pg_uid_array (arena, people, roster->count),
                               pg_bytes_array (arena, sealed, roster->count),
                               pg_bytes_array (arena, c.email_hashes, roster->count),
                               pg_text_array (arena, c.categories, roster->count),
                               pg_text_array (arena, c.tracks, roster->count),
                               pg_i32_array (arena, c.esl, roster->count),
                               pg_text_array (arena, c.parts, roster->count) };
  return coordination_call (store, "import_roster", params, BM_COUNT (params), doc);
}
