#include "wing.h"

#include "log.h"

struct candidate_call
wing_call (struct http_request *rq)
{
  return (struct candidate_call) { rq->arena, rq->login.token_hash, rq->arrived_boot_us };
}

json_t *
wing_made (json_t *json)
{
  if (NULL == json)
    log_fatal ("no_memory", "in=%s", "candidate_reply");
  return json;
}

const char *
wing_filled (const char *string)
{
  return NULL == string || '\0' == string[0] ? NULL : string;
}

const char *
wing_word (const struct candidate_worker *worker, const char *list, const char *word)
{
  const char *text = json_string_value (json_object_get (json_object_get (worker->words, list), word));

  return NULL == text ? word : text;
}

json_t *
wing_time (const struct candidate_time *time)
{
  return wing_made (json_pack ("{s:I, s:I, s:I, s:s, s:s*, s:s, s:s*}", "seconds_left", (json_int_t) time->left_s,
                               "hours", (json_int_t) (time->left_s / 3600), "minutes", (json_int_t) (time->left_s / 60 % 60),
                               "owed", time->minutes, "sum", wing_filled (time->sum), "line", time->line, "ends",
                               wing_filled (time->ends)));
}

const char *
wing_path (struct arena *arena, int64_t part, const char *page, int64_t place)
{
  if (0 == place)
    return arena_printf (arena, "/parts/%lld/%s", (long long) part, page);
  return arena_printf (arena, "/parts/%lld/%s/%lld", (long long) part, page, (long long) place);
}

const char *
wing_question (struct arena *arena, int64_t part, int64_t place)
{
  return wing_path (arena, part, 1 == part ? "items" : "vignettes", place);
}

struct stop
{
  enum error error;
  const char *reason;
};

/* What is arranged before the exam, what only some acts come to, and what never stops a page. */
static struct stop
stop_of_rest (enum candidate_outcome outcome)
{
  static const struct { enum candidate_outcome outcome; struct stop stop; } rows[]
    = { { CANDIDATE_NO_APPOINTMENT, { ERROR_NOT_READY, "no_appointment" } },
        { CANDIDATE_BEGUN, { ERROR_CLOSED, "appointment_begun" } },
        { CANDIDATE_NO_SLOT, { ERROR_INVALID_FIELD, "slot_unknown" } },
        { CANDIDATE_PAST, { ERROR_INVALID_FIELD, "slot_past" } },
        { CANDIDATE_OUTSIDE, { ERROR_INVALID_FIELD, "slot_outside" } },
        { CANDIDATE_FULL, { ERROR_STALE, "slot_full" } },
        { CANDIDATE_KIND_STANDS, { ERROR_CONFLICT, "kind_stands" } },
        { CANDIDATE_EXAM_OVER, { ERROR_NOT_OPEN, "requests_over" } },
        { CANDIDATE_NO_REQUEST, { ERROR_NOT_FOUND, "no_such_request" } },
        { CANDIDATE_DECIDED, { ERROR_CLOSED, "request_decided" } },
        { CANDIDATE_OTHER_SESSION, { ERROR_OTHER_SESSION, "other_session" } },
        { CANDIDATE_UNKNOWN_REF, { ERROR_NOT_FOUND, "no_such_question" } },
        { CANDIDATE_NOT_PUBLISHED, { ERROR_NOT_READY, "not_published" } },
        { CANDIDATE_PAUSED, { ERROR_NOT_READY, "part_paused" } },
        { CANDIDATE_TAKEN_OVER, { ERROR_STALE, "taken_over" } },
        { CANDIDATE_NO_BREAK, { ERROR_NOT_READY, "no_break_left" } } };

  for (size_t i = 0; i < BM_COUNT (rows); i++)
    if (rows[i].outcome == outcome)
      return rows[i].stop;
  return (struct stop) { ERROR_INTERNAL, NULL };
}

static struct stop
stop_of (enum candidate_outcome outcome)
{
  switch (outcome)
    {
    case CANDIDATE_SIGNED_OUT:
      return (struct stop) { ERROR_SIGN_IN_NEEDED, NULL };
    case CANDIDATE_REFUSED:
      return (struct stop) { ERROR_SIGN_IN_REFUSED, "code_unknown" };
    case CANDIDATE_NOT_REGISTERED:
      return (struct stop) { ERROR_NOT_FOUND, "part_not_yours" };
    case CANDIDATE_NOT_OPENED:
      return (struct stop) { ERROR_NOT_READY, "part_not_started" };
    case CANDIDATE_NOT_OPEN:
      return (struct stop) { ERROR_NOT_OPEN, "window_not_begun" };
    case CANDIDATE_OVER:
      return (struct stop) { ERROR_NOT_OPEN, "window_over" };
    case CANDIDATE_NOT_ACCEPTED:
      return (struct stop) { ERROR_NOT_READY, "accept_first" };
    case CANDIDATE_PART1_FIRST:
      return (struct stop) { ERROR_NOT_READY, "part1_first" };
    case CANDIDATE_NO_FORM:
      return (struct stop) { ERROR_NOT_READY, "form_missing" };
    case CANDIDATE_CLOSED:
      return (struct stop) { ERROR_CLOSED, "part_handed_in" };
    case CANDIDATE_LATE:
      return (struct stop) { ERROR_LATE, "part_time_over" };
    case CANDIDATE_STALE:
      return (struct stop) { ERROR_STALE, "newer_text" };
    case CANDIDATE_UNKNOWN_REF:
    case CANDIDATE_NOT_PUBLISHED:
    case CANDIDATE_PAUSED:
    case CANDIDATE_TAKEN_OVER:
    case CANDIDATE_NO_BREAK:
    case CANDIDATE_KIND_STANDS:
    case CANDIDATE_EXAM_OVER:
    case CANDIDATE_NO_REQUEST:
    case CANDIDATE_DECIDED:
    case CANDIDATE_NO_APPOINTMENT:
    case CANDIDATE_BEGUN:
    case CANDIDATE_NO_SLOT:
    case CANDIDATE_PAST:
    case CANDIDATE_OUTSIDE:
    case CANDIDATE_FULL:
    case CANDIDATE_OTHER_SESSION:
    case CANDIDATE_SHIFTED:
    case CANDIDATE_STORED:
    case CANDIDATE_ABSENT:
    case CANDIDATE_TAKEN:
      return stop_of_rest (outcome);
    case CANDIDATE_AWAY:
      return (struct stop) { ERROR_BUSY, "try_again" };
    case CANDIDATE_DONE:
    case CANDIDATE_SAVED:
    case CANDIDATE_BROKEN:
    case CANDIDATE_OUTCOME_COUNT:
      break;
    }
  return (struct stop) { ERROR_INTERNAL, NULL };
}

struct http_reply
wing_stop (struct http_request *rq, enum candidate_outcome outcome)
{
  struct stop stop = stop_of (outcome);

  if (CANDIDATE_SIGNED_OUT == outcome)
    return http_reply_problem (rq, stop.error, NULL, stop.reason);
  return http_reply_form_problem (rq, stop.error, NULL, stop.reason, CANDIDATE_TAKEN_OVER == outcome ? "other_device" : "stopped",
                                  wing_made (json_pack ("{s:b, s:b}", "may_go_back", CANDIDATE_AWAY == outcome, "may_pick",
                                                        CANDIDATE_NO_APPOINTMENT == outcome)));
}

struct http_reply
wing_again (struct http_request *rq, enum candidate_outcome outcome, const char *page, json_t *steal_document)
{
  struct stop stop = stop_of (outcome);

  return http_reply_form_problem (rq, stop.error, NULL, stop.reason, page, steal_document);
}
