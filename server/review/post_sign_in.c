/* The same steps, the same work and the same answer whether the account exists, reviews, or does neither. */
#include "handlers.h"

#include "password.h"
#include "token.h"

static struct http_reply
on_form (struct http_request *rq, enum error error, const char *field, const char *reason)
{
  return http_reply_form_problem (rq, error, field, reason, "home",
                                  json_pack ("{s:b, s:b, s:b}", "signed_in", 0, "password_set", 0, "signed_out", 0));
}

static struct http_reply
open_login (struct http_request *rq, struct review_store *store, const struct review_try *tried)
{
  char *token = arena_take (rq->arena, TOKEN_ROOM);
  struct http_reply reply;
  struct hash hash;
  enum review_outcome outcome;

  token_new (token);
  if (! token_hash (text_of (token), &hash))
    return review_refuse (rq, REVIEW_FAILED);
  outcome = review_store_sign_in (store, tried, hash, rq->arena);
  if (REVIEW_REFUSED == outcome)
    return on_form (rq, ERROR_SIGN_IN_REFUSED, NULL, "sign_in_wrong");
  if (REVIEW_DONE != outcome)
    return review_refuse (rq, outcome);
  reply = http_reply_done (rq, NULL, "/queue");
  reply.cookie = token;
  return reply;
}

struct http_reply
review_post_sign_in (struct http_request *rq, void *worker)
{
  struct text email = { "", 0 };
  struct text password = { "", 0 };
  const struct http_field spec[] = { HTTP_BODY_TEXT_OPTIONAL ("email", 254, &email),
                                     HTTP_BODY_TEXT_OPTIONAL ("password", 512, &password), HTTP_FIELD_END };
  struct review_try tried = { .password = NULL };
  enum review_outcome outcome;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  if (0 == text_trim (email).length)
    return on_form (rq, ERROR_INVALID_FIELD, "email", "email_missing");
  if (0 == password.length)
    return on_form (rq, ERROR_INVALID_FIELD, "password", "password_missing");
  outcome = review_store_try (worker, email, rq->arena, &tried);
  if (REVIEW_TOO_MANY == outcome)
    return on_form (rq, ERROR_TOO_MANY_TRIES, NULL, NULL);
  if (REVIEW_DONE != outcome)
    return review_refuse (rq, outcome);
  if (! password_verify (password, tried.password))
    return on_form (rq, ERROR_SIGN_IN_REFUSED, NULL, "sign_in_wrong");
  return open_login (rq, worker, &tried);
}
