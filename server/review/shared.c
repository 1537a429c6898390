#include "handlers.h"

#include <string.h>

struct hash
review_token (const struct http_request *rq)
{
  struct hash hash;

  memcpy (hash.bytes, rq->login.token_hash, sizeof hash.bytes);
  return hash;
}

struct http_reply
review_refuse (struct http_request *rq, enum review_outcome outcome)
{
  switch (outcome)
    {
    case REVIEW_NONE:
      return http_reply_problem (rq, ERROR_NOT_FOUND, NULL, NULL);
    case REVIEW_REFUSED:
      return http_reply_problem (rq, ERROR_SIGN_IN_REFUSED, NULL, NULL);
    case REVIEW_TOO_MANY:
      return http_reply_problem (rq, ERROR_TOO_MANY_TRIES, NULL, NULL);
    case REVIEW_STALE:
      return http_reply_problem (rq, ERROR_STALE, NULL, NULL);
    case REVIEW_LOCKED:
      return http_reply_problem (rq, ERROR_LOCKED, NULL, NULL);
    case REVIEW_CLOSED:
      return http_reply_problem (rq, ERROR_CLOSED, NULL, NULL);
    case REVIEW_PAUSED:
      return http_reply_problem (rq, ERROR_NOT_OPEN, NULL, "reviewing_paused");
    case REVIEW_PRACTICE_FIRST:
      return http_reply_problem (rq, ERROR_NOT_OPEN, NULL, "practice_first");
    case REVIEW_AWAY:
      return http_reply_problem (rq, ERROR_BUSY, NULL, NULL);
    case REVIEW_DONE:
    case REVIEW_FAILED:
      break;
    }
  return http_reply_problem (rq, ERROR_INTERNAL, NULL, NULL);
}

bool
review_load (struct http_request *rq, struct review_store *store, struct review_packet *packet, struct http_reply *reply)
{
  struct text code = { "", 0 };
  const struct http_field spec[] = { HTTP_PATH_TEXT ("code", &code), HTTP_FIELD_END };
  enum review_outcome outcome;

  if (! http_fields_read (rq, spec))
    {
      *reply = http_reply_invalid (rq);
      return false;
    }
  outcome = review_store_packet (store, review_token (rq), code, rq->arena, packet);
  if (REVIEW_DONE == outcome)
    return true;
  *reply = review_refuse (rq, outcome);
  return false;
}

bool
review_load_beside (struct http_request *rq, struct review_store *store, const struct review_packet *packet, size_t at,
                    struct view_beside *beside, struct http_reply *reply)
{
  const struct hash token = review_token (rq);
  enum review_outcome outcome
    = review_store_around (store, token, packet->code, (int) at + 1, rq->arena, &beside->around);

  if (REVIEW_DONE == outcome)
    outcome = review_store_phrases (store, token, packet->code, rq->arena, &beside->phrases);
  if (REVIEW_DONE == outcome)
    return true;
  *reply = review_refuse (rq, outcome);
  return false;
}
