/* A one-time code sets a password and signs in. */
#include "coordination_endpoints.h"

#include "password.h"

static struct http_reply
refuse (struct http_request *rq, enum error error, const char *field, const char *reason)
{
  return coordination_form_again (rq, error, field, reason, "welcome",
                                  json_pack ("{s:i}", "password_least", PASSWORD_LEAST), NULL);
}

static const char *
code_problem (struct text typed, struct hash *hash)
{
  switch (code_hash (typed, hash))
    {
    case CODE_FORM_GOOD:
      return NULL;
    case CODE_FORM_LENGTH:
      return "code_length";
    case CODE_FORM_CHARACTER:
      return "code_character";
    case CODE_FORM_CHECK:
      return "code_check";
    }
  return "code_check";
}

static const char *
password_problem (struct text password)
{
  switch (password_judge (password))
    {
    case PASSWORD_GOOD:
      return NULL;
    case PASSWORD_SHORT:
      return "password_short";
    case PASSWORD_LONG:
      return "password_long";
    case PASSWORD_COMMON:
      return "password_common";
    }
  return "password_common";
}

static struct http_reply
set_password (struct http_request *rq, void *worker, struct hash code, struct text password)
{
  char *token = arena_take (rq->arena, TOKEN_ROOM);
  char stored[PASSWORD_ROOM];
  struct hash hash;
  struct http_reply reply;
  enum coordination_outcome outcome;
  token_new (token);
  if (! token_hash (text_of (token), &hash))
    return coordination_problem (rq, COORDINATION_BROKEN);
  password_hash (password, stored);
  outcome = coordination_use_code (coordination_store_of (worker), code, stored, hash);
  if (COORDINATION_REFUSED == outcome)
    return refuse (rq, ERROR_SIGN_IN_REFUSED, "code", "code_refused");
  if (COORDINATION_OK != outcome)
    return coordination_problem (rq, outcome);
  reply = http_reply_done (rq, NULL, "/home");
  reply.cookie = token;
  return reply;
}

struct http_reply
coordination_post_welcome (struct http_request *rq, void *worker)
{
  struct text code = { "", 0 };
  struct text password = { "", 0 };
  struct text again = { "", 0 };
  struct hash hash;
  const char *problem;
  const struct http_field spec[]
      = { HTTP_BODY_TEXT_OPTIONAL ("code", 64, &code), HTTP_BODY_TEXT_OPTIONAL ("password", 512, &password),
          HTTP_BODY_TEXT_OPTIONAL ("again", 512, &again), HTTP_FIELD_END };
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  problem = code_problem (code, &hash);
  if (NULL != problem)
    return refuse (rq, ERROR_INVALID_FIELD, "code", problem);
  problem = password_problem (password);
  if (NULL != problem)
    return refuse (rq, ERROR_INVALID_FIELD, "password", problem);
  if (! text_equal (password, again))
    return refuse (rq, ERROR_INVALID_FIELD, "again", "password_differs");
  return set_password (rq, worker, hash, password);
}
