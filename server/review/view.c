#include "view.h"

#include <string.h>

json_t *
view_text (struct text text)
{
  return json_stringn (text.at, text.length);
}

json_t *
view_category_is (struct text category)
{
  static const char *const categories[] = { "specialist", "mentor-clinical", "mentor-policy", "mentor-research-faculty" };
  static const char *const keys[] = { "specialist", "mentor_clinical", "mentor_policy", "mentor_research_faculty" };
  json_t *is = json_object ();

  for (size_t i = 0; i < BM_COUNT (categories); i++)
    if (text_is (category, categories[i]))
      json_object_set_new (is, keys[i], json_true ());
  return is;
}

static json_t *
steps (const struct review_packet *packet, size_t at)
{
  json_t *list = json_array ();

  for (size_t i = 0; i < (size_t) packet->scale.pages; i++)
    {
      const int scored = ready_scored_on (packet, i);
      json_array_append_new (list, json_pack ("{s:i, s:o, s:i, s:i, s:b, s:b}", "number", (int) i + 1, "title",
                                              view_text (packet->pages[i].title), "scored", scored, "of",
                                              packet->scale.criteria, "is_current", (int) (i == at), "is_done",
                                              (int) (scored == packet->scale.criteria)));
    }
  return list;
}

/* Whole minutes on the packet. */
static int
minutes (const struct review_packet *packet)
{
  int seconds = 0;

  for (size_t i = 0; i < (size_t) packet->scale.pages; i++)
    seconds += packet->seconds[i];
  return seconds / 60;
}

static json_t *
criterion (const struct review_packet *packet, size_t at, size_t index)
{
  const struct review_criterion *row = &packet->criteria[index];
  const size_t cell = at * (size_t) packet->scale.criteria + index;
  const int chosen = packet->opinion.levels[cell];
  json_t *levels = json_array ();

  for (int i = 0; i <= packet->scale.top_level; i++)
    json_array_append_new (levels, json_pack ("{s:i, s:o, s:o, s:b}", "level", i, "title",
                                              view_text (row->levels[i].title), "descriptor",
                                              view_text (row->levels[i].descriptor), "is_chosen", (int) (i == chosen)));
  return json_pack ("{s:o, s:i, s:o, s:o, s:o, s:o, s:b}", "id", view_text (row->id), "number", (int) index + 1, "domain",
                    view_text (row->domain), "title", view_text (row->title), "levels", levels, "remark",
                    view_text (packet->opinion.remarks[cell]), "is_scored", (int) (REVIEW_NO_LEVEL != chosen));
}

static json_t *
progress (const struct review_packet *packet)
{
  const struct review_score score = ready_judge (packet).score;

  return json_pack ("{s:i, s:i, s:i, s:i, s:i}", "scored", score.scored, "missing", score.missing, "of",
                    score.scored + score.missing, "total", score.total, "max", score.max);
}

static const char *
recommendation_word (enum review_recommendation recommendation)
{
  switch (recommendation)
    {
    case REVIEW_RECOMMENDS_PASS:
      return "pass";
    case REVIEW_RECOMMENDS_FAIL:
      return "fail";
    case REVIEW_RECOMMENDS_NOTHING:
      break;
    }
  return "";
}

/* Which revision is locked (0: none), whether the next one is being written, and whether one may be begun. */
static json_t *
revision (const struct review_packet *packet)
{
  return json_pack ("{s:I, s:b, s:b, s:b, s:o}", "number", (json_int_t) packet->revision, "is_draft", (int) packet->revising,
                    "is_later", (int) (1 < packet->revision), "may_begin", (int) (packet->locked && ! packet->closed), "reason",
                    view_text (packet->opinion.reason));
}

/* What every page about one packet carries. */
static json_t *
packet_head (const struct review_packet *packet)
{
  const struct review_opinion *opinion = &packet->opinion;

  return json_pack ("{s:o, s:o, s:o, s:o, s:o, s:I, s:b, s:b, s:o, s:i, s:o, s:o, s:s, s:b, s:b, s:o}", "code",
                    view_text (packet->code), "keep", view_text (packet->keep), "association",
                    view_text (packet->association), "category", view_text (packet->category), "category_is",
                    view_category_is (packet->category), "version", (json_int_t) packet->version, "locked",
                    (int) packet->locked, "is_practice", (int) packet->practice, "revision", revision (packet), "pages",
                    packet->scale.pages, "progress", progress (packet), "overall", view_text (opinion->overall), "recommendation",
                    recommendation_word (opinion->recommendation), "is_pass",
                    (int) (REVIEW_RECOMMENDS_PASS == opinion->recommendation), "is_fail",
                    (int) (REVIEW_RECOMMENDS_FAIL == opinion->recommendation), "note", view_text (opinion->note));
}

