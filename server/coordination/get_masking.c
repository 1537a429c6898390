/* One response with its proposed masks; the database writes down that it was looked at. */
#include "masking_page.h"

struct http_reply
coordination_get_masking (struct http_request *rq, void *worker)
{
  struct text code = { "", 0 };
  json_t *doc = NULL;
  size_t masks;
  enum coordination_outcome outcome;
  const struct http_field spec[] = { HTTP_PATH_TEXT ("code", &code), HTTP_FIELD_END };
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = coordination_masking (coordination_store_of (worker), coordination_asker_of (rq), code, &doc);
  if (COORDINATION_OK == outcome)
    {
      json_object_set_new (doc, "pages", masking_page_show (json_object_get (doc, "pages"), rq->arena, &masks));
      json_object_set_new (doc, "masks", json_integer ((json_int_t) masks));
      json_object_del (doc, "id");
    }
  return coordination_answer (rq, outcome, doc);
}
