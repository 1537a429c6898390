#include "accommodations_document.h"

#include <string.h>

static json_t *
minutes_of (int64_t minutes)
{
  return 0 == minutes ? NULL : json_integer ((json_int_t) minutes);
}

/* What the page of all and the letter both tell of one. */
static json_t *
one_of (const struct candidate_accommodation *one)
{
  bool granted = 0 == strcmp (one->state, "granted");
  char id[UID_TEXT_ROOM];

  uid_print (one->id, id);
  return wing_made (json_pack (
    "{s:s, s:s, s:s, s:{s:b, s:b}, s:s, s:b, s:b, s:b, s:b, s:o*, s:o*, s:s*, s:s*, s:s*, s:s*, s:s*}", "id", id, "kind",
    one->kind, "state", one->state, "is", one->kind, true, one->state, true, "received", one->received, "late", one->late,
    "by_roster", one->by_roster, "decided", granted || 0 == strcmp (one->state, "refused"), "undecided",
    0 == strcmp (one->state, "asked"), "part1_minutes", minutes_of (one->part1_minutes), "part2_minutes",
    minutes_of (one->part2_minutes), "opens", wing_filled (one->opens), "closes", wing_filled (one->closes), "asked",
    wing_filled (one->asked), "reason", wing_filled (one->reason), "decided_on", wing_filled (one->decided)));
}

json_t *
accommodations_document (const struct candidate_accommodations *all, const struct accommodation_entries *entries,
                         struct arena *arena)
{
  json_t *list = wing_made (json_array ());
  json_t *is = wing_made (json_object ());

  for (size_t i = 0; i < all->count; i++)
    (void) json_array_append_new (list, one_of (&all->list[i]));
  if (entries->kind.length > 0)
    (void) json_object_set_new (is, arena_string (arena, entries->kind), json_true ());
  return wing_made (json_pack ("{s:s, s:s, s:s, s:b, s:s, s:b, s:o, s:{s:s%, s:o}}", "association", all->association, "zone",
                               all->zone, "title", all->title, "may_file", all->may_file, "request_by", all->request_by,
                               "late_now", all->late_now, "requests", list, "entered", "asked", entries->asked.at,
                               entries->asked.length, "is", is));
}

struct http_reply
accommodations_again (struct http_request *rq, void *worker, const struct accommodation_entries *entries, enum error error,
                      const char *field, const char *reason)
{
  struct candidate_call call = wing_call (rq);
  struct candidate_accommodations all;
  enum candidate_outcome outcome = candidate_store_accommodations (wing_store (worker), &call, &all);
  json_t *document;

  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  document = accommodations_document (&all, entries, rq->arena);
  if (NULL != field)
    (void) json_object_set_new (document, "wrong", wing_made (json_pack ("{s:b}", field, true)));
  return http_reply_form_problem (rq, error, field, reason, "accommodations", document);
}

json_t *
accommodation_letter (const struct candidate_accommodations *all, const struct candidate_accommodation *one)
{
  json_t *document = one_of (one);
  json_t *lines = wing_made (json_array ());

  for (size_t part = 0; part < BM_COUNT (all->lines); part++)
    if (NULL != wing_filled (all->lines[part]))
      (void) json_array_append_new (lines, wing_made (json_pack ("{s:i, s:s}", "part", (int) part + 1, "line", all->lines[part])));
  (void) json_object_set_new (document, "owed", lines);
  (void) json_object_set_new (document, "association", json_string (all->association));
  (void) json_object_set_new (document, "zone", json_string (all->zone));
  (void) json_object_set_new (document, "title", json_string (all->title));
  return document;
}
