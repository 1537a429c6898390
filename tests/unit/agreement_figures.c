/* Answers cases of agreement from standard input, one a line, with core's figures. Run by test_agreement_twins.py:

     table LEVELS COUNT…       exact, adjacent, kappa, linear, quadratic, AC1
     icc PACKETS REVIEWERS SCORE…   ICC(2,1), ICC(2,k)
     severity COUNT DIFFERENCE…
     t SHARE FREEDOM           f SHARE FREEDOM FREEDOM

   A figure is three words: value, low and high, or the reason why there is none. */
#include "agreement.h"
#include "distribution.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBERS_MOST 20000

static double numbers[NUMBERS_MOST];

static void
say (struct agreement_figure figure)
{
  if (AGREEMENT_NO_GAP != figure.gap)
    (void) printf ("%s - - ", agreement_gap_word (figure.gap));
  else if (AGREEMENT_NO_GAP != figure.open)
    (void) printf ("%.17g %s - ", figure.value, agreement_gap_word (figure.open));
  else
    (void) printf ("%.17g %.17g %.17g ", figure.value, figure.low, figure.high);
}

static void
answer_table (void)
{
  struct agreement_table table = { .levels = (int) numbers[0] };

  for (int i = 0; i < table.levels; i++)
    for (int j = 0; j < table.levels; j++)
      table.counts[i][j] = (int) numbers[1 + i * table.levels + j];
  say (agreement_exact (&table));
  say (agreement_adjacent (&table));
  for (enum agreement_weighting weighting = AGREEMENT_UNWEIGHTED; weighting <= AGREEMENT_QUADRATIC; weighting++)
    {
      const struct agreement_weights weights = agreement_weights (weighting, table.levels);
      say (agreement_kappa (&table, &weights));
    }
  say (agreement_ac1 (&table));
}

static void
answer (const char *kind)
{
  struct agreement_icc icc;

  if (0 == strcmp (kind, "table"))
    answer_table ();
  else if (0 == strcmp (kind, "icc"))
    {
      icc = agreement_icc (numbers + 2, (size_t) numbers[0], (size_t) numbers[1]);
      say (icc.single);
      say (icc.mean);
    }
  else if (0 == strcmp (kind, "severity"))
    say (agreement_severity (numbers + 1, (size_t) numbers[0]));
  else if (0 == strcmp (kind, "t"))
    (void) printf ("%.17g", t_quantile (numbers[0], numbers[1]));
  else if (0 == strcmp (kind, "f"))
    (void) printf ("%.17g", f_quantile (numbers[0], numbers[1], numbers[2]));
  (void) printf ("\n");
}

int
main (void)
{
  char *line = NULL;
  size_t room = 0;

  while (getline (&line, &room, stdin) > 0)
    {
      char *rest = NULL;
      const char *kind = strtok_r (line, " \n", &rest);
      const char *word;
      for (size_t i = 0; i < NUMBERS_MOST && NULL != (word = strtok_r (NULL, " \n", &rest)); i++)
        numbers[i] = strtod (word, NULL);
      if (NULL != kind)
        answer (kind);
    }
  free (line);
  return 0;
}
