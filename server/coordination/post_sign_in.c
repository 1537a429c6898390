/* The same steps, the same work and the same answer whether the account exists, works at this desk, or neither. */
#include "coordination_endpoints.h"

#include "password.h"

static struct http_reply
again (struct http_request *rq, enum error error, const char *field, const char *reason)
{
  return coordination_form_again (rq, error, field, reason, "front", json_object (), NULL);
}

static struct http_reply
open_login (struct http_request *rq, struct coordination_store *store, struct text email, const char *stored)
{
  char *token = arena_take (rq->arena, TOKEN_ROOM);
  struct hash hash;
  struct http_reply reply;
  enum coordination_outcome outcome;
  token_new (token);
  if (! token_hash (text_of (token), &hash))
    return coordination_problem (rq, COORDINATION_BROKEN);
  outcome = coordination_sign_in_finish (store, rq->arena, email, stored, hash);
  if (COORDINATION_REFUSED == outcome)
    return again (rq, ERROR_SIGN_IN_REFUSED, "email", "sign_in_wrong");
  if (COORDINATION_OK != outcome)
    return coordination_problem (rq, outcome);
  reply = http_reply_done (rq, NULL, "/home");
  reply.cookie = token;
  return reply;
}

struct http_reply
coordination_post_sign_in (struct http_request *rq, void *worker)
{
  struct coordination_store *store = coordination_store_of (worker);
  struct text email = { "", 0 };
  struct text password = { "", 0 };
  const char *stored = NULL;
  enum coordination_outcome outcome;
  const struct http_field spec[] = { HTTP_BODY_TEXT_OPTIONAL ("email", 254, &email),
                                     HTTP_BODY_TEXT_OPTIONAL ("password", 512, &password), HTTP_FIELD_END };
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  if (0 == text_trim (email).length)
    return again (rq, ERROR_INVALID_FIELD, "email", "email_missing");
  if (0 == password.length)
    return again (rq, ERROR_INVALID_FIELD, "password", "password_missing");
  outcome = coordination_sign_in_begin (store, rq->arena, email, &stored);
  if (COORDINATION_TOO_MANY == outcome)
    return again (rq, ERROR_TOO_MANY_TRIES, NULL, NULL);
  if (COORDINATION_OK != outcome)
    return coordination_problem (rq, outcome);
  if (! password_verify (password, stored))
    return again (rq, ERROR_SIGN_IN_REFUSED, "email", "sign_in_wrong");
  return open_login (rq, store, email, stored);
}
