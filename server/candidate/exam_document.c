#include "exam_document.h"

#include <string.h>

static bool
is_over (const char *phase)
{
  return 0 == strcmp (phase, "handed_in") || 0 == strcmp (phase, "closed") || 0 == strcmp (phase, "time_over")
         || 0 == strcmp (phase, "missed");
}

json_t *
exam_document_part (const struct candidate_part *part)
{
  json_t *is = wing_made (json_pack ("{s:b}", part->phase, true));
  bool resumable = 0 == strcmp (part->phase, "running") || 0 == strcmp (part->phase, "opened");
  bool over = is_over (part->phase);

  return wing_made (json_pack ("{s:i, s:b, s:s, s:o, s:b, s:b, s:s, s:s, s:o, s:s*, s:s*}", "part", part->number, "first",
                               1 == part->number, "phase", part->phase, "is", is, "resumable", resumable, "over", over, "opens",
                               part->opens, "closes", part->closes, "time", wing_time (&part->time), "ended",
                               wing_filled (part->ended), "session", wing_filled (part->session)));
}

/* Part 1 is behind the candidate and Part 2 untouched: {"ready", "opens", "closes"}. NULL: not so. */
static json_t *
between (const struct candidate_overview *overview)
{
  static const char *const untouched[] = { "ready", "opened", "not_open" };
  const struct candidate_part *second = &overview->parts[1];

  if (2 != overview->count || ! is_over (overview->parts[0].phase))
    return NULL;
  for (size_t i = 0; i < BM_COUNT (untouched); i++)
    if (0 == strcmp (untouched[i], second->phase))
      return wing_made (json_pack ("{s:b, s:s, s:s}", "ready", 0 != strcmp ("not_open", second->phase), "opens", second->opens,
                                   "closes", second->closes));
  return NULL;
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
  document = wing_made (json_pack ("{s:s, s:s, s:s, s:s, s:s, s:s, s:s*, s:b, s:i, s:b, s:b, s:o, s:o*, s:s, s:{s:b}}",
                               "association", overview->association, "zone", overview->zone, "now", overview->now, "title",
                               overview->title, "category",
                               wing_word (worker, "categories", overview->category), "track",
                               wing_word (worker, "tracks", overview->track), "accepted", wing_filled (overview->accepted),
                               "published", overview->published, "epoch", overview->epoch, "other_device",
                               0 == strcmp ("newest", overview->device),
                               "taken_over", 0 == strcmp ("older", overview->device), "parts", parts, "between",
                               between (overview), "next_step", next, "next_is", next, true));
  if (0 != part)
    (void) json_object_set_new (document, "next_part", json_integer (part));
  return document;
}
