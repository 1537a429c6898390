#include "draft.h"

#include <string.h>

/* The cell of a criterion on this page, or the number of cells when the rubric has no such criterion. */
static size_t
cell_of (const struct review_packet *packet, size_t at, struct text id)
{
  const size_t criteria = (size_t) packet->scale.criteria;

  for (size_t i = 0; i < criteria; i++)
    if (text_equal (packet->criteria[i].id, id))
      return at * criteria + i;
  return review_scale_cells (packet->scale);
}

static const char *
field_of (struct arena *arena, const char *map, struct text id)
{
  return arena_printf (arena, "%s.%.*s", map, (int) id.length, id.at);
}

static void
copy_opinion (const struct review_packet *stored, struct review_packet *typed, size_t at, struct arena *arena)
{
  const size_t cells = review_scale_cells (stored->scale);
  const size_t criteria = (size_t) stored->scale.criteria;
  struct review_opinion *opinion = &typed->opinion;

  *typed = *stored;
  opinion->levels = arena_take (arena, cells * sizeof *opinion->levels);
  opinion->remarks = arena_take (arena, cells * sizeof *opinion->remarks);
  memcpy (opinion->levels, stored->opinion.levels, cells * sizeof *opinion->levels);
  memcpy (opinion->remarks, stored->opinion.remarks, cells * sizeof *opinion->remarks);
  for (size_t i = at * criteria; i < (at + 1) * criteria; i++)
    {
      opinion->levels[i] = REVIEW_NO_LEVEL;
      opinion->remarks[i] = text_of ("");
    }
}

static enum draft_fault
put_levels (const struct draft_fields *fields, struct review_packet *typed, size_t at, struct arena *arena,
            const char **field)
{
  for (size_t i = 0; i < fields->levels.count; i++)
    {
      const struct http_pair *pair = &fields->levels.pairs[i];
      const size_t cell = cell_of (typed, at, pair->key);
      int64_t level = REVIEW_NO_LEVEL;
      *field = field_of (arena, "level", pair->key);
      if (cell == review_scale_cells (typed->scale))
        return DRAFT_CRITERION;
      if (0 != pair->value.length && ! text_to_i64 (pair->value, 0, typed->scale.top_level, &level))
        return DRAFT_LEVEL;
      typed->opinion.levels[cell] = (int) level;
    }
  return DRAFT_GOOD;
}

static enum draft_fault
put_remarks (const struct draft_fields *fields, struct review_packet *typed, size_t at, struct arena *arena,
             const char **field)
{
  enum draft_fault fault = DRAFT_GOOD;

  for (size_t i = 0; i < fields->remarks.count; i++)
    {
      const struct http_pair *pair = &fields->remarks.pairs[i];
      const size_t cell = cell_of (typed, at, pair->key);
      if (cell == review_scale_cells (typed->scale))
        {
          *field = field_of (arena, "remark", pair->key);
          return DRAFT_CRITERION;
        }
      typed->opinion.remarks[cell] = pair->value;
      if (DRAFT_GOOD == fault && text_code_points (pair->value) > REVIEW_REMARK_MOST)
        {
          *field = field_of (arena, "remark", pair->key);
          fault = DRAFT_TOO_LONG;
        }
    }
  return fault;
}

static enum draft_fault
put_end (const struct draft_fields *fields, struct review_packet *typed, const char **field)
{
  typed->opinion.overall = fields->overall;
  typed->opinion.recommendation = text_is (fields->recommendation, "pass")   ? REVIEW_RECOMMENDS_PASS
                                  : text_is (fields->recommendation, "fail") ? REVIEW_RECOMMENDS_FAIL
                                                                             : REVIEW_RECOMMENDS_NOTHING;
  if (text_code_points (fields->overall) <= REVIEW_OVERALL_MOST)
    return DRAFT_GOOD;
  *field = "overall";
  return DRAFT_TOO_LONG;
}

enum draft_fault
draft_apply (const struct draft_fields *fields, const struct review_packet *stored, struct review_packet *typed,
             struct arena *arena, const char **field)
{
  const size_t at = (size_t) fields->page - 1;
  enum draft_fault fault;
  enum draft_fault end = DRAFT_GOOD;

  *field = "page";
  if (fields->page < 1 || fields->page > stored->scale.pages)
    return DRAFT_PAGE;
  copy_opinion (stored, typed, at, arena);
  fault = put_levels (fields, typed, at, arena, field);
  if (DRAFT_GOOD != fault)
    return fault;
  fault = put_remarks (fields, typed, at, arena, field);
  if (DRAFT_CRITERION == fault)
    return fault;
  if (fields->page == stored->scale.pages)
    end = put_end (fields, typed, field);
  return DRAFT_GOOD == fault ? end : fault;
}

bool
draft_same (const struct review_packet *a, const struct review_packet *b)
{
  for (size_t i = 0; i < review_scale_cells (a->scale); i++)
    if (a->opinion.levels[i] != b->opinion.levels[i] || ! text_equal (a->opinion.remarks[i], b->opinion.remarks[i]))
      return false;
  return a->opinion.recommendation == b->opinion.recommendation && text_equal (a->opinion.overall, b->opinion.overall);
}
