/* A coordinator decides: the database applies it, and the next page is the request as it stands. */
#include "accommodation_page.h"

#define REASON_LEAST 3
#define REASON_MOST 400

struct decided
{
  struct accommodation_id id;
  struct decision_entries entries;
  struct coordination_decision decision;
};

static struct http_reply
again (struct http_request *rq, void *worker, const struct decided *d, enum error error, const char *field, const char *reason)
{
  json_t *doc = NULL;
  enum coordination_outcome outcome
      = coordination_accommodation (coordination_store_of (worker), coordination_asker_of (rq), d->id, &doc);
  if (COORDINATION_OK != outcome)
    return coordination_answer (rq, outcome, doc);
  accommodation_page_decision (&d->entries, doc, rq->arena);
  return coordination_form_again (rq, error, field, reason, "accommodation", doc, NULL);
}

static bool
whole (struct text typed, int64_t *minutes)
{
  struct text trimmed = text_trim (typed);
  *minutes = 0;
  return 0 == trimmed.length || text_to_i64 (trimmed, 0, 600, minutes);
}

static bool
fits (struct text words, size_t least)
{
  size_t points = text_code_points (words);
  return points >= least && points <= REASON_MOST;
}

/* The first entry that is not right; NULL: all are. */
static const char *
check (struct decided *d, const char **reason)
{
  d->decision.reason = text_trim (d->entries.reason);
  d->decision.late_reason = text_trim (d->entries.late_reason);
  *reason = "bad_number";
  if (! whole (d->entries.part1_minutes, &d->decision.part1_minutes))
    return "part1_minutes";
  if (! whole (d->entries.part2_minutes, &d->decision.part2_minutes))
    return "part2_minutes";
  *reason = "reason_needed";
  if (! fits (d->decision.reason, REASON_LEAST))
    return "reason";
  *reason = "late_reason_needed";
  if (d->decision.late_reason.length > 0 && ! fits (d->decision.late_reason, REASON_LEAST))
    return "late_reason";
  return NULL;
}

/* "2027-03-14 09:00"; a browser may add seconds to the time, SQL knows what is a day. */
static struct text
moment_of (struct arena *arena, struct text date, struct text time)
{
  int shown = time.length < 5 ? (int) time.length : 5;
  return text_of (arena_printf (arena, "%.*s %.*s", (int) date.length, date.at, shown, time.at));
}

static struct http_reply
decide (struct http_request *rq, void *worker, const struct decided *d)
{
  json_t *doc = NULL;
  const char *field = NULL;
  const char *reason = NULL;
  char id[UID_TEXT_ROOM];
  enum coordination_outcome outcome
      = coordination_decide_accommodation (coordination_store_of (worker), coordination_asker_of (rq), d->id, &d->decision, &doc);
  if (COORDINATION_BAD_FIELD == outcome)
    {
      field = arena_string (rq->arena, text_of (json_string_value (json_object_get (doc, "field"))));
      reason = arena_string (rq->arena, text_of (json_string_value (json_object_get (doc, "reason"))));
    }
  json_decref (doc);
  if (COORDINATION_BAD_FIELD == outcome)
    return again (rq, worker, d, ERROR_INVALID_FIELD, field, reason);
  if (COORDINATION_LOCKED == outcome)
    return again (rq, worker, d, ERROR_LOCKED, NULL, "time_only_grows");
  if (COORDINATION_CLOSED == outcome)
    return again (rq, worker, d, ERROR_CLOSED, "closes_date", "scoring_begun");
  if (COORDINATION_ALREADY == outcome)
    return again (rq, worker, d, ERROR_CONFLICT, NULL, "kind_stands");
  if (COORDINATION_OK != outcome)
    return coordination_problem (rq, outcome);
  uid_print (d->id.uid, id);
  return http_reply_done (rq, NULL, arena_printf (rq->arena, "/accommodations/%s", id));
}

struct http_reply
coordination_post_accommodation (struct http_request *rq, void *worker)
{
  struct text none = { "", 0 };
  struct decided d = { .entries = { .documents = { "needed", 6 }, .part1_minutes = none, .part2_minutes = none, .opens_date = none,
                                    .opens_time = none, .closes_date = none, .closes_time = none, .reason = none,
                                    .late_reason = none } };
  struct decision_entries *e = &d.entries;
  struct text decision;
  const char *reason = NULL;
  const char *field;
  const struct http_field spec[] = { HTTP_PATH_UID ("id", &d.id.uid),
                                     HTTP_BODY_I64 ("version", 1, 1000000, &d.decision.version),
                                     HTTP_BODY_WORD ("decision", "grant|refuse", &decision),
                                     HTTP_BODY_WORD_OPTIONAL ("documents", "not_needed|needed|seen", &e->documents),
                                     HTTP_BODY_TEXT_OPTIONAL ("part1_minutes", 20, &e->part1_minutes),
                                     HTTP_BODY_TEXT_OPTIONAL ("part2_minutes", 20, &e->part2_minutes),
                                     HTTP_BODY_TEXT_OPTIONAL ("opens_date", 20, &e->opens_date),
                                     HTTP_BODY_TEXT_OPTIONAL ("opens_time", 20, &e->opens_time),
                                     HTTP_BODY_TEXT_OPTIONAL ("closes_date", 20, &e->closes_date),
                                     HTTP_BODY_TEXT_OPTIONAL ("closes_time", 20, &e->closes_time),
                                     HTTP_BODY_TEXT_OPTIONAL ("reason", 4000, &e->reason),
                                     HTTP_BODY_TEXT_OPTIONAL ("late_reason", 4000, &e->late_reason),
                                     HTTP_FIELD_END };
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  d.decision.grant = text_is (decision, "grant");
  d.decision.documents = e->documents;
  d.decision.opens = moment_of (rq->arena, e->opens_date, e->opens_time);
  d.decision.closes = moment_of (rq->arena, e->closes_date, e->closes_time);
  field = check (&d, &reason);
  if (NULL != field)
    return again (rq, worker, &d, ERROR_INVALID_FIELD, field, reason);
  return decide (rq, worker, &d);
}
