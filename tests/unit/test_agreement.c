/* layers: core base */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "agreement.h"
#include "distribution.h"

#include <math.h>
#include <stdlib.h>

/* Published worked examples, each with its source; what was printed is compared to the digits that were printed. */

static struct agreement_table
table_of (int levels, const int *counts)
{
  struct agreement_table table = { .levels = levels };

  for (int i = 0; i < levels * levels; i++)
    table.counts[i / levels][i % levels] = counts[i];
  return table;
}

static struct agreement_figure
kappa (const struct agreement_table *table, enum agreement_weighting weighting)
{
  const struct agreement_weights weights = agreement_weights (weighting, table->levels);

  return agreement_kappa (table, &weights);
}

/* The standard error that the interval was made of; not where it was cut off. */
static double
error_of (struct agreement_figure figure, double quantile)
{
  return (figure.high - figure.low) / 2 / quantile;
}

static void
near_at (double expected, double found, double most, int line)
{
  if (! (fabs (expected - found) <= most))
    fail_msg ("line %d: %.12g, not %.12g", line, found, expected);
}

#define assert_near(expected, found, most) near_at (expected, found, most, __LINE__)
#define assert_word(word, is) assert_string_equal (word, is)

/* Fleiss, Cohen and Everitt (1969), Large sample standard errors of kappa and weighted kappa, Psychological Bulletin 72: 200
   subjects, three diagnoses, similarities 1, 0, .4444 and .6667. The table and weights as psych 2.2.9 quotes them in its help of
   cohen.kappa; kappa = .429, weighted kappa = .507, standard error of kappa .0537 by psych. */
static void
fleiss_cohen_and_everitt_1969 (void **state)
{
  static const int counts[] = { 106, 10, 4, 22, 28, 10, 2, 12, 6 };
  static const struct agreement_weights similar = { { { 1, 0, .4444 }, { 0, 1, .6667 }, { .4444, .6667, 1 } } };
  const struct agreement_table table = table_of (3, counts);
  const struct agreement_figure plain = kappa (&table, AGREEMENT_UNWEIGHTED);
  const struct agreement_figure weighted = agreement_kappa (&table, &similar);

  (void) state;
  assert_int_equal (200, plain.n);
  assert_near (.429, plain.value, .0005);
  assert_near (.0537, error_of (plain, NORMAL_QUANTILE_975), .00005);
  assert_near (.507, weighted.value, .0005);
}

/* Cohen (1968), Weighted kappa, Psychological Bulletin 70: proportions of 200 cases; kappa = .492. His weights of disagreement 0 1
   3 / 1 0 6 / 3 6 0 give weighted kappa = .348; as shares of agreement they are 1 - v / 6. Both as psych 2.2.9 quotes them. */
static void
cohen_1968 (void **state)
{
  static const int counts[] = { 88, 14, 18, 10, 40, 10, 2, 6, 12 };
  static const struct agreement_weights similar
    = { { { 1, 1 - 1 / 6., 1 - 3 / 6. }, { 1 - 1 / 6., 1, 0 }, { 1 - 3 / 6., 0, 1 } } };
  const struct agreement_table table = table_of (3, counts);

  (void) state;
  assert_near (.492, kappa (&table, AGREEMENT_UNWEIGHTED).value, .0005);
  assert_near (.348, agreement_kappa (&table, &similar).value, .0005);
}

/* Output of SAS (PROC FREQ, AGREE), as the tests of statsmodels (statsmodels/stats/tests/test_inter_rater.py) print it. */
static void
sas_prints (void **state)
{
  static const int counts[] = { 0, 4, 1, 0, 8, 0, 0, 1, 5 };
  const struct agreement_table table = table_of (3, counts);
  const struct agreement_figure plain = kappa (&table, AGREEMENT_UNWEIGHTED);
  const struct agreement_figure linear = kappa (&table, AGREEMENT_LINEAR);

  (void) state;
  assert_near (.4842, plain.value, .00005);
  assert_near (.2137, plain.low, .00005);
  assert_near (.7547, plain.high, .00005);
  assert_near (.4701, linear.value, .00005);
  assert_near (.1845, linear.low, .00005);
  assert_near (.7558, linear.high, .00005);
}

/* Gwet, irrCAC 1.0, data set cont3x3abstractors (from his Handbook of Inter-Rater Reliability, 2014), as its overview prints it:
   AC1 0.8493305, standard error 0.04321747, (0.764, 0.935). */
