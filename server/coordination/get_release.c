/* What stands in the way of a release; once it is prepared, its totals and every letter without a name. The page of the
   second person shows the same with the button that cannot be taken back. */
#include "outcome_page.h"

struct http_reply
coordination_get_release (struct http_request *rq, void *worker)
{
  struct administration_id id;
  struct http_reply reply;
  json_t *doc = NULL;
  enum coordination_outcome outcome;
  size_t i;
  json_t *letter;
  if (! coordination_path_uid (rq, "id", &id.uid, &reply))
    return reply;
  outcome = coordination_release (coordination_store_of (worker), coordination_asker_of (rq), id, &doc);
  if (COORDINATION_OK != outcome)
    return coordination_answer (rq, outcome, doc);
  json_array_foreach (json_object_get (doc, "letters"), i, letter)
  {
    json_object_set_new (letter, "place", json_integer ((json_int_t) i + 1));
    outcome_page_mark (json_object_get (letter, "outcome"));
    json_object_del (letter, "id");
  }
  json_object_set_new (doc, "totals", outcome_page_totals (json_object_get (doc, "letters")));
  json_object_set_new (doc, "blocked", json_boolean (json_array_size (json_object_get (doc, "blockers")) > 0));
  return http_reply_ok (rq, doc);
}

struct http_reply
coordination_get_confirm (struct http_request *rq, void *worker)
{
  return coordination_get_release (rq, worker);
}
