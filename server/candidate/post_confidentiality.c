#include "endpoints.h"
#include "wing.h"

struct http_reply
post_confidentiality (struct http_request *rq, void *worker)
{
  int64_t version = 0;
  bool accepted = false;
  const struct http_field spec[] = { HTTP_BODY_I64 ("version", 1, 100000, &version), HTTP_BODY_BOOL ("accept", &accepted),
                                     HTTP_FIELD_END };
  struct candidate_call call = wing_call (rq);
  struct http_reply shown;
  enum candidate_outcome outcome;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  if (! accepted)
    {
      struct candidate_confidentiality text;
      outcome = candidate_store_confidentiality (wing_store (worker), &call, ((struct candidate_worker *) worker)->language,
                                                 &text);
      if (CANDIDATE_DONE != outcome)
        return wing_stop (rq, outcome);
      shown = http_reply_form_problem (rq, ERROR_INVALID_FIELD, "accept", "accept_needed", "confidentiality",
                                       wing_made (json_pack ("{s:I, s:[s]}", "version", (json_int_t) text.version,
                                                             "paragraphs", text.body)));
      return shown;
    }
  outcome = candidate_store_accept (wing_store (worker), &call, version);
  return CANDIDATE_DONE == outcome ? http_reply_done (rq, NULL, "/instructions") : wing_stop (rq, outcome);
}