static void
gwet_2014 (void **state)
{
  static const int counts[] = { 13, 0, 0, 0, 20, 7, 0, 4, 56 };
  const struct agreement_table table = table_of (3, counts);
  const struct agreement_figure ac1 = agreement_ac1 (&table);

  (void) state;
  assert_int_equal (100, ac1.n);
  assert_near (.8493305, ac1.value, 5e-8);
  assert_near (.04321747, error_of (ac1, t_quantile (.975, 99)), 5e-9);
  assert_near (.764, ac1.low, .0005);
  assert_near (.935, ac1.high, .0005);
  assert_near (.7964094, kappa (&table, AGREEMENT_UNWEIGHTED).value, 5e-8);
}

/* Shrout and Fleiss (1979), Intraclass correlations, Psychological Bulletin 86, tables 2 to 4: six targets, four judges;
   ICC(2,1) = .29, ICC(2,4) = .62. The bounds as psych 2.2.9 prints them. */
static void
shrout_and_fleiss_1979 (void **state)
{
  static const double scores[] = { 9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7 };
  const struct agreement_icc icc = agreement_icc (scores, 6, 4);

  (void) state;
  assert_int_equal (6, icc.single.n);
  assert_near (.29, icc.single.value, .005);
  assert_near (.62, icc.mean.value, .005);
  assert_near (0.289763779528, icc.single.value, 1e-12);
  assert_near (0.0187865133747, icc.single.low, 1e-9);
  assert_near (0.761084369649, icc.single.high, 1e-9);
  assert_near (0.620050547599, icc.mean.value, 1e-12);
  assert_near (0.0711368153025, icc.mean.low, 1e-9);
  assert_near (0.927232040168, icc.mean.high, 1e-9);
}

/* The manual of MedCalc on absolute agreement: the pairs (2, 4), (4, 6) and (6, 8) have an absolute agreement of 0.6667. */
static void
a_reviewer_who_is_always_two_points_milder (void **state)
{
  static const double scores[] = { 2, 4, 4, 6, 6, 8 };
  const struct agreement_icc icc = agreement_icc (scores, 3, 2);

  (void) state;
  assert_near (.6667, icc.single.value, .00005);
  assert_int_equal (AGREEMENT_NO_GAP, icc.single.open);
}

/* Wilson's interval: Newcombe (1998), Statistics in Medicine 17, table I: 81 of 263 gives .2553 to .3662, 15 of 148 .0624 to
   .1605, 0 of 20 0 to .1611, 1 of 29 .0061 to .1718. */
static void
newcombe_1998 (void **state)
{
  static const struct { int part, n; double low, high; } rows[]
    = { { 81, 263, .2553, .3662 }, { 15, 148, .0624, .1605 }, { 0, 20, 0, .1611 }, { 1, 29, .0061, .1718 } };

  (void) state;
  for (size_t i = 0; i < BM_COUNT (rows); i++)
    {
      const int counts[] = { rows[i].part, rows[i].n - rows[i].part, 0, 0 };
      const struct agreement_table table = table_of (2, counts);
      const struct agreement_figure exact = agreement_exact (&table);
      assert_near (rows[i].low, exact.low, .00005);
      assert_near (rows[i].high, exact.high, .00005);
      assert_near (1, agreement_adjacent (&table).value, 0);
    }
}

static void
exact_and_adjacent_are_counted_on_and_beside_the_diagonal (void **state)
{
  struct agreement_table table = { .levels = 5 }, more = { .levels = 5 };

  (void) state;
  assert_true (agreement_count (&table, 3, 3));
  assert_true (agreement_count (&table, 3, 4));
  assert_true (agreement_count (&more, 1, 0));
  assert_true (agreement_count (&more, 0, 4));
  agreement_add (&table, &more);
  assert_int_equal (4, agreement_exact (&table).n);
  assert_near (.25, agreement_exact (&table).value, 0);
  assert_near (.75, agreement_adjacent (&table).value, 0);
  assert_false (agreement_count (&table, 5, 0));
  assert_false (agreement_count (&table, 0, -1));
  assert_int_equal (4, agreement_exact (&table).n);
}

static void
nobody_scored_anything_twice (void **state)
{
  const struct agreement_table none = { .levels = 5 };
  const struct agreement_icc icc = agreement_icc ((const double[]) { 0 }, 0, 2);

  (void) state;
  assert_word ("no_pair", agreement_gap_word (agreement_exact (&none).gap));
  assert_word ("no_pair", agreement_gap_word (kappa (&none, AGREEMENT_LINEAR).gap));
  assert_word ("no_pair", agreement_gap_word (agreement_ac1 (&none).gap));
  assert_word ("no_pair", agreement_gap_word (icc.single.gap));
  assert_word ("no_pair", agreement_gap_word (agreement_severity ((const double[]) { 0 }, 0).gap));
  assert_word ("undefined", agreement_verdict_word (agreement_verdict (agreement_exact (&none), 0)));
}

