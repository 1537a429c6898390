/* Remarks that candidates are to get, as coordinators read and approve them. */
#include "coordination_feedback.h"

#include "call.h"

#include <stdlib.h>
#include <string.h>

static struct seal_place
place_of (const json_t *doc, int64_t version)
{
  return (struct seal_place) { KEY_RESULT, "result.feedback_text.sealed", coordination_uid_of (doc, "feedback"), version };
}

enum coordination_outcome
coordination_feedbacks (struct coordination_store *store, struct coordination_asker asker, struct administration_id id,
                        json_t **doc)
{
  return coordination_read (store, asker, "feedbacks", &id.uid, doc);
}

enum coordination_outcome
coordination_feedback (struct coordination_store *store, struct coordination_asker asker, struct administration_id id,
                       struct text code, json_t **doc)
{
  struct pg_param params[] = { coordination_token (asker), pg_uid (asker.arena, id.uid), pg_text (code) };
  enum coordination_outcome outcome = coordination_call (store, "feedback", params, BM_COUNT (params), doc);
  json_t *opened;

  if (COORDINATION_OK != outcome)
    return outcome;
  opened = coordination_open (store, *doc, "text", place_of (*doc, json_integer_value (json_object_get (*doc, "version"))),
                              asker.arena);
  if (NULL == opened || ! coordination_open_people (store, json_object_get (*doc, "people"), true, asker.arena))
    {
      json_decref (opened);
      return coordination_broken ("result.feedback_text", doc);
    }
  json_object_set (*doc, "remarks", json_object_get (opened, "remarks"));
  if (NULL != json_object_get (opened, "note"))
    json_object_set (*doc, "note", json_object_get (opened, "note"));
  json_decref (opened);
  return outcome;
}

/* What is kept of the page: also the note, which nobody edits. */
static char *
dumped (const json_t *doc)
{
  json_auto_t *content = json_pack ("{s:O}", "remarks", json_object_get (doc, "remarks"));
  json_t *note = json_object_get (doc, "note");

  if (NULL != note)
    json_object_set (content, "note", note);
  return json_dumps (content, JSON_COMPACT | JSON_SORT_KEYS);
}

enum coordination_outcome
coordination_save_feedback (struct coordination_store *store, struct coordination_asker asker, struct administration_id id,
                            const json_t *doc, bool approve)
{
  const int64_t version = json_integer_value (json_object_get (doc, "version"));
  char *plain = dumped (doc);
  const struct bytes sealed
    = seal (store->keyring, place_of (doc, version + 1), bytes_of_text (text_of (plain)), asker.arena);
  struct pg_param params[]
    = { coordination_token (asker), pg_uid (asker.arena, id.uid),
        pg_text (text_of (json_string_value (json_object_get (doc, "code")))), pg_i32 (asker.arena, (int32_t) version),
        pg_bytes (sealed), pg_bool (asker.arena, approve) };

  explicit_bzero (plain, strlen (plain));
  free (plain);
  return coordination_call (store, "save_feedback", params, BM_COUNT (params), NULL);
}
