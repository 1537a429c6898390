/* Part 2 is decided when its reviews are locked; a third reviewer is called for when the rule asks for one. */
#include "adjudicate.h"
#include "levels.h"
#include "log.h"
#include "work.h"

/* Which rule fired, and all that it was fired by. */
static json_t *
decision_of (const struct registrar_ready *ready, const struct adjudication *found, size_t reviews)
{
  json_t *totals = json_array ();

  for (size_t i = 0; i < reviews; i++)
    json_array_append_new (totals, json_integer (found->totals[i]));
  return json_pack ("{s:b, s:s, s:s, s:o, s:i, s:i, s:i, s:{s:i, s:i}, s:{s:i, s:i, s:i}}", "passed", (int) found->passed,
                    "rule", adjudicate_rule_version (ready->rule), "fired", adjudicate_fired_word (found->fired), "totals", totals,
                    "max", found->max, "cells", ready->pages * ready->criteria, "cells_apart", found->cells_apart, "mark", "sum",
                    found->mark, "of", found->mark_of, "policy", "pass_percent", ready->pass_percent, "near_line_points",
                    ready->near_line_points, "level_tolerance", ready->level_tolerance);
}

static enum registrar_status
record (struct registrar *registrar, const struct registrar_ready *ready, const json_t *reviews, const struct adjudication *found)
{
  json_auto_t *decision = decision_of (ready, found, json_array_size (reviews));

  return registrar_store_put_part2 (registrar->store, ready, decision, adjudicate_rule_version (ready->rule));
}

static bool
judge (const struct registrar_ready *ready, const json_t *reviews, struct adjudication *found)
{
  const struct adjudicate_policy policy = { ready->rule,
                                            { ready->pages, ready->criteria, ready->top_level },
                                            ready->pass_percent,
                                            ready->near_line_points,
                                            ready->level_tolerance };
  int levels[ADJUDICATE_REVIEWS_MOST * REVIEW_PAGES_MOST * REVIEW_CRITERIA_MOST];
  const size_t count = json_array_size (reviews);
  int total;

  if (count > ADJUDICATE_REVIEWS_MOST)
    return false;
  for (size_t i = 0; i < count; i++)
    if (! registrar_locked_levels (ready, json_array_get (reviews, i), levels + i * review_scale_cells (policy.scale), &total))
      return false;
  return adjudicate (&policy, levels, count, found);
}

/* Also while a third reviewer is called for and nobody has that seat yet: the two may agree since one of them was revised. */
static enum registrar_status
decide (struct registrar *registrar, struct registrar_ready *ready)
{
  json_auto_t *reviews = NULL;
  struct adjudication found;
  bool short_of;
  enum registrar_status status = registrar_store_reviews (registrar->store, ready, &reviews);

  if (REGISTRAR_DONE != status)
    return status;
  if (! judge (ready, reviews, &found))
    return REGISTRAR_BROKEN;
  return found.decided ? record (registrar, ready, reviews, &found)
                       : registrar_store_call_third (registrar->store, ready, &short_of);
}

enum registrar_status
registrar_decide (struct registrar *registrar)
{
  struct pg_rows *list BM_CLEANUP (registrar_list_free) = NULL;
  enum registrar_status worst = registrar_store_reopen (registrar->store);

  if (REGISTRAR_DONE == worst)
    worst = registrar_store_ready (registrar->store, &list);

  for (size_t i = 0; REGISTRAR_AWAY != worst && i < registrar_list_count (list); i++)
    {
      struct registrar_ready ready = { .content = NULL };
      enum registrar_status status;
      char id[UID_TEXT_ROOM];
      arena_reset (registrar->arena);
      status = registrar_store_ready_packet (registrar->store, list, i, &ready);
      if (REGISTRAR_DONE == status)
        status = decide (registrar, &ready);
      json_decref (ready.content);
      if (REGISTRAR_DONE != status)
        worst = status;
      uid_print (ready.packet, id);
      if (REGISTRAR_BROKEN == status)
        log_event (LOG_LEVEL_ERROR, "not_decided", "packet=%s", id);
    }
  return worst;
}
