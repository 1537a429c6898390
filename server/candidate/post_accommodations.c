/* A candidate asks for an accommodation in their own words; it stands until a coordinator decides. */
#include "accommodations_document.h"
#include "endpoints.h"

#define ASKED_MOST 2000

struct http_reply
post_accommodations (struct http_request *rq, void *worker)
{
  struct accommodation_entries entries = { .kind = { "", 0 }, .asked = { "", 0 } };
  const struct http_field spec[] = { HTTP_BODY_WORD_OPTIONAL ("kind", ACCOMMODATION_KINDS, &entries.kind),
                                     HTTP_BODY_TEXT_OPTIONAL ("asked", 20000, &entries.asked), HTTP_FIELD_END };
  struct candidate_call call = wing_call (rq);
  struct text asked;
  size_t points;
  enum candidate_outcome outcome;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  asked = text_trim (entries.asked);
  points = text_code_points (asked);
  if (0 == entries.kind.length)
    return accommodations_again (rq, worker, &entries, ERROR_INVALID_FIELD, "kind", "kind_needed");
  if (0 == points || points > ASKED_MOST)
    return accommodations_again (rq, worker, &entries, ERROR_INVALID_FIELD, "asked", "asked_needed");
  outcome = candidate_store_file_accommodation (wing_store (worker), &call, entries.kind, asked);
  if (CANDIDATE_KIND_STANDS == outcome)
    return accommodations_again (rq, worker, &entries, ERROR_CONFLICT, "kind", "kind_stands");
  return CANDIDATE_DONE == outcome ? http_reply_done (rq, NULL, "/accommodations") : wing_stop (rq, outcome);
}
