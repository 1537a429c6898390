#include "endpoints.h"
#include "wing.h"

#include <string.h>

/* Paragraphs are separated by empty lines. */
static json_t *
paragraphs (const char *body)
{
  json_t *list = wing_made (json_array ());

  while ('\0' != *body)
    {
      const char *end = strstr (body, "\n\n");
      size_t length = NULL == end ? strlen (body) : (size_t) (end - body);
      if (length > 0)
        (void) json_array_append_new (list, json_stringn (body, length));
      body += length + (NULL == end ? 0 : 2);
    }
  return list;
}

struct http_reply
get_confidentiality (struct http_request *rq, void *worker)
{
  const struct http_field spec[] = { HTTP_FIELD_END };
  struct candidate_call call = wing_call (rq);
  struct candidate_confidentiality text;
  enum candidate_outcome outcome;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = candidate_store_confidentiality (wing_store (worker), &call, ((struct candidate_worker *) worker)->language, &text);
  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  return http_reply_ok (rq, wing_made (json_pack ("{s:I, s:o, s:s*}", "version", (json_int_t) text.version, "paragraphs",
                                                  paragraphs (text.body), "accepted", wing_filled (text.accepted))));
}
