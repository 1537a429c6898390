/* A one-time code and a new password. The password is hashed before the code is looked up, so a wrong code takes as long
   as a right one. */
#include "handlers.h"

#include "password.h"
#include "token.h"

static struct http_reply
on_form (struct http_request *rq, const char *field, const char *reason)
{
  return http_reply_form_problem (rq, ERROR_INVALID_FIELD, field, reason, "welcome",
                                  json_pack ("{s:i}", "password_least", PASSWORD_LEAST));
}

/* NULL: the code has the form of one. */
static const char *
code_fault (struct text typed, struct hash *hash)
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
      break;
    }
  return "code_check";
}

/* NULL: may be used. */
static const char *
password_fault (struct text password)
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
      break;
    }
  return "password_common";
}

struct http_reply
review_post_welcome (struct http_request *rq, void *worker)
{
  struct text code = { "", 0 };
  struct text password = { "", 0 };
  struct text again = { "", 0 };
  const struct http_field spec[] = { HTTP_BODY_TEXT_OPTIONAL ("code", 100, &code),
                                     HTTP_BODY_TEXT_OPTIONAL ("password", 512, &password),
                                     HTTP_BODY_TEXT_OPTIONAL ("again", 512, &again), HTTP_FIELD_END };
  char stored[PASSWORD_ROOM];
  struct hash hash;
  const char *fault;
  enum review_outcome outcome;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  fault = code_fault (code, &hash);
  if (NULL != fault)
    return on_form (rq, "code", fault);
  fault = password_fault (password);
  if (NULL != fault)
    return on_form (rq, "password", fault);
  if (! text_equal (password, again))
    return on_form (rq, "again", "password_differs");
  password_hash (password, stored);
  outcome = review_store_use_code (worker, hash, stored);
  if (REVIEW_REFUSED == outcome)
    return on_form (rq, "code", "code_refused");
  if (REVIEW_DONE != outcome)
    return review_refuse (rq, outcome);
  return http_reply_done (rq, NULL, "/?notice=password-set");
}
