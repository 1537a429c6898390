#include "call.h"

enum coordination_outcome
coordination_agreement (struct coordination_store *store, struct coordination_asker asker,
                        const struct administration_id *id, json_t **doc)
{
  enum coordination_outcome outcome
      = coordination_read (store, asker, NULL == id ? "agreement_pooled" : "agreement", NULL == id ? NULL : &id->uid, doc);
  json_t *opened;
  size_t i;
  json_t *one;
  if (COORDINATION_OK != outcome)
    return outcome;
  opened = json_array ();
  json_array_foreach (json_object_get (*doc, "documents"), i, one)
  {
    struct seal_place place = { KEY_RESULT, "result.agreement.sealed", coordination_uid_of (one, "id"), 0 };
    if (0 != json_array_append_new (opened, coordination_open (store, one, "sealed", place, asker.arena)))
      {
        json_decref (opened);
        return coordination_broken (place.column, doc);
      }
  }
  json_object_set_new (*doc, "documents", opened);
  return COORDINATION_OK;
}
