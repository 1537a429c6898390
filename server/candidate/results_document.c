#include "results_document.h"

#include <stdlib.h>
#include <string.h>

/* {"day", "month", "year", "iso"} of "2026-11-03"; NULL where there is no date. */
static json_t *
date_of (const struct candidate_worker *worker, const json_t *date)
{
  const json_t *months = json_object_get (worker->words, "months");
  const char *iso = json_string_value (date);
  int64_t year, month, day;

  if (NULL == iso || 10 != strlen (iso))
    return NULL;
  year = strtoll (iso, NULL, 10);
  month = strtoll (iso + 5, NULL, 10);
  day = strtoll (iso + 8, NULL, 10);
  if (month < 1 || month > 12)
    return NULL;
  return wing_made (json_pack ("{s:s, s:I, s:s, s:I}", "iso", iso, "year", (json_int_t) year, "month",
                               json_string_value (json_array_get (months, (size_t) month - 1)), "day", (json_int_t) day));
}

/* What it is about and what it says, and nothing else that it may hold. Letters that were published before remarks were merged hold
   texts without what they are about. */
static json_t *
remark_of (json_t *remark)
{
  if (json_is_string (remark))
    return wing_made (json_pack ("{s:b, s:O}", "overall", 0, "text", remark));
  return wing_made (json_pack ("{s:O*, s:O*, s:b, s:O}", "vignette", json_object_get (remark, "vignette"), "criterion",
                               json_object_get (remark, "criterion"), "overall",
                               json_is_true (json_object_get (remark, "overall")), "text", json_object_get (remark, "text")));
}

static json_t *
remarks_of (const json_t *part)
{
  json_t *list = wing_made (json_array ());
  size_t index;
  json_t *remark;

  json_array_foreach (json_object_get (part, "remarks"), index, remark)
    (void) json_array_append_new (list, remark_of (remark));
  return list;
}

/* NULL for a part that was not sat. */
static json_t *
part_of (const struct candidate_worker *worker, const json_t *part, bool first)
{
  json_t *document;
  json_t *remarks;

  if (! json_is_true (json_object_get (part, "sat")))
    return NULL;
  document = wing_made (json_pack ("{s:b, s:o*}", "passed", json_is_true (json_object_get (part, "passed")), "date",
                                   date_of (worker, json_object_get (part, "date"))));
  if (first)
    {
      (void) json_object_set (document, "score", json_object_get (part, "score"));
      (void) json_object_set (document, "max", json_object_get (part, "max"));
      return document;
    }
  remarks = remarks_of (part);
  (void) json_object_set_new (document, "has_remarks", json_boolean (0 != json_array_size (remarks)));
  (void) json_object_set_new (document, "remarks", remarks);
  return document;
}

static json_t *
retake_of (const struct candidate_worker *worker, const json_t *retake)
{
  bool has[3] = { false };
  size_t index;
  json_t *part;

  if (! json_is_object (retake))
    return NULL;
  json_array_foreach (json_object_get (retake, "parts"), index, part)
    if (json_integer_value (part) >= 1 && json_integer_value (part) <= 2)
      has[json_integer_value (part)] = true;
  return wing_made (json_pack ("{s:b, s:b, s:b, s:o*, s:o*}", "part1", has[1] && ! has[2], "part2", has[2] && ! has[1], "both",
                               has[1] && has[2], "earliest", date_of (worker, json_object_get (retake, "earliest")),
                               "request_by", date_of (worker, json_object_get (retake, "request_by"))));
}

static json_t *
document (const struct candidate_worker *worker, const struct candidate_results *results)
{
  const json_t *outcome = results->outcome;
  const char *category = json_string_value (json_object_get (outcome, "category"));
  const char *track = json_string_value (json_object_get (outcome, "track"));

  return wing_made (json_pack (
    "{s:b, s:s, s:s, s:s, s:s*, s:s*, s:o*, s:o*, s:o*, s:b, s:b}", "published", true, "released", results->released,
    "association", results->association, "title", results->title, "category",
    NULL == category ? NULL : wing_word (worker, "categories", category), "track",
    NULL == track ? NULL : wing_word (worker, "tracks", track), "part1",
    part_of (worker, json_object_get (outcome, "part1"), true), "part2",
    part_of (worker, json_object_get (outcome, "part2"), false), "retake",
    retake_of (worker, json_object_get (outcome, "retake")), "endorsable", json_is_true (json_object_get (outcome, "endorsable")),
    "corrected", json_is_true (json_object_get (outcome, "corrected"))));
}

struct http_reply
results_page (struct http_request *rq, void *worker)
{
  const struct http_field spec[] = { HTTP_FIELD_END };
  struct candidate_call call = wing_call (rq);
  struct candidate_results results;
  enum candidate_outcome outcome;
  json_t *shown;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = candidate_store_results (wing_store (worker), &call, &results);
  if (CANDIDATE_NOT_PUBLISHED == outcome)
    return http_reply_ok (rq, wing_made (json_pack ("{s:b}", "published", false)));
  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  shown = document (worker, &results);
  json_decref (results.outcome);
  return http_reply_ok (rq, shown);
}
