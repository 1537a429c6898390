#include "work_document.h"

#include "break_document.h"
#include "log.h"
#include "receipts_document.h"

#include <string.h>

bool
work_is_answered (const struct candidate_work *work, size_t index)
{
  return 1 == work->session.part ? 0 != work->answers[index].choice : work->answers[index].answered;
}

json_t *
work_counts (const struct candidate_work *work)
{
  json_int_t answered = 0;
  json_int_t flagged = 0;

  for (size_t i = 0; i < work->count; i++)
    {
      answered += work_is_answered (work, i);
      flagged += work->answers[i].flagged;
    }
  return wing_made (json_pack ("{s:I, s:I, s:I}", "answered", answered, "unanswered", (json_int_t) work->count - answered,
                               "flagged", flagged));
}

json_t *
work_navigator (struct arena *arena, const struct candidate_work *work, int64_t place)
{
  json_t *list = wing_made (json_array ());

  for (size_t i = 0; i < work->count; i++)
    {
      const struct candidate_answer *answer = &work->answers[i];
      (void) json_array_append_new (
        list, wing_made (json_pack ("{s:i, s:s, s:b, s:b, s:b, s:b, s:b}", "place", (int) i + 1, "href",
                                    wing_question (arena, work->session.part, (int64_t) i + 1), "answered",
                                    work_is_answered (work, i), "seen", answer->seen, "flagged", answer->flagged, "current",
                                    place == (int64_t) i + 1, "counts", answer->counts)));
    }
  return list;
}

void
work_bar (const struct candidate_session *session, json_t *page)
{
  (void) json_object_set_new (page, "standing", json_boolean (SESSION_OPENED == session->state));
  (void) json_object_set_new (page, "paused", json_boolean (SESSION_PAUSED == session->state));
  (void) json_object_set_new (page, "time", wing_time (&session->time));
  (void) json_object_set_new (page, "version", json_integer (session->version));
  if (SESSION_RUNNING == session->state && session->break_left_s > 0)
    (void) json_object_set_new (page, "break_left", break_minutes (session));
}

json_t *
work_page (struct arena *arena, const struct candidate_work *work, int64_t place)
{
  const struct candidate_session *session = &work->session;
  json_t *page = wing_made (
    json_pack ("{s:i, s:I, s:I, s:b, s:o, s:o, s:I, s:s}", "part", session->part, "place", (json_int_t) place, "count",
               (json_int_t) work->count, "last", place == (int64_t) work->count, "counts", work_counts (work), "navigator",
               work_navigator (arena, work, place), "next_sequence", (json_int_t) session->next_sequence, "saves",
               wing_path (arena, session->part, "saves", 0)));

  work_bar (session, page);
  if (place > 1)
    (void) json_object_set_new (page, "previous", json_integer (place - 1));
  if (place < (int64_t) work->count)
    (void) json_object_set_new (page, "next", json_integer (place + 1));
  return page;
}

json_t *
work_options (const struct candidate_item *item, const struct candidate_answer *answer)
{
  json_t *options = wing_made (json_array ());

  for (size_t i = 0; i < CANDIDATE_OPTIONS; i++)
    {
      char letter = (char) ('A' + (int) i);
      (void) json_array_append_new (
        options, wing_made (json_pack ("{s:s%, s:s, s:b, s:b}", "letter", &letter, (size_t) 1, "text", item->options[i],
                                       "chosen", letter == answer->choice, "struck",
                                       NULL != strchr (answer->struck, letter))));
    }
  return options;
}

struct http_reply
work_ended (struct http_request *rq, void *worker, const struct candidate_session *session)
{
  bool handed_in = NULL != wing_filled (session->handed_in);
  struct candidate_call call = wing_call (rq);

  return http_reply_form_problem (rq, handed_in ? ERROR_CLOSED : ERROR_LATE, NULL, handed_in ? "part_handed_in" : "part_time_over",
                                  "ended",
                                  wing_made (json_pack ("{s:i, s:s*, s:s*, s:o, s:o*}", "part", session->part, "handed_in",
                                                        wing_filled (session->handed_in), "closed",
                                                        wing_filled (session->closed), "time", wing_time (&session->time),
                                                        "seal", receipts_ended (wing_store (worker), &call, session->part))));
}

bool
work_shows (struct http_request *rq, void *worker, const struct candidate_session *session, struct http_reply *instead)
{
  if (session->stopped)
    *instead = work_ended (rq, worker, session);
  else if (session->taken_over)
    *instead = wing_stop (rq, CANDIDATE_TAKEN_OVER);
  else if (session->own_break)
    *instead = http_reply_form_problem (rq, ERROR_NOT_READY, NULL, "own_break", "break", break_document (session));
  else
    return true;
  return false;
}

const char *
work_go (struct http_request *rq, const struct candidate_work *work, int64_t place, struct text go)
{
  int part = work->session.part;
  int64_t other = 0;

  if (text_is (go, "review"))
    return wing_path (rq->arena, part, "review", 0);
  if (text_is (go, "hand-in"))
    return wing_path (rq->arena, part, "hand-in", 0);
  if (text_is (go, "break"))
    return wing_path (rq->arena, part, "break", 0);
  if (text_is (go, "next"))
    return place < (int64_t) work->count ? wing_question (rq->arena, part, place + 1)
                                         : wing_path (rq->arena, part, "review", 0);
  if (text_is (go, "previous"))
    return wing_question (rq->arena, part, place > 1 ? place - 1 : 1);
  if (text_is (go, "stay") || text_is (go, "clear"))
    return wing_question (rq->arena, part, place);
  if (text_to_i64 (go, 1, (int64_t) work->count, &other))
    return wing_question (rq->arena, part, other);
  (void) http_fields_refuse (rq, "go", "no_such_question");
  return NULL;
}

static void
delivered (void *worker, const struct http_request *rq, int64_t delivered_boot_us, int part)
{
  struct candidate_call call = { rq->arena, rq->login.token_hash, delivered_boot_us };

  /* Should this fail, the clock starts with the next thing that the candidate does: never to their loss. */
  if (CANDIDATE_DONE != candidate_store_delivered (wing_store (worker), &call, part))
    log_event (LOG_LEVEL_WARNING, "delivery_not_recorded", "part=%d", part);
}

static void
delivered_part1 (void *worker, const struct http_request *rq, int64_t delivered_boot_us)
{
  delivered (worker, rq, delivered_boot_us, 1);
}

static void
delivered_part2 (void *worker, const struct http_request *rq, int64_t delivered_boot_us)
{
  delivered (worker, rq, delivered_boot_us, 2);
}

http_delivered *
work_delivered (const struct candidate_session *session)
{
  if (SESSION_OPENED != session->state)
    return NULL;
  return 1 == session->part ? delivered_part1 : delivered_part2;
}
