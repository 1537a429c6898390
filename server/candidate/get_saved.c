/* For a page that never heard what became of a save: stored or absent, never an error. */
#include "candidate_saves.h"
#include "endpoints.h"
#include "wing.h"

struct http_reply
get_saved (struct http_request *rq, void *worker)
{
  int64_t part = 0;
  struct uid save_id;
  const struct http_field spec[]
    = { HTTP_PATH_I64 ("part", 1, 2, &part), HTTP_PATH_UID ("save", &save_id), HTTP_FIELD_END };
  struct candidate_call call = wing_call (rq);
  struct candidate_saved saved;
  enum candidate_outcome outcome;
  const char *text = "{\"outcome\":\"absent\"}";

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = candidate_store_saved (wing_store (worker), &call, (int) part, save_id, &saved);
  if (CANDIDATE_STORED != outcome && CANDIDATE_ABSENT != outcome)
    return wing_stop (rq, outcome);
  if (CANDIDATE_STORED == outcome)
    text = arena_printf (rq->arena, "{\"outcome\":\"stored\",\"revision\":%lld%s%.*s}", (long long) saved.revision,
                         0 == saved.receipt.length ? "" : ",\"receipt\":", (int) saved.receipt.length, saved.receipt.at);
  return http_reply_text (rq, bytes_of_text (text_of (text)));
}
