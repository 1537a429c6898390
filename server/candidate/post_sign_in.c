#include "endpoints.h"
#include "token.h"
#include "wing.h"

#include <string.h>

static const char *
fault_of (enum code_form form)
{
  switch (form)
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
  return NULL;
}

/* Typed: shown again for a slip of the finger, so that twenty characters need not be typed anew; not for an unknown code. */
static struct http_reply
refuse (struct http_request *rq, enum error error, const char *reason, struct text typed)
{
  return http_reply_form_problem (rq, error, "code", reason, "front",
                                  wing_made (json_pack ("{s:s, s:s%}", "sign_in", "/sign-in", "typed", typed.at, typed.length)));
}

struct http_reply
post_sign_in (struct http_request *rq, void *worker)
{
  struct text typed = text_of ("");
  const struct http_field spec[] = { HTTP_BODY_TEXT_OPTIONAL ("code", 100, &typed), HTTP_FIELD_END };
  char token[TOKEN_ROOM];
  struct hash code, login;
  struct candidate_call call = wing_call (rq);
  enum candidate_outcome outcome;
  struct http_reply reply;
  const char *fault;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  fault = fault_of (code_hash (typed, &code));
  if (NULL != fault)
    return refuse (rq, ERROR_INVALID_FIELD, fault, typed);
  token_new (token);
  if (! token_hash (text_of (token), &login))
    return wing_stop (rq, CANDIDATE_BROKEN);
  call.token_hash = login.bytes;
  outcome = candidate_store_sign_in (wing_store (worker), &call, &code);
  if (CANDIDATE_REFUSED == outcome)
    return refuse (rq, ERROR_SIGN_IN_REFUSED, "code_unknown", text_of (""));
  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  reply = http_reply_done (rq, NULL, "/exam");
  reply.cookie = arena_string (rq->arena, text_of (token));
  return reply;
}
