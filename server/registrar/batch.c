#include "batch.h"

#include "buf.h"
#include "feedback.h"
#include "retake.h"

#include <stdlib.h>

#define DIGEST_MOST ((size_t) 64 * 1024 * 1024)

static json_t *
date_json (struct civil_date date)
{
  return json_sprintf ("%04d-%02d-%02d", date.year, date.month, date.day);
}

static bool
has_passed (const struct registrar_sat *part)
{
  return part->sat && json_is_true (json_object_get (part->score, "passed"));
}

/* {"sat": false}, or what it came to. */
static json_t *
part1_json (const struct registrar_sat *part)
{
  if (! part->sat)
    return json_pack ("{s:b}", "sat", 0);
  return json_pack ("{s:b, s:O, s:O, s:O, s:o}", "sat", 1, "score", json_object_get (part->score, "score"), "max",
                    json_object_get (part->score, "max"), "passed", json_object_get (part->score, "passed"), "date",
                    date_json (civil_date_from_unix_days (part->date)));
}

/* Approved remarks go out on a fail, or always where the policy says so (seed 002). */
static json_t *
part2_json (const struct registrar_sat *part, json_t *approved, bool always_remarks)
{

  if (! part->sat)
    return json_pack ("{s:b}", "sat", 0);
  return json_pack ("{s:b, s:O, s:o, s:o}", "sat", 1, "passed", json_object_get (part->score, "passed"), "date",
                    date_json (civil_date_from_unix_days (part->date)), "remarks",
                    has_passed (part) && ! always_remarks ? json_array () : json_incref (approved));
}

static json_t *
retake_json (const struct registrar_outcome *outcome)
{
  const struct retake_policy policy = { outcome->whole_exam, outcome->request_by_weeks };
  struct retake_part parts[2];
  struct retake retake;
  json_t *again;

  for (int i = 0; i < 2; i++)
    parts[i] = (struct retake_part) { outcome->part[i].sat, has_passed (&outcome->part[i]),
                                      civil_date_from_unix_days (outcome->part[i].date) };
  retake = retake_of (parts, policy);
  if (! retake.needed)
    return json_null ();
  again = json_array ();
  for (int i = 0; i < 2; i++)
    if (retake.part[i])
      json_array_append_new (again, json_integer (i + 1));
  return json_pack ("{s:o, s:o, s:o}", "parts", again, "earliest", date_json (retake.earliest), "request_by",
                    retake.has_request_by ? date_json (retake.request_by) : json_null ());
}

static bool
is_same (const json_t *object, const char *field, struct text word)
{
  return text_equal (text_of (json_string_value (json_object_get (object, field))), word);
}

/* Part 1 is the same for every category of a track, Part 2 belongs to track and category (seed 002): an earlier pass counts
   for nothing else. */
static bool
passed_earlier (const struct registrar_outcome *outcome, int part, const json_t *earlier)
{
  json_t *before;
  size_t i;

  json_array_foreach (earlier, i, before)
    if (json_is_true (json_object_get (json_object_get (before, 0 == part ? "part1" : "part2"), "passed"))
        && is_same (before, "track", outcome->track) && (0 == part || is_same (before, "category", outcome->category)))
      return true;
  return false;
}

/* A part that the registration is for is passed now; one that it is not for was passed in an earlier administration. */
static bool
is_endorsable (const struct registrar_outcome *outcome, const json_t *earlier)
{
  for (int i = 0; i < 2; i++)
    if (! (outcome->part[i].due ? has_passed (&outcome->part[i]) : passed_earlier (outcome, i, earlier)))
      return false;
  return true;
}

/* A letter that differs from what was published before is marked as a correction, and stays marked. */
static bool
is_corrected (const json_t *letter, const json_t *published)
{
  json_auto_t *before = NULL;

  if (NULL == published)
    return false;
  before = json_copy ((json_t *) published);
  json_object_del (before, "corrected");
  return json_is_true (json_object_get (published, "corrected")) || ! json_equal (letter, before);
}

