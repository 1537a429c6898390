/* The receipts as a file to keep: `blindmark verify receipt` reads it. It names nobody. */
#include "candidate_receipts.h"
#include "endpoints.h"
#include "wing.h"

#define FILE_MOST ((size_t) 12 * 1024 * 1024)   /* a save every second for three hours */

struct http_reply
get_receipts_json (struct http_request *rq, void *worker)
{
  int64_t part = 0;
  const struct http_field spec[] = { HTTP_PATH_I64 ("part", 1, 2, &part), HTTP_FIELD_END };
  struct candidate_call call = wing_call (rq);
  struct buf file BM_CLEANUP (buf_free) = buf_new (FILE_MOST);
  enum candidate_outcome outcome;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = candidate_store_receipts_file (wing_store (worker), &call, (int) part, &file);
  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  if (file.overflow)
    return http_reply_problem (rq, ERROR_TOO_LARGE, NULL, "receipts_too_many");
  return http_reply_file (rq, "application/json", arena_printf (rq->arena, "receipts-part-%d.json", (int) part),
                          arena_bytes (rq->arena, bytes_of_text (buf_view (&file))));
}
