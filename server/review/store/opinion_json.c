/* The cleartext of a draft and of a locked review, keyed "<page>.<criterion>", pages from 1. */
#include "run.h"

#include <string.h>

static size_t
cells_of (const struct review_packet *packet)
{
  return review_scale_cells (packet->scale);
}

static const char *
cell_key (const struct review_packet *packet, size_t cell, struct arena *arena)
{
  const size_t criteria = (size_t) packet->scale.criteria;
  const struct text id = packet->criteria[cell % criteria].id;

  return arena_printf (arena, "%zu.%.*s", cell / criteria + 1, (int) id.length, id.at);
}

void
review_empty_opinion (struct review_packet *packet, struct arena *arena)
{
  struct review_opinion *opinion = &packet->opinion;
  const size_t cells = cells_of (packet);

  opinion->levels = arena_take (arena, cells * sizeof *opinion->levels);
  opinion->remarks = arena_take (arena, cells * sizeof *opinion->remarks);
  for (size_t i = 0; i < cells; i++)
    {
      opinion->levels[i] = REVIEW_NO_LEVEL;
      opinion->remarks[i] = text_of ("");
    }
  opinion->overall = text_of ("");
  opinion->reason = text_of ("");
  opinion->note = text_of ("");
  opinion->recommendation = REVIEW_RECOMMENDS_NOTHING;
  opinion->marks = NULL;
  opinion->mark_count = 0;
}

static struct text
copy_string (const json_t *value, struct arena *arena)
{
  if (! json_is_string (value))
    return text_of ("");
  return review_copy (arena, text_from (json_string_value (value), json_string_length (value)));
}

static bool
read_all (const json_t *json, struct review_packet *packet, struct arena *arena)
{
  struct review_opinion *opinion = &packet->opinion;
  const json_t *levels = json_object_get (json, "levels");
  const json_t *remarks = json_object_get (json, "remarks");
  const struct text recommendation = copy_string (json_object_get (json, "recommendation"), arena);
  struct review_score score;

  for (size_t i = 0; i < cells_of (packet); i++)
    {
      const char *key = cell_key (packet, i, arena);
      const json_t *level = json_object_get (levels, key);
      if (NULL != level)
        opinion->levels[i] = (int) json_integer_value (level);
      opinion->remarks[i] = copy_string (json_object_get (remarks, key), arena);
    }
  opinion->overall = copy_string (json_object_get (json, "overall"), arena);
  opinion->reason = copy_string (json_object_get (json, "reason"), arena);
  opinion->note = copy_string (json_object_get (json, "note"), arena);
  review_read_texts (packet, json_object_get (json, "texts"), arena);
  review_read_marks (packet, json_object_get (json, "marks"), arena);
  opinion->recommendation = text_is (recommendation, "pass")   ? REVIEW_RECOMMENDS_PASS
                            : text_is (recommendation, "fail") ? REVIEW_RECOMMENDS_FAIL
                                                               : REVIEW_RECOMMENDS_NOTHING;
  return review_score (packet->scale, opinion->levels, cells_of (packet), &score);
}

bool
review_read_opinion (struct review_packet *packet, struct bytes plain, struct arena *arena)
{
  json_t *json = json_loadb ((const char *) plain.at, plain.length, JSON_REJECT_DUPLICATES, NULL);
  const bool whole = NULL != json && read_all (json, packet, arena);

  json_decref (json);
  return whole;
}

static json_t *
recommendation_json (enum review_recommendation recommendation)
{
  switch (recommendation)
    {
    case REVIEW_RECOMMENDS_PASS:
      return json_string ("pass");
    case REVIEW_RECOMMENDS_FAIL:
      return json_string ("fail");
    case REVIEW_RECOMMENDS_NOTHING:
      break;
    }
  return json_null ();
}

json_t *
review_opinion_json (const struct review_packet *packet, struct arena *arena)
{
  const struct review_opinion *opinion = &packet->opinion;
  json_t *json = json_object ();
  json_t *levels = json_object ();
  json_t *remarks = json_object ();

  for (size_t i = 0; i < cells_of (packet); i++)
    {
      const char *key = cell_key (packet, i, arena);
      const struct text remark = opinion->remarks[i];
      if (REVIEW_NO_LEVEL != opinion->levels[i])
        json_object_set_new (levels, key, json_integer (opinion->levels[i]));
      if (0 != remark.length)
        json_object_set_new (remarks, key, json_stringn (remark.at, remark.length));
    }
  json_object_set_new (json, "levels", levels);
  json_object_set_new (json, "remarks", remarks);
  json_object_set_new (json, "overall", json_stringn (opinion->overall.at, opinion->overall.length));
  json_object_set_new (json, "recommendation", recommendation_json (opinion->recommendation));
  if (0 != opinion->reason.length)
    json_object_set_new (json, "reason", json_stringn (opinion->reason.at, opinion->reason.length));
  json_object_set_new (json, "note", json_stringn (opinion->note.at, opinion->note.length));
  json_object_set_new (json, "marks", review_marks_json (packet));
  json_object_set_new (json, "texts", review_texts_json (packet, arena));
  return json;
}
