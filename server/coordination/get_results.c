/* What was published, with names: a page, and a table for a spreadsheet. */
#include "outcome_page.h"

struct http_reply
coordination_get_results (struct http_request *rq, void *worker)
{
  struct administration_id id;
  struct http_reply reply;
  json_t *doc = NULL;
  enum coordination_outcome outcome;
  size_t i;
  json_t *person;
  if (! coordination_path_uid (rq, "id", &id.uid, &reply))
    return reply;
  outcome = coordination_results (coordination_store_of (worker), coordination_asker_of (rq), id, &doc);
  if (COORDINATION_OK != outcome)
    return coordination_answer (rq, outcome, doc);
  json_array_foreach (json_object_get (doc, "people"), i, person)
      outcome_page_mark (json_object_get (person, "outcome"));
  json_object_set_new (doc, "totals", outcome_page_totals (json_object_get (doc, "people")));
  return http_reply_ok (rq, doc);
}
