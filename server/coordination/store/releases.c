#include "call.h"

#define DATES_MOST 12000

/* Dates inside outcomes are ISO; pages and letters show them as people write them. All at once, in one look-up. */
struct dates
{
  struct text *texts;
  json_t **owners;
  const char **members;
  size_t count;
};

static void
note_date (struct dates *dates, json_t *owner, const char *member)
{
  json_t *date = json_object_get (owner, member);
  if (! json_is_string (date) || DATES_MOST == dates->count)
    return;
  dates->texts[dates->count] = text_of (json_string_value (date));
  dates->owners[dates->count] = owner;
  dates->members[dates->count++] = member;
}

static void
note_dates (struct dates *dates, json_t *outcome)
{
  json_t *retake = json_object_get (outcome, "retake");
  note_date (dates, json_object_get (outcome, "part1"), "date");
  note_date (dates, json_object_get (outcome, "part2"), "date");
  note_date (dates, retake, "earliest");
  note_date (dates, retake, "request_by");
}

/* Adds "<member>_shown" beside each date. */
static enum coordination_outcome
show_dates (struct coordination_store *store, struct coordination_asker asker, const struct dates *dates)
{
  struct pg_param params[] = { coordination_token (asker), pg_text_array (asker.arena, dates->texts, dates->count) };
  json_t *shown = NULL;
  enum coordination_outcome outcome;
  if (0 == dates->count)
    return COORDINATION_OK;
  outcome = coordination_call (store, "show_dates", params, BM_COUNT (params), &shown);
  for (size_t i = 0; COORDINATION_OK == outcome && i < dates->count; i++)
    json_object_set (dates->owners[i], arena_printf (asker.arena, "%s_shown", dates->members[i]),
                     json_array_get (shown, i));
  json_decref (shown);
  return outcome;
}

static struct dates
no_dates (size_t letters, struct arena *arena)
{
  size_t room = 4 * letters + 1 < DATES_MOST ? 4 * letters + 1 : DATES_MOST;
  return (struct dates) { arena_take (arena, room * sizeof (struct text)), arena_take (arena, room * sizeof (json_t *)),
                          arena_take (arena, room * sizeof (char *)), 0 };
}

/* Opens the outcome of every object of the list. row: the member that names its row. */
static enum coordination_outcome
open_outcomes (struct coordination_store *store, struct coordination_asker asker, json_t *list, const char *from,
               const char *column, const char *row, json_t **doc)
{
  struct dates dates = no_dates (json_array_size (list), asker.arena);
  enum coordination_outcome outcome;
  size_t i;
  json_t *one;
  json_array_foreach (list, i, one)
  {
    struct seal_place place
        = { KEY_RESULT, column, coordination_uid_of (one, row), json_integer_value (json_object_get (one, "version")) };
    if (! coordination_open_outcome (store, one, from, place, asker.arena))
      return coordination_broken (column, doc);
    note_dates (&dates, json_object_get (one, "outcome"));
  }
  outcome = show_dates (store, asker, &dates);
  if (COORDINATION_OK != outcome)
    {
      json_decref (*doc);
      *doc = NULL;
    }
  return outcome;
}

enum coordination_outcome
coordination_release (struct coordination_store *store, struct coordination_asker asker, struct administration_id id,
                      json_t **doc)
{
  enum coordination_outcome outcome = coordination_read (store, asker, "release", &id.uid, doc);
  if (COORDINATION_OK != outcome)
    return outcome;
  return open_outcomes (store, asker, json_object_get (*doc, "letters"), "sealed", "result.preview.sealed", "id", doc);
}

enum coordination_outcome
coordination_confirm_release (struct coordination_store *store, struct coordination_asker asker,
                              struct administration_id id, struct hash digest)
{
  struct pg_param params[] = { coordination_token (asker), pg_uid (asker.arena, id.uid),
                               pg_bytes (hash_bytes (&digest)), pg_uid (asker.arena, crypto_uid ()) };
  return coordination_call (store, "confirm_release", params, BM_COUNT (params), NULL);
}

enum coordination_outcome
coordination_results (struct coordination_store *store, struct coordination_asker asker, struct administration_id id,
                      json_t **doc)
{
  enum coordination_outcome outcome = coordination_read (store, asker, "results", &id.uid, doc);
  if (COORDINATION_OK != outcome)
    return outcome;
  return open_outcomes (store, asker, json_object_get (*doc, "people"), "outcome_sealed", "result.outcome.sealed",
                        "registration", doc);
}

enum coordination_outcome
coordination_letter (struct coordination_store *store, struct coordination_asker asker, struct registration_id id,
                     json_t **doc)
{
  enum coordination_outcome outcome = coordination_read (store, asker, "letter", &id.uid, doc);
  json_t *list;
  if (COORDINATION_OK != outcome)
    return outcome;
  list = json_pack ("[O]", *doc);
  outcome = open_outcomes (store, asker, list, "outcome_sealed", "result.outcome.sealed", "registration", doc);
  json_decref (list);
  return outcome;
}
