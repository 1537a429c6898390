/* Whom or which place a member of staff must not score, as coordinators know it. */
#include "coordination_reviewers.h"

#include "coordination_endpoints.h"

static struct http_reply
again (struct http_request *rq, void *worker, struct account_id id, const struct coordination_conflict *typed)
{
  json_t *doc = NULL;
  enum coordination_outcome outcome
      = coordination_staff_member (coordination_store_of (worker), coordination_asker_of (rq), id, &doc);
  if (COORDINATION_OK != outcome)
    return coordination_answer (rq, outcome, doc);
  json_object_set_new (doc, "typed", json_pack ("{s:s%, s:s%, s:s%}", "name", typed->name.at, typed->name.length, "email",
                                                typed->email.at, typed->email.length, "employer", typed->employer.at,
                                                typed->employer.length));
  return coordination_form_again (rq, ERROR_INVALID_FIELD, "conflict", "conflict_empty", "staff_member", doc, NULL);
}

/* Neither is changed while remarks are read. */
static struct http_reply
refuse (struct http_request *rq, enum coordination_outcome outcome)
{
  return COORDINATION_NOT_READY == outcome ? http_reply_problem (rq, ERROR_NOT_READY, NULL, "remarks_read")
                                           : coordination_problem (rq, outcome);
}

static const char *
page_of (struct http_request *rq, struct account_id id)
{
  char text[UID_TEXT_ROOM];
  uid_print (id.uid, text);
  return arena_printf (rq->arena, "/staff/%s", text);
}

struct http_reply
coordination_post_staff_conflict (struct http_request *rq, void *worker)
{
  struct account_id id;
  struct coordination_conflict typed = { text_of (""), text_of (""), text_of ("") };
  enum coordination_outcome outcome;
  const struct http_field spec[] = { HTTP_PATH_UID ("id", &id.uid), HTTP_BODY_TEXT_OPTIONAL ("name", 120, &typed.name),
                                     HTTP_BODY_TEXT_OPTIONAL ("email", 254, &typed.email),
                                     HTTP_BODY_TEXT_OPTIONAL ("employer", 200, &typed.employer), HTTP_FIELD_END };
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  typed = (struct coordination_conflict) { text_trim (typed.name), text_trim (typed.email), text_trim (typed.employer) };
  if (0 == typed.name.length + typed.email.length + typed.employer.length)
    return again (rq, worker, id, &typed);
  outcome = coordination_add_conflict (coordination_store_of (worker), coordination_asker_of (rq), id, &typed);
  return COORDINATION_OK == outcome ? http_reply_done (rq, NULL, page_of (rq, id)) : refuse (rq, outcome);
}

struct http_reply
coordination_post_staff_conflict_withdraw (struct http_request *rq, void *worker)
{
  struct account_id id;
  struct uid conflict;
  enum coordination_outcome outcome;
  const struct http_field spec[]
      = { HTTP_PATH_UID ("id", &id.uid), HTTP_BODY_UID ("conflict", &conflict), HTTP_FIELD_END };
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = coordination_withdraw_conflict (coordination_store_of (worker), coordination_asker_of (rq), id, conflict);
  return COORDINATION_OK == outcome ? http_reply_done (rq, NULL, page_of (rq, id)) : refuse (rq, outcome);
}
