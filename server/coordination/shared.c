#include "coordination_endpoints.h"

struct coordination_store *
coordination_store_of (void *worker)
{
  return ((struct coordination_worker *) worker)->store;
}

struct coordination_asker
coordination_asker_of (const struct http_request *rq)
{
  return (struct coordination_asker) { rq->login.token_hash, rq->arena, rq->arrived_boot_us };
}

struct problem
{
  enum error error;
  const char *reason;
};

static struct problem
problem_of (enum coordination_outcome outcome)
{
  switch (outcome)
    {
    case COORDINATION_NONE:
      return (struct problem) { ERROR_SIGN_IN_NEEDED, NULL };
    case COORDINATION_NOT_ALLOWED:
      return (struct problem) { ERROR_NOT_ALLOWED, NULL };
    case COORDINATION_NOT_FOUND:
      return (struct problem) { ERROR_NOT_FOUND, NULL };
    case COORDINATION_NOT_READY:
      return (struct problem) { ERROR_NOT_READY, NULL };
    case COORDINATION_ALREADY:
      return (struct problem) { ERROR_CONFLICT, "done_already" };
    case COORDINATION_CLOSED:
      return (struct problem) { ERROR_CLOSED, "window_over" };
    case COORDINATION_CONFLICT:
      return (struct problem) { ERROR_CONFLICT, NULL };
    case COORDINATION_STALE:
      return (struct problem) { ERROR_STALE, "changed_meanwhile" };
    case COORDINATION_LOCKED:
      return (struct problem) { ERROR_LOCKED, NULL };
    case COORDINATION_REFUSED:
      return (struct problem) { ERROR_SIGN_IN_REFUSED, NULL };
    case COORDINATION_TOO_MANY:
      return (struct problem) { ERROR_TOO_MANY_TRIES, NULL };
    case COORDINATION_SAME_PERSON:
      return (struct problem) { ERROR_SAME_PERSON, "prepared_by_you" };
    case COORDINATION_BAD_FIELD:
      return (struct problem) { ERROR_INVALID_FIELD, NULL };
    case COORDINATION_COLLISION:
      return (struct problem) { ERROR_INVALID_FIELD, "rights_collide" };
    case COORDINATION_SHARED:
      return (struct problem) { ERROR_NOT_ALLOWED, "account_shared" };
    case COORDINATION_AWAY:
      return (struct problem) { ERROR_BUSY, NULL };
    case COORDINATION_OK:
    case COORDINATION_BROKEN:
      break;
    }
  return (struct problem) { ERROR_INTERNAL, NULL };
}

struct http_reply
coordination_problem (struct http_request *rq, enum coordination_outcome outcome)
{
  struct problem problem = problem_of (outcome);
  return http_reply_problem (rq, problem.error, NULL, problem.reason);
}

struct http_reply
coordination_answer (struct http_request *rq, enum coordination_outcome outcome, json_t *steal_doc)
{
  if (COORDINATION_OK == outcome && NULL != steal_doc)
    return http_reply_ok (rq, steal_doc);
  json_decref (steal_doc);
  return coordination_problem (rq, outcome);
}

struct http_reply
coordination_form_again (struct http_request *rq, enum error error, const char *field, const char *reason,
                         const char *page, json_t *steal_doc, const char *also)
{
  json_t *kept = NULL == also ? NULL : json_incref (json_object_get (steal_doc, also));
  struct http_reply reply;
  if (NULL != field)
    json_object_set_new (steal_doc, "wrong", json_pack ("{s:b}", field, 1));
  reply = http_reply_form_problem (rq, error, field, reason, page, steal_doc);
  if (NULL != kept && ! rq->wants_html)
    json_object_set (reply.body, also, kept);
  json_decref (kept);
  return reply;
}

bool
coordination_typed_like (struct text typed, const char *pattern)
{
  size_t i = 0;
  for (; '\0' != pattern[i]; i++)
    if (i >= typed.length || ('0' == pattern[i] ? typed.at[i] < '0' || typed.at[i] > '9' : typed.at[i] != pattern[i]))
      return false;
  return i == typed.length;
}

bool
coordination_path_uid (struct http_request *rq, const char *name, struct uid *uid, struct http_reply *reply)
{
  const struct http_field spec[] = { HTTP_PATH_UID (name, uid), HTTP_FIELD_END };
  if (http_fields_read (rq, spec))
    return true;
  *reply = http_reply_invalid (rq);
  return false;
}

const char *
coordination_path (struct http_request *rq, struct uid administration, const char *tail)
{
  char id[UID_TEXT_ROOM];
  uid_print (administration, id);
  return arena_printf (rq->arena, "/administrations/%s%s", id, tail);
}