json_t *
view_packet (const struct review_packet *packet, size_t at, const struct view_beside *beside)
{
  const size_t last = (size_t) packet->scale.pages - 1;
  json_t *view = packet_head (packet);
  json_t *criteria = json_array ();

  for (size_t i = 0; i < (size_t) packet->scale.criteria; i++)
    json_array_append_new (criteria, criterion (packet, at, i));
  json_object_set_new (view, "at", json_integer ((json_int_t) at + 1));
  json_object_set_new (view, "is_first", json_boolean (0 == at));
  json_object_set_new (view, "is_last", json_boolean (last == at));
  json_object_set_new (view, "previous", json_integer (0 == at ? 1 : (json_int_t) at));
  json_object_set_new (view, "next", json_integer (last == at ? (json_int_t) at + 1 : (json_int_t) at + 2));
  json_object_set_new (view, "top_level", json_integer (packet->scale.top_level));
  json_object_set_new (view, "steps", steps (packet, at));
  json_object_set_new (view, "vignette", view_vignette (packet, at));
  json_object_set_new (view, "marks", view_marks (packet, at));
  json_object_set_new (view, "texts", view_texts (packet, at));
  json_object_set_new (view, "around", view_around (&beside->around));
  json_object_set_new (view, "phrases", view_phrase_list (&beside->phrases));
  json_object_set_new (view, "seconds", json_integer (packet->seconds[at]));
  if (0 != minutes (packet))
    json_object_set_new (view, "spent", json_pack ("{s:i}", "minutes", minutes (packet)));
  json_object_set_new (view, "criteria", criteria);
  return view;
}

/* The level and remark of one cell as another window left them. */
static json_t *
stored_cell (const struct review_packet *stored, size_t index, size_t cell)
{
  const int level = stored->opinion.levels[cell];
  json_t *view = json_pack ("{s:o}", "remark", view_text (stored->opinion.remarks[cell]));

  if (REVIEW_NO_LEVEL != level)
    json_object_set_new (view, "level", json_pack ("{s:i, s:o}", "level", level, "title",
                                                   view_text (stored->criteria[index].levels[level].title)));
  return view;
}

json_t *
view_stale (const struct review_packet *typed, const struct review_packet *stored, size_t at,
            const struct view_beside *beside)
{
  json_t *view = view_packet (typed, at, beside);
  json_t *criteria = json_object_get (view, "criteria");
  const struct review_opinion *mine = &typed->opinion;
  const struct review_opinion *theirs = &stored->opinion;
  json_auto_t *marks = view_marks (stored, at);

  json_object_set_new (view, "version", json_integer (stored->version));
  json_object_set_new (view, "is_stale", json_true ());
  for (size_t i = 0; i < (size_t) typed->scale.criteria; i++)
    {
      const size_t cell = at * (size_t) typed->scale.criteria + i;
      if (mine->levels[cell] != theirs->levels[cell] || ! text_equal (mine->remarks[cell], theirs->remarks[cell]))
        json_object_set_new (json_array_get (criteria, i), "stored", stored_cell (stored, i, cell));
    }
  if (! json_equal (json_object_get (view, "marks"), marks))
    json_object_set_new (view, "stored_marks", json_pack ("{s:i}", "count", (int) json_array_size (marks)));
  if (mine->recommendation != theirs->recommendation || ! text_equal (mine->overall, theirs->overall)
      || ! text_equal (mine->note, theirs->note))
    json_object_set_new (view, "stored_end",
                         json_pack ("{s:o, s:o, s:b, s:b}", "note", view_text (theirs->note), "overall",
                                    view_text (theirs->overall), "is_pass",
                                    (int) (REVIEW_RECOMMENDS_PASS == theirs->recommendation), "is_fail",
                                    (int) (REVIEW_RECOMMENDS_FAIL == theirs->recommendation)));
  return view;
}

json_t *
view_revision (const struct review_packet *packet, int64_t version, bool is_draft)
{
  return json_pack ("{s:o, s:I, s:b}", "code", view_text (packet->code), "version", (json_int_t) version, "is_draft",
                    (int) is_draft);
}

static json_t *
check_row (const struct review_packet *packet, size_t at, size_t index)
{
  const struct review_criterion *row = &packet->criteria[index];
  const size_t cell = at * (size_t) packet->scale.criteria + index;
  const int level = packet->opinion.levels[cell];
  json_t *view = json_pack ("{s:o, s:o, s:o, s:b}", "id", view_text (row->id), "title", view_text (row->title), "remark",
                            view_text (packet->opinion.remarks[cell]), "is_missing", (int) (REVIEW_NO_LEVEL == level));

  if (REVIEW_NO_LEVEL != level)
    json_object_set_new (view, "level", json_pack ("{s:i, s:o}", "level", level, "title",
                                                   view_text (row->levels[level].title)));
  return view;
}

json_t *
view_check (const struct review_packet *packet)
{
  const struct ready ready = ready_judge (packet);
  json_t *view = packet_head (packet);
  json_t *parts = json_array ();

  for (size_t at = 0; at < (size_t) packet->scale.pages; at++)
    {
      json_t *rows = json_array ();
      for (size_t i = 0; i < (size_t) packet->scale.criteria; i++)
        json_array_append_new (rows, check_row (packet, at, i));
      json_array_append_new (parts, json_pack ("{s:i, s:o, s:o}", "number", (int) at + 1, "title",
                                               view_text (packet->pages[at].title), "rows", rows));
    }
  json_object_set_new (view, "parts", parts);
  json_object_set_new (view, "complete", json_boolean (ready.complete));
  json_object_set_new (view, "lacks_levels", json_boolean (0 != ready.score.missing));
  json_object_set_new (view, "lacks_recommendation", json_boolean (ready.lacks_recommendation));
  json_object_set_new (view, "lacks_overall", json_boolean (ready.lacks_overall));
  json_object_set_new (view, "first_missing", json_integer ((json_int_t) ready.first_missing + 1));
  return view;
}
