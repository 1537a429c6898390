#include "exam_document.h"

#include <string.h>

json_t *
exam_document_part (const struct candidate_part *part)
{
  json_t *is = wing_made (json_pack ("{s:b}", part->phase, true));
  bool resumable = 0 == strcmp (part->phase, "running") || 0 == strcmp (part->phase, "opened");
  bool over = 0 == strcmp (part->phase, "handed_in") || 0 == strcmp (part->phase, "closed")
              || 0 == strcmp (part->phase, "time_over") || 0 == strcmp (part->phase, "missed");

  return wing_made (json_pack ("{s:i, s:b, s:s, s:o, s:b, s:b, s:o, s:s*}", "part", part->number, "first",
                               1 == part->number, "phase", part->phase, "is", is, "resumable", resumable, "over", over, "time",
                               wing_time (&part->time), "ended", wing_filled (part->ended)));
}

/* The one thing to do now: accept, part (which one in *part), pick an appointment, results, or wait. */
static const char *
next_step (const struct candidate_overview *overview, int *part)
{
  *part = 0;
  if (overview->published)
    return "results";
  for (size_t i = 0; i < overview->count; i++)
    {
      const char *phase = overview->parts[i].phase;
      if (0 == strcmp (phase, "needs_acceptance"))
        return "accept";
      if (0 == strcmp (phase, "ready") || 0 == strcmp (phase, "running") || 0 == strcmp (phase, "opened"))
        {
          *part = overview->parts[i].number;
          return "part";
        }
    }
  for (size_t i = 0; i < overview->count; i++)
    if (0 == strcmp (overview->parts[i].phase, "no_appointment"))
      return "pick";
  for (size_t i = 0; i < overview->count; i++)
    if (0 == strcmp (overview->parts[i].phase, "not_open"))
      return NULL == wing_filled (overview->accepted) ? "accept" : "wait_window";
  return "wait_results";
}

json_t *
exam_document (const struct candidate_worker *worker, const struct candidate_overview *overview)
{
  json_t *parts = wing_made (json_array ());
  int part;
  const char *next = next_step (overview, &part);
  json_t *document;

  for (size_t i = 0; i < overview->count; i++)
    (void) json_array_append_new (parts, exam_document_part (&overview->parts[i]));
  document = wing_made (json_pack ("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s*, s:b, s:o, s:s, s:{s:b}}", "association",
                               overview->association, "zone", overview->zone, "title", overview->title, "category",
                               wing_word (worker, "categories", overview->category), "track",
                               wing_word (worker, "tracks", overview->track), "opens", overview->opens, "closes",
                               overview->closes, "accepted", wing_filled (overview->accepted), "published",
                               overview->published, "parts", parts, "next_step", next, "next_is", next, true));
  if (0 != part)
    (void) json_object_set_new (document, "next_part", json_integer (part));
  return document;
}
