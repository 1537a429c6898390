#include "call.h"

#include <stdlib.h>
#include <string.h>

enum coordination_outcome
coordination_maskings (struct coordination_store *store, struct coordination_asker asker, json_t **doc)
{
  return coordination_read (store, asker, "maskings", NULL, doc);
}

enum coordination_outcome
coordination_masking (struct coordination_store *store, struct coordination_asker asker, struct text code, json_t **doc)
{
  struct pg_param params[] = { coordination_token (asker), pg_text (code) };
  enum coordination_outcome outcome = coordination_call (store, "masking", params, BM_COUNT (params), doc);
  struct seal_place place = { .kind = KEY_INTAKE, .column = "intake.response.sealed" };
  json_t *opened;
  if (COORDINATION_OK != outcome)
    return outcome;
  place.row = coordination_uid_of (*doc, "id");
  place.version = json_integer_value (json_object_get (*doc, "version"));
  opened = coordination_open (store, *doc, "sealed", place, asker.arena);
  if (NULL == opened)
    return coordination_broken ("intake.response", doc);
  json_object_set (*doc, "pages", json_object_get (opened, "pages"));
  if (NULL != json_object_get (opened, "returned"))
    json_object_set (*doc, "returned", json_object_get (opened, "returned"));
  json_decref (opened);
  return outcome;
}

enum coordination_outcome
coordination_save_masking (struct coordination_store *store, struct coordination_asker asker, json_t *masking,
                           bool approve)
{
  int64_t version = json_integer_value (json_object_get (masking, "version"));
  struct seal_place place = { KEY_INTAKE, "intake.response.sealed", coordination_uid_of (masking, "id"), version + 1 };
  json_t *content = json_pack ("{s:O, s:O*}", "pages", json_object_get (masking, "pages"), "returned",
                               json_object_get (masking, "returned"));
  char *plain = json_dumps (content, JSON_COMPACT);
  struct bytes sealed = seal (store->keyring, place, bytes_of_text (text_of (plain)), asker.arena);
  struct pg_param params[]
      = { coordination_token (asker), pg_text (text_of (json_string_value (json_object_get (masking, "code")))),
          pg_i32 (asker.arena, (int32_t) version), pg_bytes (sealed), pg_bool (asker.arena, approve) };
  json_decref (content);
  explicit_bzero (plain, strlen (plain));
  free (plain);
  return coordination_call (store, "save_masking", params, BM_COUNT (params), NULL);
}

enum coordination_outcome
coordination_decide_small_group (struct coordination_store *store, struct coordination_asker asker, struct administration_id id,
                                 struct text category, struct text reason)
{
  struct pg_param params[]
      = { coordination_token (asker), pg_uid (asker.arena, id.uid), pg_text (category), pg_text (reason) };
  return coordination_call (store, "decide_small_group", params, BM_COUNT (params), NULL);
}
