/* The second person publishes exactly what the page showed: its digest comes back with the click. */
#include "coordination_endpoints.h"

#include <string.h>

static bool
read_digest (struct text typed, struct hash *digest)
{
  static const char digits[] = "0123456789abcdef";
  if (2 * HASH_BYTES != typed.length)
    return false;
  memset (digest, 0, sizeof *digest);
  for (size_t i = 0; i < typed.length; i++)
    {
      const char *at = memchr (digits, typed.at[i], 16);
      if (NULL == at)
        return false;
      digest->bytes[i / 2] = (uint8_t) (digest->bytes[i / 2] << 4 | (at - digits));
    }
  return true;
}

struct http_reply
coordination_post_confirm (struct http_request *rq, void *worker)
{
  struct administration_id id;
  struct text typed = { "", 0 };
  struct hash digest;
  bool sure = false;
  enum coordination_outcome outcome;
  const struct http_field spec[] = { HTTP_PATH_UID ("id", &id.uid), HTTP_BODY_TEXT ("digest", 64, 64, &typed),
                                     HTTP_BODY_BOOL ("sure", &sure), HTTP_FIELD_END };
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  if (! read_digest (typed, &digest))
    return http_reply_problem (rq, ERROR_INVALID_FIELD, "digest", "bad_word");
  if (! sure)
    return http_reply_problem (rq, ERROR_INVALID_FIELD, "sure", "say_sure");
  outcome = coordination_confirm_release (coordination_store_of (worker), coordination_asker_of (rq), id, digest);
  return COORDINATION_OK == outcome ? http_reply_done (rq, NULL, coordination_path (rq, id.uid, "/release"))
                                    : coordination_problem (rq, outcome);
}
