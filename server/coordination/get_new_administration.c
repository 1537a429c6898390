/* The form of a new administration, prefilled with the rules of the exam and the newest forms. */
#include "new_administration.h"

struct http_reply
coordination_get_new_administration (struct http_request *rq, void *worker)
{
  struct new_administration entries = new_administration_default ();
  json_t *doc = NULL;
  enum coordination_outcome outcome
      = coordination_administration_choices (coordination_store_of (worker), coordination_asker_of (rq), &doc);
  if (COORDINATION_OK == outcome)
    new_administration_show (&entries, doc);
  return coordination_answer (rq, outcome, doc);
}
