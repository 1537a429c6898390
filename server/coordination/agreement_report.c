#include "agreement_report.h"

#include "agreement_figures.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CHART_MIDDLE 200
#define CHART_REACH 190.0 /* units from the middle to the end of the line */
#define CHART_POINTS 5.0  /* the line reaches a multiple of so many points */

/* Packets of one category that were scored by one rubric; of all when there is no document that they are like. */
struct group
{
  const json_t *like;
  size_t packets;
  struct agreement_table levels; /* of no level: rubrics differ in how many they have */
  struct agreement_table passes;
  struct agreement_table *criteria;
  double *scores; /* of the first two reviewers, in percent */
};

/* By how much one review differs from its co-reviewers'. */
struct difference
{
  const char *reviewer;
  double points;
};

struct report
{
  struct arena *arena;
  struct group *groups;
  size_t group_count;
  struct difference *differences;
  size_t difference_count;
  size_t packets;
};

static json_int_t
number (const json_t *object, const char *member)
{
  return json_integer_value (json_object_get (object, member));
}

static bool
is_like (const json_t *a, const json_t *b)
{
  static const char *const same[] = { "category", "top_level", "pages", "criteria" };
  for (size_t i = 0; i < BM_COUNT (same); i++)
    if (! json_equal (json_object_get (a, same[i]), json_object_get (b, same[i])))
      return false;
  return true;
}

static struct group *
group_for (struct report *report, const json_t *document)
{
  const json_int_t levels = number (document, "top_level") + 1;
  const size_t criteria = json_array_size (json_object_get (document, "criteria"));
  struct group *group = report->groups;
  while (group < report->groups + report->group_count && ! is_like (group->like, document))
    group++;
  if (group < report->groups + report->group_count)
    return group;
  if (levels < 2 || levels > AGREEMENT_LEVELS_MOST || 0 == criteria || criteria > REVIEW_CRITERIA_MOST
      || ! json_is_string (json_object_get (document, "category")))
    return NULL;
  *group = (struct group) { .like = document,
                            .levels.levels = (int) levels,
                            .passes.levels = 2,
                            .criteria = arena_take (report->arena, criteria * sizeof *group->criteria),
                            .scores = arena_take (report->arena, 2 * report->packets * sizeof *group->scores) };
  for (size_t i = 0; i < criteria; i++)
    group->criteria[i] = (struct agreement_table) { .levels = (int) levels };
  report->group_count++;
  return group;
}

static double
percent_of (const struct group *group, const json_t *opinion)
{
  const double most = (double) (number (group->like, "pages") * number (group->like, "top_level")
                                * (json_int_t) json_array_size (json_object_get (group->like, "criteria")));
  return 100 * (double) number (opinion, "total") / most;
}

static bool
count_levels (struct group *group, const json_t *first, const json_t *second)
{
  const json_t *a = json_object_get (first, "levels");
  const json_t *b = json_object_get (second, "levels");
  const size_t criteria = json_array_size (json_object_get (group->like, "criteria"));
  if (json_array_size (a) != json_array_size (b) || json_array_size (a) != criteria * (size_t) number (group->like, "pages"))
    return false;
  for (size_t i = 0; i < json_array_size (a); i++)
    {
      const int one = (int) json_integer_value (json_array_get (a, i));
      const int other = (int) json_integer_value (json_array_get (b, i));
      if (! agreement_count (&group->levels, one, other)
          || ! agreement_count (&group->criteria[i % criteria], one, other))
        return false;
    }
  return agreement_count (&group->passes, json_is_true (json_object_get (first, "passes")),
                          json_is_true (json_object_get (second, "passes")));
}

/* Each reviewer of a packet against the mean of the others. */
static void
note_differences (struct report *report, const struct group *group, const json_t *packet)
{
  const double others = (double) json_array_size (packet) - 1;
  double sum = 0;
  size_t i;
  json_t *opinion;
  json_array_foreach (packet, i, opinion) sum += percent_of (group, opinion);
  json_array_foreach (packet, i, opinion)
  {
    const double own = percent_of (group, opinion);
    report->differences[report->difference_count++] = (struct difference) {
      json_string_value (json_object_get (opinion, "reviewer")), own - (sum - own) / others
    };
  }
}

