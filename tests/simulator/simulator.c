/* Plays many days and counts what was done, what was checked and what broke.

     simulator [--seeds N] [--first S] [--jobs N] [--plant DEFECT] [--only INVARIANT]
     simulator --seed S [--trace] [--plant DEFECT] [--only INVARIANT]
     simulator --defects

   Exit status: 0 all days were played and nothing broke; 1 something broke or not all were played; 2 wrong usage. */
#include "crowd.h"
#include "defects.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct options
{
  struct crowd_order order;
  bool one;
  bool trace;
};

static int
usage (void)
{
  (void) fputs ("usage: simulator [--seeds N] [--first S] [--jobs N] [--plant DEFECT] [--only INVARIANT]\n"
                "       simulator --seed S [--trace] [--plant DEFECT] [--only INVARIANT]\n"
                "       simulator --defects\n",
                stderr);
  return 2;
}

static bool
read_number (const char *text, uint64_t least, uint64_t *number)
{
  char *end;

  errno = 0;
  *number = strtoull (text, &end, 10);
  return '0' <= text[0] && text[0] <= '9' && '\0' == *end && 0 == errno && *number >= least;
}

static bool
plant (const char *name, struct crowd_order *order)
{
  for (size_t i = 0; i < defect_count; i++)
    if (0 == strcmp (defects[i].name, name))
      {
        order->planted = name;
        defects[i].plant (&order->rules);
        return true;
      }
  return false;
}

static int
list_defects (void)
{
  for (size_t i = 0; i < defect_count; i++)
    printf ("%s: %s\n", defects[i].name, defects[i].wrong);
  return 0;
}

static int
play_one (const struct options *options)
{
  struct world *world = world_new ();
  const struct witness *witness = world_witness (world);
  int status;

  world_play (world, options->order.first, &options->order.rules, options->order.only,
              options->trace ? stdout : NULL);
  status = witness->broken ? 1 : 0;
  if (witness->broken)
    printf ("seed %llu broke %s\n", (unsigned long long) options->order.first, invariant_word (witness->which));
  else
    printf ("seed %llu holds\n", (unsigned long long) options->order.first);
  world_free (world);
  return status;
}

enum { OPTION_SEEDS = 1, OPTION_FIRST, OPTION_JOBS, OPTION_PLANT, OPTION_ONLY, OPTION_SEED, OPTION_TRACE, OPTION_DEFECTS };

/* False: wrong usage. */
static bool
take_option (struct options *options, int option, const char *argument)
{
  switch (option)
    {
    case OPTION_SEEDS:
      return read_number (argument, 1, &options->order.seeds);
    case OPTION_FIRST:
      return read_number (argument, 0, &options->order.first);
    case OPTION_JOBS:
      return read_number (argument, 1, &options->order.jobs) && options->order.jobs <= CROWD_JOBS_MOST;
    case OPTION_PLANT:
      return plant (argument, &options->order);
    case OPTION_ONLY:
      options->order.only = invariant_of (argument);
      return INVARIANT_COUNT != options->order.only;
    case OPTION_SEED:
      options->one = true;
      return read_number (argument, 0, &options->order.first);
    case OPTION_TRACE:
      options->trace = true;
      return true;
    default:
      return false;
    }
}

int
main (int count, char **arguments)
{
  static const struct option names[] = { { "seeds", required_argument, NULL, OPTION_SEEDS },
                                         { "first", required_argument, NULL, OPTION_FIRST },
                                         { "jobs", required_argument, NULL, OPTION_JOBS },
                                         { "plant", required_argument, NULL, OPTION_PLANT },
                                         { "only", required_argument, NULL, OPTION_ONLY },
                                         { "seed", required_argument, NULL, OPTION_SEED },
                                         { "trace", no_argument, NULL, OPTION_TRACE },
                                         { "defects", no_argument, NULL, OPTION_DEFECTS },
                                         { NULL, 0, NULL, 0 } };
  long cores = sysconf (_SC_NPROCESSORS_ONLN);
  struct options options = { .order = { .seeds = 10000, .first = 1, .rules = server_rules, .only = INVARIANT_COUNT } };
  int option;

  options.order.jobs = cores > 1 ? 2 : 1; /* an office machine has other work to do */
  while (-1 != (option = getopt_long (count, arguments, "", names, NULL)))
    {
      if (OPTION_DEFECTS == option)
        return list_defects ();
      if (! take_option (&options, option, optarg))
        return usage ();
    }
  if (optind < count || (options.trace && ! options.one))
    return usage ();
  return options.one ? play_one (&options) : crowd_play (&options.order);
}
