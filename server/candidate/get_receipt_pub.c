/* The key that anybody checks receipts with. */
#include "candidate_receipts.h"
#include "endpoints.h"
#include "wing.h"

#define FILE_MOST 1024

struct http_reply
get_receipt_pub (struct http_request *rq, void *worker)
{
  const struct http_field spec[] = { HTTP_FIELD_END };
  const struct receipt_key key = candidate_store_receipt_key (wing_store (worker));
  struct buf file BM_CLEANUP (buf_free) = buf_new (FILE_MOST);

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  receipt_key_write (&key, &file);
  return http_reply_file (rq, "text/plain; charset=utf-8", "receipt.pub",
                          arena_bytes (rq->arena, bytes_of_text (buf_view (&file))));
}