static bool
take_packet (struct report *report, struct group *group, const json_t *packet)
{
  const json_t *first = json_array_get (packet, 0);
  const json_t *second = json_array_get (packet, 1);
  if (json_array_size (packet) < 2 || json_array_size (packet) > 3 || ! count_levels (group, first, second))
    return false;
  group->scores[2 * group->packets] = percent_of (group, first);
  group->scores[2 * group->packets + 1] = percent_of (group, second);
  group->packets++;
  note_differences (report, group, packet);
  return true;
}

static bool
take_documents (struct report *report, const json_t *documents)
{
  size_t i, k;
  json_t *document, *packet;
  json_array_foreach (documents, i, document) report->packets += json_array_size (json_object_get (document, "packets"));
  report->groups = arena_take (report->arena, (json_array_size (documents) + 1) * sizeof *report->groups);
  report->differences = arena_take (report->arena, (3 * report->packets + 1) * sizeof *report->differences);
  json_array_foreach (documents, i, document)
  {
    struct group *group = group_for (report, document);
    if (NULL == group)
      return false;
    json_array_foreach (json_object_get (document, "packets"), k,
                        packet) if (! take_packet (report, group, packet)) return false;
  }
  return true;
}

static struct group
all_together (const struct report *report)
{
  struct group all = { .levels = { .levels = report->groups[0].levels.levels }, .passes.levels = 2 };
  all.scores = arena_take (report->arena, 2 * report->packets * sizeof *all.scores);
  for (size_t i = 0; i < report->group_count; i++)
    {
      const struct group *one = &report->groups[i];
      if (one->levels.levels != report->groups[0].levels.levels)
        all.levels = (struct agreement_table) { .levels = 0 };
      memcpy (all.scores + 2 * all.packets, one->scores, 2 * one->packets * sizeof *all.scores);
      all.packets += one->packets;
      agreement_add (&all.passes, &one->passes);
    }
  for (size_t i = 0; all.levels.levels > 0 && i < report->group_count; i++)
    agreement_add (&all.levels, &report->groups[i].levels);
  return all;
}

/* A table of the page; they are numbered through. */
static json_t *
part (const char *name, json_t *steal_figures, int *tables)
{
  return json_pack ("{s:{s:b}, s:o, s:i}", "is", name, 1, "figures", steal_figures, "table", ++*tables);
}

static json_t *
group_json (const struct group *group, int number_of_group, int *tables)
{
  const char *name = NULL == group->like ? "all" : json_string_value (json_object_get (group->like, "category"));
  json_t *parts = json_array ();
  json_t *criteria = json_array ();
  size_t i;
  json_t *criterion;
  json_array_append_new (parts, part ("passes", agreement_pass_figures (&group->passes), tables));
  json_array_append_new (parts, part ("totals", agreement_total_figures (group->scores, group->packets), tables));
  if (group->levels.levels > 0)
    json_array_append_new (parts, part ("levels", agreement_level_figures (&group->levels, (int) group->packets), tables));
  if (NULL != group->like)
    json_array_foreach (json_object_get (group->like, "criteria"), i, criterion)
        json_array_append_new (criteria,
                               json_pack ("{s:O, s:o, s:i}", "criterion", json_object_get (criterion, "title"), "figures",
                                          agreement_level_figures (&group->criteria[i], (int) group->packets), "table",
                                          ++*tables));
  return json_pack ("{s:{s:b}, s:i, s:i, s:o, s:o}", "is", name, 1, "number", number_of_group, "packets",
                    (int) group->packets, "parts", parts, "criteria", criteria);
}

