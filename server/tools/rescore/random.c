/* Cases that a seed decides, scored by core: many of them close to a line, where a rule may be wrong by one. */
#include "rescore_inside.h"

#include "adjudicate.h"
#include "part1_score.h"

#include <string.h>

#define BATCH 25000
#define ITEMS_MOST 60
#define PAGES_MOST 4
#define CRITERIA_MOST 6
#define SHEETS_A_FORM 50
#define CELLS_MOST (PAGES_MOST * CRITERIA_MOST)

struct cases
{
  struct rescore *rescore;
  uint64_t state;
  size_t number;   /* of the last case or form: its id */
  struct uid form; /* of the sheet at hand */
  char keys[ITEMS_MOST];
  size_t items;
  size_t fired[ADJUDICATE_RULE_COUNT][ADJUDICATE_FIRED_COUNT];
  size_t passed[2];
};

/* splitmix64 (Steele, Lea and Flood 2014). */
static uint64_t
draw (struct cases *cases)
{
  uint64_t z = cases->state += 0x9E3779B97F4A7C15;

  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
  z = (z ^ z >> 27) * 0x94D049BB133111EB;
  return z ^ z >> 31;
}

/* 0 .. below - 1 */
static int
dice (struct cases *cases, int below)
{
  return (int) (draw (cases) % (uint64_t) below);
}

static int
clamp (int number, int least, int most)
{
  return number < least ? least : number > most ? most : number;
}

static struct uid
next_id (struct cases *cases)
{
  struct uid id = { { 0 } };

  cases->number++;
  for (size_t i = 0; i < 8; i++)
    id.bytes[15 - i] = (uint8_t) (cases->number >> 8 * i);
  return id;
}

static int
percent_of (struct cases *cases)
{
  return 0 == dice (cases, 2) ? 80 : 1 + dice (cases, 100);
}

/* --- Part 1 ----------------------------------------------------------------------------------------------------------------- */

static char
letter_of (struct cases *cases)
{
  return (char) ('A' + dice (cases, 4));
}

/* One in three answers by guessing; the others have a number of right ones that is close to the line, spread over the sheet. One in
   a hundred has a letter that no sheet has, or is too short: core scores neither. */
static size_t
fill_sheet (struct cases *cases, char *answers, int percent)
{
  const char *keys = cases->keys;
  const size_t items = cases->items;
  const bool guesses = 0 == dice (cases, 3);
  int right = clamp ((int) items * percent / 100 + dice (cases, 5) - 2, 0, (int) items);

  for (size_t i = 0; i < items; i++)
    {
      const bool hit = dice (cases, (int) (items - i)) < right;
      if (guesses)
        answers[i] = letter_of (cases);
      else if (hit)
        answers[i] = keys[i];
      else
        answers[i] = 0 == dice (cases, 4) ? '-' : (char) ('A' + (keys[i] - 'A' + 1 + dice (cases, 3)) % 4);
      right -= hit;
    }
  if (0 != dice (cases, 100))
    return items;
  answers[items / 2] = 'E';
  return 0 == dice (cases, 2) ? items : items / 2;
}

static void
put_form (struct cases *cases)
{
  cases->form = next_id (cases);
  cases->items = (size_t) (0 == dice (cases, 4) ? ITEMS_MOST : 1 + dice (cases, 24));
  for (size_t i = 0; i < cases->items; i++)
    cases->keys[i] = letter_of (cases);
  rescore_uid (cases->rescore, RESCORE_FORM_KEY, cases->form);
  rescore_text (cases->rescore, RESCORE_FORM_KEY, text_from (cases->keys, cases->items));
  rescore_end_row (cases->rescore, RESCORE_FORM_KEY);
}

