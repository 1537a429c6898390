/* Outcomes, the batch that two people look at, and its release. */
#include "registrar_feedback.h"
#include "registrar_inside.h"

#include <string.h>

enum registrar_status
registrar_store_outcome_work (struct registrar_store *store, const struct registrar_duty *duty, struct pg_rows **list)
{
  return store_list (store, "outcome_work", duty, list);
}

/* False: a score is there and does not open. */
static bool
open_score (struct registrar_store *store, const struct pg_rows *list, size_t row, const char *column,
            struct seal_place place, struct registrar_sat *sat)
{
  if (pg_is_null (list, row, column))
    return true;
  sat->score = store_open (store, place, pg_get_bytes (list, row, column));
  return NULL != sat->score;
}

static struct hash
digest_scores (const struct pg_rows *list, size_t row)
{
  static const char *const columns[] = { "sealed1", "sealed2" };
  struct hash each[BM_COUNT (columns)];

  for (size_t i = 0; i < BM_COUNT (columns); i++)
    each[i] = crypto_digest (pg_get_bytes (list, row, columns[i]));
  return crypto_digest (bytes_of (each, sizeof each));
}

enum registrar_status
registrar_store_outcome (struct registrar_store *store, const struct registrar_duty *duty, const struct pg_rows *list,
                         size_t row, struct registrar_outcome *outcome)
{
  struct seal_place part1 = { KEY_RESULT, "result.part1.sealed", pg_get_uid (list, row, "session1"),
                              pg_get_i64 (list, row, "version1") };
  struct seal_place part2 = { KEY_RESULT, "result.part2.sealed", pg_get_uid (list, row, "packet2"),
                              pg_get_i64 (list, row, "number2") - 1 };
  struct seal_place published = { KEY_RESULT, "result.outcome.sealed", pg_get_uid (list, row, "registration_id"),
                                  pg_get_i64 (list, row, "published_number") };
  bool opened;

  (void) duty;
  arena_reset (store->scratch);
  *outcome = (struct registrar_outcome) {
    .registration = published.row,
    .category = pg_get_text (list, row, "category"),
    .track = pg_get_text (list, row, "track"),
    .part = { { .due = pg_get_bool (list, row, "due1"), .sat = pg_get_bool (list, row, "sat1"),
                .date = pg_get_date (list, row, "date1") },
              { .due = pg_get_bool (list, row, "due2"), .sat = pg_get_bool (list, row, "sat2"),
                .date = pg_get_date (list, row, "date2") } },
    .scores = digest_scores (list, row),
    .whole_exam = pg_get_bool (list, row, "whole_exam"),
    .always_remarks = pg_get_bool (list, row, "always_remarks"),
    .request_by_weeks = (int) pg_get_i64 (list, row, "request_by_weeks")
  };
  opened = open_score (store, list, row, "sealed1", part1, &outcome->part[0])
           && open_score (store, list, row, "sealed2", part2, &outcome->part[1])
           && REGISTRAR_DONE == registrar_store_approved (store, list, row, &outcome->feedback, &outcome->feedback_link);
  if (opened && ! pg_is_null (list, row, "published"))
    {
      outcome->published = store_open (store, published, pg_get_bytes (list, row, "published"));
      opened = NULL != outcome->published;
    }
  if (opened)
    return REGISTRAR_DONE;
  registrar_outcome_free (outcome);
  return REGISTRAR_BROKEN;
}

void
registrar_outcome_free (struct registrar_outcome *outcome)
{
  json_decref (outcome->part[0].score);
  json_decref (outcome->part[1].score);
  json_decref (outcome->feedback);
  json_decref (outcome->feedback_link);
  json_decref (outcome->published);
  *outcome = (struct registrar_outcome) { .whole_exam = false };
}

enum registrar_status
registrar_store_earlier (struct registrar_store *store, const struct registrar_duty *duty, json_t **earlier)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  json_auto_t *all = json_object ();
  const enum registrar_status status = store_list (store, "earlier_outcomes", duty, &rows);

  for (size_t i = 0; REGISTRAR_DONE == status && i < pg_count (rows); i++)
    {
      const struct seal_place place = { KEY_RESULT, "result.outcome.sealed", pg_get_uid (rows, i, "earlier_id"),
                                        pg_get_i64 (rows, i, "number") };
      json_t *outcome = store_open (store, place, pg_get_bytes (rows, i, "sealed"));
      char id[UID_TEXT_ROOM];
      if (NULL == outcome)
        return REGISTRAR_BROKEN;
      uid_print (pg_get_uid (rows, i, "registration_id"), id);
      if (NULL == json_object_get (all, id))
        json_object_set_new (all, id, json_array ());
      json_array_append_new (json_object_get (all, id), outcome);
    }
  if (REGISTRAR_DONE == status)
    *earlier = json_incref (all);
  return status;
}

/* Documents under random ids. */
struct sealed_list
{
  struct uid *ids;
  struct bytes *sealed;
  size_t count;
};