static int
by_category (const void *a, const void *b)
{
  const struct group *one = a, *other = b;
  return strcmp (json_string_value (json_object_get (one->like, "category")),
                 json_string_value (json_object_get (other->like, "category")));
}

static json_t *
groups_json (const struct report *report)
{
  json_t *groups = json_array ();
  int tables = 0;
  qsort (report->groups, report->group_count, sizeof *report->groups, by_category);
  if (report->group_count > 1)
    {
      const struct group all = all_together (report);
      json_array_append_new (groups, group_json (&all, 0, &tables));
    }
  for (size_t i = 0; i < report->group_count; i++)
    json_array_append_new (groups, group_json (&report->groups[i], (int) i + 1, &tables));
  return groups;
}

static struct agreement_figure
severity_of (const struct report *report, const char *reviewer)
{
  double *points = arena_take (report->arena, (report->difference_count + 1) * sizeof *points);
  size_t count = 0;
  for (size_t i = 0; i < report->difference_count; i++)
    if (0 == strcmp (report->differences[i].reviewer, reviewer))
      points[count++] = report->differences[i].points;
  return agreement_severity (points, count);
}

static int
place_of (double points, double scale)
{
  return CHART_MIDDLE + (int) lround (points / scale * CHART_REACH);
}

static json_t *
row_of (const json_t *person, struct agreement_figure severity, double scale)
{
  const bool whole = AGREEMENT_NO_GAP == severity.open;
  json_t *row = agreement_figure_json ("severity", severity, agreement_severity_verdict (severity), false);
  json_object_set (row, "name", json_object_get (person, "name"));
  json_object_set_new (row, "value", agreement_points (severity.value));
  if (whole)
    {
      json_object_set_new (row, "low", agreement_points (severity.low));
      json_object_set_new (row, "high", agreement_points (severity.high));
    }
  json_object_set_new (row, "chart", json_pack ("{s:i, s:i, s:i}", "value", place_of (severity.value, scale), "low",
                                                place_of (whole ? severity.low : severity.value, scale), "high",
                                                place_of (whole ? severity.high : severity.value, scale)));
  return row;
}

static double
reach_of (struct agreement_figure severity)
{
  const double bound = AGREEMENT_NO_GAP == severity.open ? fmax (fabs (severity.low), fabs (severity.high)) : 0;
  return fmin (fmax (fabs (severity.value), bound), 100);
}

/* By name, as people are; only who reviewed. *scale: the points that the ends of the line stand for. */
static json_t *
severity_json (const struct report *report, const json_t *people, double *scale)
{
  json_t *rows = json_array ();
  size_t i;
  json_t *person;
  *scale = CHART_POINTS;
  json_array_foreach (people, i, person) *scale
      = fmax (*scale, ceil (reach_of (severity_of (report, json_string_value (json_object_get (person, "account"))))
                            / CHART_POINTS)
                          * CHART_POINTS);
  json_array_foreach (people, i, person)
  {
    const struct agreement_figure severity
        = severity_of (report, json_string_value (json_object_get (person, "account")));
    if (severity.n > 0)
      json_array_append_new (rows, row_of (person, severity, *scale));
  }
  return rows;
}

bool
agreement_report (json_t *doc, struct arena *arena)
{
  struct report report = { .arena = arena };
  const bool waiting = 0 == json_array_size (json_object_get (doc, "administrations"));
  double scale;
  if (! take_documents (&report, json_object_get (doc, "documents")))
    return false;
  json_object_set_new (doc, "is", json_pack ("{s:b}", waiting ? "waiting" : 0 == report.packets ? "empty" : "shown", 1));
  json_object_set_new (doc, "packets", json_integer ((json_int_t) report.packets));
  json_object_set_new (doc, "groups", groups_json (&report));
  json_object_set_new (doc, "severity", severity_json (&report, json_object_get (doc, "people"), &scale));
  json_object_set_new (doc, "scale", json_integer ((json_int_t) scale));
  json_object_del (doc, "documents");
  json_object_del (doc, "people");
  return true;
}