static void
put_sheet (struct cases *cases)
{
  struct rescore *rescore = cases->rescore;
  const struct uid id = next_id (cases);
  const int percent = percent_of (cases);
  char answers[ITEMS_MOST];
  const size_t given = fill_sheet (cases, answers, percent);
  const struct text sheet = text_from (answers, given);
  struct part1_score score;

  rescore_uid (rescore, RESCORE_SHEET, id);
  rescore_int (rescore, RESCORE_SHEET, 1);
  rescore_uid (rescore, RESCORE_SHEET, cases->form);
  rescore_text (rescore, RESCORE_SHEET, sheet);
  rescore_int (rescore, RESCORE_SHEET, percent);
  rescore_end_row (rescore, RESCORE_SHEET);
  rescore_uid (rescore, RESCORE_SCORE, id);
  rescore_int (rescore, RESCORE_SCORE, 1);
  if (part1_score (sheet, text_from (cases->keys, cases->items), percent, &score))
    {
      cases->passed[score.passed]++;
      rescore_int (rescore, RESCORE_SCORE, score.score);
      rescore_int (rescore, RESCORE_SCORE, score.max);
      rescore_bool (rescore, RESCORE_SCORE, rescore_passed (rescore, score.passed));
    }
  else
    for (int i = 0; i < 3; i++)
      rescore_null (rescore, RESCORE_SCORE);
  rescore_text (rescore, RESCORE_SCORE, text_of (PART1_RULE));
  rescore_bool (rescore, RESCORE_SCORE, true);
  rescore_end_row (rescore, RESCORE_SCORE);
}

/* --- Part 2 ----------------------------------------------------------------------------------------------------------------- */

/* A reviewer who is close to the line on every cell, with a little of a mind of their own; or one who rolls dice. */
static void
fill_review (struct cases *cases, const struct adjudicate_policy *policy, int *levels)
{
  const int top = policy->scale.top_level;
  const size_t cells = review_scale_cells (policy->scale);
  const bool rolls = 0 == dice (cases, 8);

  for (size_t i = 0; i < cells; i++)
    {
      const int line = (top * policy->pass_percent + dice (cases, 100)) / 100;
      const int apart = 0 == dice (cases, 3) ? dice (cases, 5) - 2 : 0;
      levels[i] = rolls ? dice (cases, top + 1) : clamp (line + apart, 0, top);
    }
}

static void
put_reviews (struct cases *cases, struct uid id, const int *levels, size_t cells, const struct adjudication *found, size_t count)
{
  struct rescore *rescore = cases->rescore;

  for (size_t i = 0; i < count; i++)
    {
      rescore_uid (rescore, RESCORE_REVIEW, id);
      rescore_int (rescore, RESCORE_REVIEW, (int64_t) i + 1);
      rescore_text (rescore, RESCORE_REVIEW, text_of ("-"));
      rescore_ints (rescore, RESCORE_REVIEW, levels + i * cells, cells);
      rescore_int (rescore, RESCORE_REVIEW, found->totals[i]);
      rescore_bool (rescore, RESCORE_REVIEW, true);
      rescore_end_row (rescore, RESCORE_REVIEW);
    }
}

static void
put_decision (struct cases *cases, struct uid id, const struct adjudicate_policy *policy, const struct adjudication *found,
              size_t count)
{
  struct rescore *rescore = cases->rescore;
  const int numbers[] = { found->max, (int) review_scale_cells (policy->scale), found->cells_apart, found->mark, found->mark_of,
                          policy->pass_percent, policy->near_line_points, policy->level_tolerance };

  rescore_uid (rescore, RESCORE_DECISION, id);
  for (int i = 0; i < 2; i++)
    rescore_text (rescore, RESCORE_DECISION, text_of (adjudicate_rule_version (policy->rule)));
  rescore_text (rescore, RESCORE_DECISION, text_of (adjudicate_fired_word (found->fired)));
  rescore_bool (rescore, RESCORE_DECISION, rescore_passed (rescore, found->passed));
  rescore_ints (rescore, RESCORE_DECISION, found->totals, count);
  for (size_t i = 0; i < BM_COUNT (numbers); i++)
    rescore_int (rescore, RESCORE_DECISION, numbers[i]);
  rescore_end_row (rescore, RESCORE_DECISION);
}

