/* The page of one act on clocks: whom it fits, how long, why. Nothing here is done before it has been looked at. */
#include "clocks_form.h"

struct http_reply
coordination_get_clocks (struct http_request *rq, void *worker)
{
  struct administration_id id;
  struct clocks_form form = CLOCKS_FORM_EMPTY;
  struct text session = { "", 0 };
  json_t *doc = NULL;
  enum coordination_outcome outcome;
  const struct http_field spec[] = { HTTP_PATH_UID ("id", &id.uid), HTTP_QUERY_WORD ("what", CLOCKS_ACTS, &form.what),
                                     HTTP_QUERY_TEXT ("session", 36, &session), HTTP_FIELD_END };
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  if (session.length > 0)
    form.sessions = (struct http_list) { &session, 1 };
  outcome = coordination_clocks (coordination_store_of (worker), coordination_asker_of (rq), id, form.what, &doc);
  if (COORDINATION_OK == outcome && rq->wants_html)
    clocks_form_show (&form, doc);
  return coordination_answer (rq, outcome, doc);
}
