/* The page before a part: the time owed, the rule of the window, and one button. A part that was started is gone on with. */
#include "endpoints.h"
#include "exam_document.h"
#include "work_document.h"

#include <string.h>

/* Where somebody who comes back goes on: the first question without an answer. */
static struct http_reply
go_on (struct http_request *rq, void *worker, int part)
{
  struct candidate_call call = wing_call (rq);
  struct candidate_work work;
  size_t index = 0;
  enum candidate_outcome outcome = candidate_store_work (wing_store (worker), &call, part, 0, &work);

  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  if (work.session.own_break)
    return http_reply_done (rq, NULL, wing_path (rq->arena, part, "break", 0));
  while (index < work.count && work_is_answered (&work, index))
    index++;
  return http_reply_done (rq, NULL, wing_question (rq->arena, part, index < work.count ? (int64_t) index + 1 : 1));
}

static enum candidate_outcome
outcome_of_phase (const char *phase)
{
  static const struct { const char *phase; enum candidate_outcome outcome; } rows[] = {
    { "not_open", CANDIDATE_NOT_OPEN },     { "needs_acceptance", CANDIDATE_NOT_ACCEPTED },
    { "no_appointment", CANDIDATE_NO_APPOINTMENT },
    { "after_part1", CANDIDATE_PART1_FIRST }, { "handed_in", CANDIDATE_CLOSED },
    { "closed", CANDIDATE_LATE },           { "time_over", CANDIDATE_LATE },
    { "missed", CANDIDATE_OVER } };

  for (size_t i = 0; i < BM_COUNT (rows); i++)
    if (0 == strcmp (rows[i].phase, phase))
      return rows[i].outcome;
  return CANDIDATE_DONE;
}

struct http_reply
get_open (struct http_request *rq, void *worker)
{
  int64_t part = 0;
  const struct http_field spec[] = { HTTP_PATH_I64 ("part", 1, 2, &part), HTTP_FIELD_END };
  struct candidate_call call = wing_call (rq);
  struct candidate_overview overview;
  const struct candidate_part *own = NULL;
  enum candidate_outcome outcome;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = candidate_store_overview (wing_store (worker), &call, &overview);
  for (size_t i = 0; CANDIDATE_DONE == outcome && i < overview.count; i++)
    if (part == overview.parts[i].number)
      own = &overview.parts[i];
  if (CANDIDATE_DONE == outcome)
    outcome = NULL == own ? CANDIDATE_NOT_REGISTERED : outcome_of_phase (own->phase);
  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  if (0 != strcmp (own->phase, "ready"))
    return go_on (rq, worker, (int) part);
  return http_reply_ok (rq, wing_made (json_pack ("{s:o, s:s}", "own", exam_document_part (own), "zone", overview.zone)));
}
