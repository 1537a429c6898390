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
copy_marks (const struct review_opinion *stored, struct review_opinion *typed, size_t at, struct arena *arena)
{
  typed->marks = arena_take (arena, (stored->mark_count + REVIEW_MARKS_MOST) * sizeof *typed->marks);
  typed->mark_count = 0;
  for (size_t i = 0; i < stored->mark_count; i++)
    if (stored->marks[i].page != at)
      typed->marks[typed->mark_count++] = stored->marks[i];
}

/* The stored opinion without what a page replaces. */
static void
copy_opinion (const struct review_packet *stored, struct review_packet *typed, size_t at, struct arena *arena)
{
  const size_t cells = review_scale_cells (stored->scale);
  const size_t criteria = (size_t) stored->scale.criteria;
  struct review_opinion *opinion = &typed->opinion;

  *typed = *stored;
  copy_marks (&stored->opinion, opinion, at, arena);
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
  typed->opinion.note = fields->note;
  typed->opinion.recommendation = text_is (fields->recommendation, "pass")   ? REVIEW_RECOMMENDS_PASS
                                  : text_is (fields->recommendation, "fail") ? REVIEW_RECOMMENDS_FAIL
                                                                             : REVIEW_RECOMMENDS_NOTHING;
  if (text_code_points (fields->overall) > REVIEW_OVERALL_MOST)
    *field = "overall";
  else if (text_code_points (fields->note) > REVIEW_NOTE_MOST)
    *field = "note";
  else
    return DRAFT_GOOD;
  return DRAFT_TOO_LONG;
}

/* The text before the next dot; the rest is left. */
static struct text
cut (struct text *rest)
{
  const char *dot = memchr (rest->at, '.', rest->length);
  const size_t length = NULL == dot ? rest->length : (size_t) (dot - rest->at);
  const struct text piece = text_from (rest->at, length);

  *rest = NULL == dot ? text_of ("") : text_from (dot + 1, rest->length - length - 1);
  return piece;
}

static bool
read_mark (const struct review_packet *packet, struct text text, size_t at, struct review_mark *mark)
{
  const size_t first = at * (size_t) packet->scale.criteria;
  int64_t prompt, from, to;
  size_t cell;

  if (! text_to_i64 (cut (&text), 1, INT32_MAX, &prompt) || ! text_to_i64 (cut (&text), 0, INT32_MAX, &from)
      || ! text_to_i64 (cut (&text), 1, INT32_MAX, &to) || from >= to)
    return false;
  cell = 0 == text.length ? first : cell_of (packet, at, text);
  *mark = (struct review_mark) { at, (size_t) prompt - 1, (size_t) from, (size_t) to,
                                 0 == text.length ? REVIEW_NO_CRITERION : (int) (cell - first) };
  return cell < review_scale_cells (packet->scale);
}

/* Which of the responses of this page are still those that the form was made for. */
static void
put_texts (const struct draft_fields *fields, struct review_packet *typed, size_t at, struct arena *arena)
{
  const struct review_page *page = &typed->pages[at];
  struct review_page *pages = arena_take (arena, (size_t) typed->scale.pages * sizeof *pages);
  struct text rest = fields->texts;

  memcpy (pages, typed->pages, (size_t) typed->scale.pages * sizeof *pages);
  typed->pages = pages;
  pages[at].prompts = arena_take (arena, (page->prompt_count + 1) * sizeof *page->prompts);
  for (size_t i = 0; i < pages[at].prompt_count; i++)
    {
      struct review_prompt *prompt = &pages[at].prompts[i];
      const struct text seen = cut (&rest);
      *prompt = page->prompts[i];
      prompt->changed = 0 != fields->texts.length && ! text_equal (seen, prompt->print);
      prompt->before = prompt->changed ? seen : text_of ("");
    }
}

/* A mark behind the end of its text comes from a page that is older than the text: it is let go. */
static enum draft_fault
put_marks (const struct draft_fields *fields, struct review_packet *typed, size_t at, const char **field)
{
  struct review_opinion *opinion = &typed->opinion;

  *field = "mark";
  for (size_t i = 0; i < fields->marks.count; i++)
    {
      struct review_mark mark;
      if (! read_mark (typed, fields->marks.values[i], at, &mark))
        return DRAFT_MARK;
      if (review_mark_fits (typed, &mark))
        opinion->marks[opinion->mark_count++] = mark;
    }
  review_marks_order (opinion);
  return DRAFT_GOOD;
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
  put_texts (fields, typed, at, arena);
  fault = put_marks (fields, typed, at, field);
  if (DRAFT_GOOD == fault)
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

static bool
same_marks (const struct review_opinion *a, const struct review_opinion *b)
{
  if (a->mark_count != b->mark_count)
    return false;
  for (size_t i = 0; i < a->mark_count; i++)
    {
      const struct review_mark *one = &a->marks[i], *other = &b->marks[i];
      if (one->page != other->page || one->prompt != other->prompt || one->from != other->from || one->to != other->to
          || one->criterion != other->criterion)
        return false;
    }
  return true;
}

static bool
same_texts (const struct review_packet *a, const struct review_packet *b)
{
  for (size_t at = 0; at < (size_t) a->scale.pages; at++)
    for (size_t i = 0; i < a->pages[at].prompt_count; i++)
      if (a->pages[at].prompts[i].changed != b->pages[at].prompts[i].changed)
        return false;
  return true;
}

bool
draft_same (const struct review_packet *a, const struct review_packet *b)
{
  for (size_t i = 0; i < review_scale_cells (a->scale); i++)
    if (a->opinion.levels[i] != b->opinion.levels[i] || ! text_equal (a->opinion.remarks[i], b->opinion.remarks[i]))
      return false;
  return a->opinion.recommendation == b->opinion.recommendation && text_equal (a->opinion.overall, b->opinion.overall)
         && text_equal (a->opinion.note, b->opinion.note) && same_marks (&a->opinion, &b->opinion)
         && same_texts (a, b);
}
