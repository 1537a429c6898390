#include "review_document.h"

#include "vignette_document.h"
#include "work_document.h"

/* Questions that want another look: those without an answer, then those with a flag. */
static json_t *
places (struct http_request *rq, const struct candidate_work *work, bool flagged)
{
  json_t *list = wing_made (json_array ());

  for (size_t i = 0; i < work->count; i++)
    if (flagged ? work->answers[i].flagged : ! work_is_answered (work, i))
      (void) json_array_append_new (
        list, wing_made (json_pack ("{s:i, s:s}", "place", (int) i + 1, "href",
                                    wing_question (rq->arena, work->session.part, (int64_t) i + 1))));
  return list;
}

struct http_reply
review_page (struct http_request *rq, void *worker)
{
  int64_t part = 0;
  const struct http_field spec[] = { HTTP_PATH_I64 ("part", 1, 2, &part), HTTP_FIELD_END };
  struct candidate_call call = wing_call (rq);
  struct candidate_work work;
  struct http_reply instead;
  enum candidate_outcome outcome;
  json_t *page;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = candidate_store_work (wing_store (worker), &call, (int) part, 0, &work);
  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  if (! work_shows (rq, worker, &work.session, &instead))
    return instead;
  page = wing_made (json_pack ("{s:I, s:I, s:b, s:o, s:o, s:o, s:o}", "part", (json_int_t) part, "count",
                               (json_int_t) work.count, "first", 1 == part, "counts", work_counts (&work), "navigator",
                               work_navigator (rq->arena, &work, 0), "unanswered", places (rq, &work, false), "flagged",
                               places (rq, &work, true)));
  work_bar (&work.session, page);
  (void) json_object_set_new (page, "has_unanswered",
                              json_boolean (0 != json_array_size (json_object_get (page, "unanswered"))));
  (void) json_object_set_new (page, "has_flagged", json_boolean (0 != json_array_size (json_object_get (page, "flagged"))));
  if (2 == part)
    (void) json_object_set_new (page, "vignettes", vignette_list (rq->arena, &work));
  return http_reply_ok (rq, page);
}