static void
one_pair_says_nothing_about_others (void **state)
{
  const struct agreement_table one = { .levels = 5, .counts[2][3] = 1 };
  const struct agreement_figure severity = agreement_severity ((const double[]) { -4.5 }, 1);

  (void) state;
  assert_word ("no_gap", agreement_gap_word (agreement_exact (&one).gap));
  assert_word ("one_pair", agreement_gap_word (kappa (&one, AGREEMENT_QUADRATIC).gap));
  assert_word ("one_pair", agreement_gap_word (agreement_ac1 (&one).gap));
  assert_word ("one_pair", agreement_gap_word (agreement_icc ((const double[]) { 3, 4 }, 1, 2).mean.gap));
  assert_near (-4.5, severity.value, 0);
  assert_word ("one_pair", agreement_gap_word (severity.open));
  assert_word ("too_few", agreement_verdict_word (agreement_severity_verdict (severity)));
}

static void
one_level_throughout_leaves_kappa_undefined (void **state)
{
  const struct agreement_table same = { .levels = 5, .counts[3][3] = 40 };
  const struct agreement_figure undefined = kappa (&same, AGREEMENT_UNWEIGHTED);

  (void) state;
  assert_word ("one_level", agreement_gap_word (undefined.gap));
  assert_word ("one_level", agreement_gap_word (kappa (&same, AGREEMENT_LINEAR).gap));
  assert_word ("one_level", agreement_gap_word (kappa (&same, AGREEMENT_QUADRATIC).gap));
  assert_word ("undefined", agreement_verdict_word (agreement_verdict (undefined, 40)));
  assert_near (1, agreement_ac1 (&same).value, 0);
}

static void
perfect_agreement_has_a_value_and_no_interval (void **state)
{
  const struct agreement_table perfect = { .levels = 3, .counts = { { 10 }, { 0, 7 }, { 0, 0, 5 } } };
  const struct agreement_figure figures[]
    = { kappa (&perfect, AGREEMENT_UNWEIGHTED), kappa (&perfect, AGREEMENT_QUADRATIC), agreement_ac1 (&perfect),
        agreement_icc ((const double[]) { 3, 3, 5, 5, 7, 7 }, 3, 2).single };

  (void) state;
  for (size_t i = 0; i < BM_COUNT (figures); i++)
    {
      assert_near (1, figures[i].value, 1e-12);
      assert_word ("no_width", agreement_gap_word (figures[i].open));
      assert_word ("unsure", agreement_verdict_word (agreement_verdict (figures[i], 22)));
    }
}

static void
scores_without_spread_leave_the_correlation_undefined (void **state)
{
  static const double same[] = { 7, 7, 7, 7, 7, 7 };
  static const double crossed[] = { 1, 2, 2, 1 };

  (void) state;
  assert_word ("no_spread", agreement_gap_word (agreement_icc (same, 3, 2).single.gap));
  assert_word ("no_spread", agreement_gap_word (agreement_icc (same, 3, 2).mean.gap));
  assert_word ("no_signal", agreement_gap_word (agreement_icc (crossed, 2, 2).single.gap));
  assert_word ("no_signal", agreement_gap_word (agreement_icc (crossed, 2, 2).mean.gap));
}

static void
severity_is_the_mean_difference_with_its_interval (void **state)
{
  static const double stricter[] = { -4, -2, -3, -5, -1, -3, -2, -4, -3, -3 };
  static const double alike[] = { -4, 2, -3, 5, -1, 3, -2, 4, 3, -3 };
  static const double always[] = { 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5 };
  const struct agreement_figure severity = agreement_severity (stricter, 10);

  (void) state;
  assert_near (-3, severity.value, 1e-12);
  /* t(9) = 2.262157; standard deviation sqrt (12 / 9), so 2.262157 * sqrt (12 / 9 / 10) either way */
  assert_near (-3 - 0.826023, severity.low, 1e-5);
  assert_near (-3 + 0.826023, severity.high, 1e-5);
  assert_word ("stricter", agreement_verdict_word (agreement_severity_verdict (severity)));
  assert_word ("like", agreement_verdict_word (agreement_severity_verdict (agreement_severity (alike, 10))));
  assert_word ("too_few", agreement_verdict_word (agreement_severity_verdict (agreement_severity (stricter, 9))));
  assert_word ("no_spread", agreement_gap_word (agreement_severity (always, 11).open));
  assert_word ("milder", agreement_verdict_word (agreement_severity_verdict (agreement_severity (always, 11))));
}

