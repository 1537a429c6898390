/* One response with its proposed masks; the database writes down that it was looked at. */
#include "masking_page.h"

struct http_reply
coordination_get_masking (struct http_request *rq, void *worker)
{
  struct text code = { "", 0 };
  json_t *doc = NULL;
  enum coordination_outcome outcome;
  const struct http_field spec[] = { HTTP_PATH_TEXT ("code", &code), HTTP_FIELD_END };
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = coordination_masking (coordination_store_of (worker), coordination_asker_of (rq), code, &doc);
  if (COORDINATION_OK == outcome)
    masking_page_show (doc, rq->arena);
  return coordination_answer (rq, outcome, doc);
}
