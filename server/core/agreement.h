/* How far reviewers agree who scored the same packets, and how sure one can be of it. Every figure has its n and a 95 % interval,
   or says why it has none. Pure; nothing here is ever rounded.
   Sources, each with its interval:
   - exact and adjacent agreement: shares of pairs; Wilson's score interval (Wilson 1927).
   - Cohen's kappa (Cohen 1960) and weighted kappa (Cohen 1968), linear weights 1 - |i - j| / (k - 1) (Cicchetti and Allison 1971),
     quadratic weights 1 - (i - j)^2 / (k - 1)^2 (Fleiss and Cohen 1973); large-sample standard error of Fleiss, Cohen and Everitt
     (1969), normal.
   - Gwet's AC1 and its standard error (Gwet 2008); t with n - 1 degrees of freedom, as in Gwet's own package irrCAC.
   - intraclass correlation ICC(2,1) and ICC(2,k), two-way random, absolute agreement (Shrout and Fleiss 1979); interval from F with
     Satterthwaite's degrees of freedom (there, and McGraw and Wong 1996); that of ICC(2,k) by the Spearman-Brown formula.
   - severity: mean of the differences from one's co-reviewers on the same packets; t. */
#ifndef BM_AGREEMENT_H
#define BM_AGREEMENT_H

#include "review_score.h"

#define AGREEMENT_LEVELS_MOST (REVIEW_LEVEL_MOST + 1)

/* X(name, word): why a figure or its interval is missing. */
#define AGREEMENT_GAPS(X)                                                                                            \
  X (AGREEMENT_NO_GAP, "no_gap")                                                                                     \
  X (AGREEMENT_NO_PAIR, "no_pair")     /* nothing was scored by two */                                               \
  X (AGREEMENT_ONE_PAIR, "one_pair")   /* one pair tells nothing of how others would differ */                       \
  X (AGREEMENT_ONE_LEVEL, "one_level") /* both gave one and the same level throughout: chance explains it all */     \
  X (AGREEMENT_NO_SPREAD, "no_spread") /* all scores, or all differences, are the same: there is nothing to compare */ \
  X (AGREEMENT_NO_SIGNAL, "no_signal") /* reviews of one packet differ so much more than packets do that the formula gives none */ \
  X (AGREEMENT_NO_WIDTH, "no_width")   /* pairs are so much alike that the large-sample formula gives no width */

enum agreement_gap
{
#define X(name, word) name,
  AGREEMENT_GAPS (X)
#undef X
};

struct agreement_figure
{
  int n;                       /* pairs of levels, or packets */
  enum agreement_gap gap;      /* NO_GAP: value holds */
  double value;
  enum agreement_gap open;     /* NO_GAP: low and high hold; there is never an interval without a value */
  double low, high;
};

/* Pairs of levels: counts[first][second]. Zeroed but for levels (2 .. AGREEMENT_LEVELS_MOST) it is empty. */
struct agreement_table
{
  int levels;
  int counts[AGREEMENT_LEVELS_MOST][AGREEMENT_LEVELS_MOST];
};

/* Levels 0 .. levels - 1. False, and nothing counted: one is not. */
bool agreement_count (struct agreement_table *table, int first, int second) BM_MUST_USE BM_NONNULL_ALL;
void agreement_add (struct agreement_table *table, const struct agreement_table *more) BM_NONNULL_ALL;

/* Both gave the same level; both gave the same or neighbouring levels. */
struct agreement_figure agreement_exact (const struct agreement_table *table) BM_NONNULL_ALL;
struct agreement_figure agreement_adjacent (const struct agreement_table *table) BM_NONNULL_ALL;

enum agreement_weighting
{
  AGREEMENT_UNWEIGHTED,
  AGREEMENT_LINEAR,
  AGREEMENT_QUADRATIC
};

/* How much each pair of levels counts as agreement: 1 on the diagonal, 0 .. 1 beside it. */
struct agreement_weights
{
  double of[AGREEMENT_LEVELS_MOST][AGREEMENT_LEVELS_MOST];
};

struct agreement_weights agreement_weights (enum agreement_weighting weighting, int levels);
struct agreement_figure agreement_kappa (const struct agreement_table *table, const struct agreement_weights *weights)
  BM_NONNULL_ALL;
struct agreement_figure agreement_ac1 (const struct agreement_table *table) BM_NONNULL_ALL;

struct agreement_icc
{
  struct agreement_figure single;  /* ICC(2,1): of one review */
  struct agreement_figure mean;    /* ICC(2,k): of the mean of k reviews */
};

/* scores[packet * reviewers + reviewer]; reviewers >= 2. n counts packets. Bounds beyond -1 are given as -1. */
struct agreement_icc agreement_icc (const double *scores, size_t packets, size_t reviewers) BM_NONNULL_ALL;

/* differences[i]: what the reviewer gave the i-th packet, less the mean of what the others gave it. Below 0: stricter. */
struct agreement_figure agreement_severity (const double *differences, size_t count) BM_NONNULL_ALL;

/* What may be concluded. Fewer than ten packets conclude nothing: each of them moves a figure by a tenth or more, and the
   large-sample formulas do not hold. Else the width of the interval decides, against the bands of 0.2 in which such figures are
   commonly read (Landis and Koch 1977): one wider than two bands says nearly nothing, one no wider than a band is enough to go
   by. */
#define AGREEMENT_PACKETS_LEAST 10
#define AGREEMENT_WIDTH_MOST 0.4
#define AGREEMENT_WIDTH_GOOD 0.2

/* X(name, word) */
#define AGREEMENT_VERDICTS(X)                                                                                        \
  X (AGREEMENT_UNDEFINED, "undefined") /* no value; its gap says why */                                              \
  X (AGREEMENT_TOO_FEW, "too_few")     /* n is too small to conclude anything */                                     \
  X (AGREEMENT_UNSURE, "unsure")       /* enough packets, but no interval: its gap says why */                       \
  X (AGREEMENT_HINT, "hint")           /* a first impression; more packets may change it */                          \
  X (AGREEMENT_ENOUGH, "enough")       /* enough to go by */                                                         \
  X (AGREEMENT_STRICTER, "stricter")   /* of severity: the interval lies below 0 */                                  \
  X (AGREEMENT_MILDER, "milder")       /* above 0 */                                                                 \
  X (AGREEMENT_LIKE, "like")           /* holds 0: no sign of a difference */

enum agreement_verdict
{
#define X(name, word) name,
  AGREEMENT_VERDICTS (X)
#undef X
};

/* packets: on how many the figure rests, which is less than n where a packet gives many pairs. */
enum agreement_verdict agreement_verdict (struct agreement_figure figure, int packets) BM_MUST_USE;
enum agreement_verdict agreement_severity_verdict (struct agreement_figure severity) BM_MUST_USE;

/* The fixed words above, for pages and tests. */
const char *agreement_gap_word (enum agreement_gap gap);
const char *agreement_verdict_word (enum agreement_verdict verdict);

#endif