static void
few_packets_and_wide_intervals_conclude_nothing (void **state)
{
  const struct agreement_figure wide = { .n = 400, .value = .5, .low = .25, .high = .75 };
  const struct agreement_figure middling = { .n = 400, .value = .5, .low = .35, .high = .65 };
  const struct agreement_figure narrow = { .n = 400, .value = .5, .low = .45, .high = .55 };

  (void) state;
  assert_int_equal (AGREEMENT_TOO_FEW, agreement_verdict (wide, 100));
  assert_int_equal (AGREEMENT_HINT, agreement_verdict (middling, 100));
  assert_int_equal (AGREEMENT_ENOUGH, agreement_verdict (narrow, 100));
  assert_int_equal (AGREEMENT_ENOUGH, agreement_verdict (narrow, 10));
  assert_int_equal (AGREEMENT_TOO_FEW, agreement_verdict (narrow, 9));
}

static struct agreement_figure
of_kind (int kind, const struct agreement_table *table)
{
  switch (kind)
    {
    case 0: return agreement_exact (table);
    case 1: return agreement_adjacent (table);
    case 2: return kappa (table, AGREEMENT_UNWEIGHTED);
    case 3: return kappa (table, AGREEMENT_LINEAR);
    case 4: return kappa (table, AGREEMENT_QUADRATIC);
    default: return agreement_ac1 (table);
    }
}

static void
assert_whole (struct agreement_figure figure)
{
  if (AGREEMENT_NO_GAP == figure.gap)
    assert_true (figure.value >= -1 - 1e-9 && figure.value <= 1 + 1e-9);
  if (AGREEMENT_NO_GAP == figure.open)
    {
      assert_int_equal (AGREEMENT_NO_GAP, figure.gap);
      assert_true (figure.low >= -1 && figure.high <= 1);
      assert_true (figure.low <= figure.value + 1e-9 && figure.value <= figure.high + 1e-9);
    }
}

/* Every table of two levels and up to six pairs, and every pair of scores 0 .. 2 on three packets: never a number that is none. */
static void
nothing_is_ever_not_a_number (void **state)
{
  (void) state;
  for (int code = 0; code < 7 * 7 * 7 * 7; code++)
    {
      const int counts[] = { code % 7, code / 7 % 7, code / 49 % 7, code / 343 };
      const struct agreement_table table = table_of (2, counts);
      for (int kind = 0; kind < 6; kind++)
        assert_whole (of_kind (kind, &table));
    }
  for (int code = 0; code < 729; code++)
    {
      double scores[6];
      struct agreement_icc icc;
      for (int i = 0, left = code; i < 6; i++, left /= 3)
        scores[i] = left % 3;
      icc = agreement_icc (scores, 3, 2);
      assert_whole (icc.single);
      assert_whole (icc.mean);
    }
}

/* The tables of t and F that textbooks print. test_agreement_twins.py holds many more against R's. */
static void
quantiles_as_tables_print_them (void **state)
{
  (void) state;
  assert_near (12.706, t_quantile (.975, 1), .0005);
  assert_near (2.228, t_quantile (.975, 10), .0005);
  assert_near (1.980, t_quantile (.975, 120), .0005);
  assert_near (-2.228, t_quantile (.025, 10), .0005);
  assert_near (0, t_quantile (.5, 3), 0);
  assert_near (3.33, f_quantile (.95, 5, 10), .005);
  assert_near (161.45, f_quantile (.95, 1, 1), .005);
  assert_near (4.24, f_quantile (.975, 5, 10), .005);
  assert_near (NORMAL_QUANTILE_975, t_quantile (.975, 1e5), 1e-4);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (fleiss_cohen_and_everitt_1969),
    cmocka_unit_test (cohen_1968),
    cmocka_unit_test (sas_prints),
    cmocka_unit_test (gwet_2014),
    cmocka_unit_test (shrout_and_fleiss_1979),
    cmocka_unit_test (a_reviewer_who_is_always_two_points_milder),
    cmocka_unit_test (newcombe_1998),
    cmocka_unit_test (exact_and_adjacent_are_counted_on_and_beside_the_diagonal),
    cmocka_unit_test (nobody_scored_anything_twice),
    cmocka_unit_test (one_pair_says_nothing_about_others),
    cmocka_unit_test (one_level_throughout_leaves_kappa_undefined),
    cmocka_unit_test (perfect_agreement_has_a_value_and_no_interval),
    cmocka_unit_test (scores_without_spread_leave_the_correlation_undefined),
    cmocka_unit_test (severity_is_the_mean_difference_with_its_interval),
    cmocka_unit_test (few_packets_and_wide_intervals_conclude_nothing),
    cmocka_unit_test (nothing_is_ever_not_a_number),
    cmocka_unit_test (quantiles_as_tables_print_them),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