static struct sealed_list
seal_all (struct registrar_store *store, const char *column, const json_t *documents)
{
  struct sealed_list list = { .count = json_array_size (documents) };

  list.ids = arena_take (store->scratch, (list.count + 1) * sizeof *list.ids);
  list.sealed = arena_take (store->scratch, (list.count + 1) * sizeof *list.sealed);
  for (size_t i = 0; i < list.count; i++)
    {
      list.ids[i] = crypto_uid ();
      list.sealed[i]
        = store_seal (store, (struct seal_place) { KEY_RESULT, column, list.ids[i], 0 }, json_array_get (documents, i));
    }
  return list;
}

enum registrar_status
registrar_store_prepare (struct registrar_store *store, const struct registrar_duty *duty, const json_t *previews, size_t letters,
                         const struct hash *digest, enum registrar_prepared *prepared)
{
  static const char *const words[] = { [REGISTRAR_PREPARED] = "prepared", [REGISTRAR_SAME] = "same",
                                       [REGISTRAR_CONFIRMED_WAITS] = "confirmed", [REGISTRAR_NOTHING_NEW] = "nothing_new" };
  struct sealed_list shown;
  size_t which = 0;
  enum registrar_status status;

  arena_reset (store->scratch);
  shown = seal_all (store, "result.preview.sealed", previews);
  {
    const struct pg_param params[]
      = { pg_uid (store->scratch, duty->association), pg_uid (store->scratch, duty->administration),
          pg_uid (store->scratch, crypto_uid ()), pg_bytes (hash_bytes (digest)), pg_uid (store->scratch, duty->asked_by),
          pg_uid_array (store->scratch, shown.ids, shown.count), pg_bytes_array (store->scratch, shown.sealed, shown.count),
          pg_i32 (store->scratch, (int32_t) letters) };
    status = store_word (store, "prepare_release", params, BM_COUNT (params), words, BM_COUNT (words), &which);
  }
  *prepared = (enum registrar_prepared) which;
  return status;
}

enum registrar_status
registrar_store_confirmed (struct registrar_store *store, const struct registrar_duty *duty, struct registrar_release *release,
                           enum registrar_confirmed *confirmed)
{
  static const char *const words[] = { [REGISTRAR_CONFIRMED] = "confirmed", [REGISTRAR_RELEASED] = "released",
                                       [REGISTRAR_NOT_CONFIRMED] = "none" };
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const enum registrar_status status = store_list (store, "confirmed_release", duty, &rows);
  struct bytes digest;

  if (REGISTRAR_DONE != status)
    return status;
  *confirmed = (enum registrar_confirmed) pg_outcome (rows, words, BM_COUNT (words));
  if (REGISTRAR_CONFIRMED != *confirmed)
    return status;
  digest = pg_get_bytes (rows, 0, "digest");
  release->id = pg_get_uid (rows, 0, "release_id");
  release->number = (int) pg_get_i64 (rows, 0, "number");
  if (digest.length != sizeof release->digest.bytes)
    return REGISTRAR_BROKEN;
  memcpy (release->digest.bytes, digest.at, digest.length);
  return status;
}

enum registrar_status
registrar_store_publish (struct registrar_store *store, const struct registrar_duty *duty,
                         const struct registrar_release *release, const struct uid *registrations, const json_t *letters,
                         const json_t *agreement, bool *published)
{
  static const char *const words[] = { "released", "already", "not_confirmed", "changed" };
  const size_t count = json_array_size (letters);
  struct sealed_list kept;
  struct bytes *sealed;
  size_t which = 0;
  enum registrar_status status;

  arena_reset (store->scratch);
  sealed = arena_take (store->scratch, (count + 1) * sizeof *sealed);
  for (size_t i = 0; i < count; i++)
    sealed[i] = store_seal (
      store, (struct seal_place) { KEY_RESULT, "result.outcome.sealed", registrations[i], release->number },
      json_array_get (letters, i));
  kept = seal_all (store, "result.agreement.sealed", agreement);
  {
    const struct pg_param params[]
      = { pg_uid (store->scratch, duty->association), pg_uid (store->scratch, release->id),
          pg_uid_array (store->scratch, registrations, count), pg_bytes_array (store->scratch, sealed, count),
          pg_uid_array (store->scratch, kept.ids, kept.count), pg_bytes_array (store->scratch, kept.sealed, kept.count) };
    status = store_word (store, "publish", params, BM_COUNT (params), words, BM_COUNT (words), &which);
  }
  *published = REGISTRAR_DONE == status && which < 2;
  return status;
}

enum registrar_status
registrar_store_drop (struct registrar_store *store, const struct registrar_duty *duty, const struct registrar_release *release)
{
  static const char *const words[] = { "dropped", "gone" };
  size_t which;

  arena_reset (store->scratch);
  {
    const struct pg_param params[] = { pg_uid (store->scratch, duty->association), pg_uid (store->scratch, release->id) };
    return store_word (store, "drop_release", params, BM_COUNT (params), words, BM_COUNT (words), &which);
  }
}