/* [] when Part 2 was not sat; NULL when nothing approved is there. */
static json_t *
approved_remarks (const struct registrar_outcome *outcome)
{
  if (! outcome->part[1].sat)
    return json_array ();
  return NULL == outcome->feedback ? NULL : feedback_for_letter (outcome->feedback, outcome->feedback_link);
}

static json_t *
letter_of (const struct registrar_outcome *outcome, const json_t *earlier, struct arena *arena)
{
  json_auto_t *remarks = approved_remarks (outcome);
  json_t *letter = json_pack ("{s:s, s:s, s:o, s:o, s:b, s:o}", "category", arena_string (arena, outcome->category), "track",
                              arena_string (arena, outcome->track), "part1", part1_json (&outcome->part[0]), "part2",
                              part2_json (&outcome->part[1], remarks, outcome->always_remarks), "endorsable",
                              (int) is_endorsable (outcome, earlier), "retake", retake_json (outcome));

  json_object_set_new (letter, "corrected", json_boolean (is_corrected (letter, outcome->published)));
  return letter;
}

/* A part that was sat must have its score: a missing cell never becomes a zero. The remarks on it must be approved. */
static bool
is_whole (const struct registrar_outcome *outcome)
{
  json_auto_t *remarks = NULL;

  for (int i = 0; i < 2; i++)
    if (outcome->part[i].sat && NULL == outcome->part[i].score)
      return false;
  remarks = approved_remarks (outcome);
  return NULL != remarks;
}

/* The digest is shown to people who know all ids and, before the release, all letters without names: of these alone it would
   tell whose letter is whose to whoever tries every order. The sealed scores, which they do not have, keep it shut. */
static void
add_to_digest (struct buf *text, const struct registrar_outcome *outcome, const json_t *letter)
{
  char id[UID_TEXT_ROOM];
  char *dump = json_dumps (letter, JSON_COMPACT | JSON_SORT_KEYS);

  uid_print (outcome->registration, id);
  buf_printf (text, "%s\n%s\n", id, dump);
  for (size_t i = 0; i < sizeof outcome->scores.bytes; i++)
    buf_printf (text, "%02x", outcome->scores.bytes[i]);
  buf_byte (text, '\n');
  free (dump);
}

enum registrar_status
batch_compute (struct registrar *registrar, const struct registrar_duty *duty, struct batch *batch)
{
  struct pg_rows *list BM_CLEANUP (registrar_list_free) = NULL;
  struct buf text BM_CLEANUP (buf_free) = buf_new (DIGEST_MOST);
  json_auto_t *earlier = NULL;
  json_auto_t *letters = json_array ();
  enum registrar_status status = registrar_store_outcome_work (registrar->store, duty, &list);

  if (REGISTRAR_DONE == status)
    status = registrar_store_earlier (registrar->store, duty, &earlier);
  if (REGISTRAR_DONE != status)
    return status;
  batch->registrations = arena_take (registrar->arena, (registrar_list_count (list) + 1) * sizeof *batch->registrations);
  for (size_t i = 0; i < registrar_list_count (list); i++)
    {
      struct registrar_outcome outcome;
      char id[UID_TEXT_ROOM];
      status = registrar_store_outcome (registrar->store, duty, list, i, &outcome);
      if (REGISTRAR_DONE == status && ! is_whole (&outcome))
        {
          registrar_outcome_free (&outcome);
          status = REGISTRAR_BROKEN;
        }
      if (REGISTRAR_DONE != status)
        return status;
      uid_print (outcome.registration, id);
      batch->registrations[i] = outcome.registration;
      json_array_append_new (letters, letter_of (&outcome, json_object_get (earlier, id), registrar->arena));
      add_to_digest (&text, &outcome, json_array_get (letters, i));
      registrar_outcome_free (&outcome);
    }
  if (text.overflow)
    return REGISTRAR_BROKEN;
  batch->digest = crypto_digest (bytes_of_text (buf_view (&text)));
  batch->letters = json_incref (letters);
  return REGISTRAR_DONE;
}