static void
put_policy (struct cases *cases, struct uid id, const struct adjudicate_policy *policy)
{
  struct rescore *rescore = cases->rescore;
  const int numbers[] = { policy->scale.pages, policy->scale.criteria, policy->scale.top_level, policy->pass_percent,
                          policy->near_line_points, policy->level_tolerance };

  rescore_uid (rescore, RESCORE_PACKET, id);
  rescore_bool (rescore, RESCORE_PACKET, true);
  rescore_text (rescore, RESCORE_PACKET, text_of (adjudicate_rule_word (policy->rule)));
  for (size_t i = 0; i < BM_COUNT (numbers); i++)
    rescore_int (rescore, RESCORE_PACKET, numbers[i]);
  rescore_end_row (rescore, RESCORE_PACKET);
}

static bool
put_packet (struct cases *cases)
{
  const struct uid id = next_id (cases);
  const struct adjudicate_policy policy
    = { (enum adjudicate_rule) dice (cases, ADJUDICATE_RULE_COUNT),
        { 1 + dice (cases, PAGES_MOST), 1 + dice (cases, CRITERIA_MOST), 1 + dice (cases, REVIEW_LEVEL_MOST) },
        percent_of (cases), dice (cases, 6), dice (cases, 4) };
  const size_t cells = review_scale_cells (policy.scale);
  const size_t count = ADJUDICATE_BOTH_MUST_PASS == policy.rule || 0 == dice (cases, 3) ? 2 : 3;
  int levels[ADJUDICATE_REVIEWS_MOST * CELLS_MOST];
  struct adjudication found;

  for (size_t i = 0; i < count; i++)
    fill_review (cases, &policy, levels + i * cells);
  if (! adjudicate (&policy, levels, count, &found))
    return false;
  cases->fired[policy.rule][found.fired]++;
  put_policy (cases, id, &policy);
  put_reviews (cases, id, levels, cells, &found, count);
  put_decision (cases, id, &policy, &found, count);
  return true;
}

static void
tell_ways (const struct cases *cases)
{
  FILE *out = cases->rescore->out;

  fprintf (out, "fired part1 pass %zu\nfired part1 fail %zu\n", cases->passed[true], cases->passed[false]);
  for (int rule = 0; rule < ADJUDICATE_RULE_COUNT; rule++)
    for (int way = 0; way < ADJUDICATE_FIRED_COUNT; way++)
      if (cases->fired[rule][way] > 0)
        fprintf (out, "fired %s %s %zu\n", adjudicate_rule_word ((enum adjudicate_rule) rule),
                 adjudicate_fired_word ((enum adjudicate_fired) way), cases->fired[rule][way]);
}

/* Half of them sheets, half of them sets of reviews. */
static const char *
judge_batch (struct cases *cases, size_t count, struct rescore_sums *sums, struct arena *arena)
{
  const char *problem;

  for (size_t i = 0; i < count / 2; i++)
    {
      if (0 == i % SHEETS_A_FORM)
        put_form (cases);
      put_sheet (cases);
    }
  problem = rescore_judge (cases->rescore, "judge_sheets", "session", sums, arena);
  for (size_t i = count / 2; NULL == problem && i < count; i++)
    if (! put_packet (cases))
      problem = "core does not judge a set of reviews that it should";
  if (NULL == problem)
    problem = rescore_judge (cases->rescore, "judge_packets", "packet", sums, arena);
  sums->outcomes += count;
  return problem;
}

const char *
rescore_random (struct rescore *rescore, size_t cases, uint64_t seed, struct rescore_sums *sums, struct arena *arena)
{
  struct cases made = { .rescore = rescore, .state = seed };
  const char *problem = NULL;

  while (NULL == problem && sums->outcomes < cases)
    {
      const size_t left = cases - sums->outcomes;
      problem = judge_batch (&made, left < BATCH ? left : BATCH, sums, arena);
      rescore_tell (rescore, sums->outcomes, cases);
    }
  if (NULL == problem)
    tell_ways (&made);
  return problem;
}
