/* The newest events, in words. */
#include "coordination_endpoints.h"

struct http_reply
coordination_get_audit (struct http_request *rq, void *worker)
{
  struct text typed = { "", 0 };
  struct administration_id administration;
  json_t *doc = NULL;
  enum coordination_outcome outcome;
  const struct http_field spec[] = { HTTP_QUERY_TEXT ("administration", 36, &typed), HTTP_FIELD_END };
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  if (typed.length > 0 && ! uid_parse (typed, &administration.uid))
    return http_reply_problem (rq, ERROR_INVALID_FIELD, "administration", "bad_word");
  outcome = coordination_audit (coordination_store_of (worker), coordination_asker_of (rq),
                                typed.length > 0 ? &administration : NULL, &doc);
  return coordination_answer (rq, outcome, doc);
}
