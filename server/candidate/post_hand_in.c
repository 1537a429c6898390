/* The reply has the seal in it, so that a page that hands in behind its back holds all of the proof. A seal that cannot be made now
   changes nothing about the hand-in; the next look makes it. */
#include "endpoints.h"
#include "receipts_document.h"

#define NEXT "/exam"

struct http_reply
post_hand_in (struct http_request *rq, void *worker)
{
  int64_t part = 0;
  const struct http_field spec[] = { HTTP_PATH_I64 ("part", 1, 2, &part), HTTP_FIELD_END };
  struct candidate_call call = wing_call (rq);
  struct candidate_seals seals;
  enum candidate_outcome outcome;
  json_t *seal = NULL;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = candidate_store_hand_in (wing_store (worker), &call, (int) part);
  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  if (CANDIDATE_DONE == candidate_store_seal (wing_store (worker), &call, (int) part, &seals))
    seal = receipts_seal (&seals);
  return http_reply_done (rq, wing_made (json_pack ("{s:s, s:o*}", "next", NEXT, "seal", seal)), NEXT);
}
