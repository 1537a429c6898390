#include "crowd.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define REPORT_EVERY 256
#define BROKEN_SHOWN 10

struct broken
{
  uint64_t seed;
  enum invariant which;
};

/* What a worker has done since its last report. */
struct report
{
  uint64_t next;  /* all of its seeds below are done */
  uint64_t seeds;
  uint64_t broken;
  struct broken first[BROKEN_SHOWN];
  uint64_t operations[OPERATION_COUNT];
  uint64_t checks[INVARIANT_COUNT];
};

struct worker
{
  pid_t process;
  int from;
  uint64_t next;  /* all of its seeds below are done */
};

static void
note_day (struct report *report, uint64_t seed, const struct world *world)
{
  const struct witness *witness = world_witness (world);

  report->seeds++;
  for (int i = 0; i < OPERATION_COUNT; i++)
    report->operations[i] += world_operations (world, (enum operation) i);
  for (int i = 0; i < INVARIANT_COUNT; i++)
    report->checks[i] += witness->checks[i];
  if (! witness->broken)
    return;
  if (report->broken < BROKEN_SHOWN)
    report->first[report->broken] = (struct broken) { seed, witness->which };
  report->broken++;
}

static void
send_report (int to, struct report *report)
{
  if (sizeof *report != write (to, report, sizeof *report))
    _exit (1);
  *report = (struct report) { .next = report->next };
}

/* Every jobs-th seed from first on. A report is shorter than what a pipe takes in one piece. */
static void
work (const struct crowd_order *order, uint64_t number, int to)
{
  struct world *world = world_new ();
  struct report report = { .next = order->first + number };

  _Static_assert (sizeof report <= 4096, "a report goes through a pipe in one piece");
  for (; report.next < order->first + order->seeds; report.next += order->jobs)
    {
      if (REPORT_EVERY == report.seeds)
        send_report (to, &report);
      world_play (world, report.next, &order->rules, order->only, NULL);
      note_day (&report, report.next, world);
    }
  send_report (to, &report);
  world_free (world);
}

static void
begin_worker (const struct crowd_order *order, uint64_t number, struct worker *worker)
{
  int ends[2];

  if (0 != pipe (ends) || (worker->process = fork ()) < 0)
    {
      perror ("simulator");
      exit (1);
    }
  if (0 == worker->process)
    {
      (void) close (ends[0]);
      (void) signal (SIGINT, SIG_DFL);
      work (order, number, ends[1]);
      _exit (0);
    }
  (void) close (ends[1]);
  worker->from = ends[0];
  worker->next = order->first + number;
}

static void
add_report (struct report *sum, const struct report *report)
{
  for (uint64_t i = 0; i < report->broken && i < BROKEN_SHOWN && sum->broken + i < BROKEN_SHOWN; i++)
    sum->first[sum->broken + i] = report->first[i];
  sum->seeds += report->seeds;
  sum->broken += report->broken;
  for (int i = 0; i < OPERATION_COUNT; i++)
    sum->operations[i] += report->operations[i];
  for (int i = 0; i < INVARIANT_COUNT; i++)
    sum->checks[i] += report->checks[i];
}

/* False: the worker has ended. */
static bool
hear (struct worker *worker, struct report *sum)
{
  struct report report;

  if (sizeof report != read (worker->from, &report, sizeof report))
    return false;
  worker->next = report.next;
  add_report (sum, &report);
  return true;
}

static uint64_t
lowest_undone (const struct crowd_order *order, const struct worker *workers)
{
  uint64_t lowest = UINT64_MAX;

  for (uint64_t i = 0; i < order->jobs; i++)
    if (workers[i].next < lowest)
      lowest = workers[i].next;
  return lowest;
}

static void
show_progress (const struct crowd_order *order, const struct worker *workers, const struct report *sum)
{
  static time_t shown;
  time_t now = time (NULL);

  if (0 == shown)
    shown = now;
  if (now - shown < 10)
    return;
  shown = now;
  (void) fprintf (stderr, "simulator: %llu of %llu seeds, all below %llu, %llu broken\n", (unsigned long long) sum->seeds,
                  (unsigned long long) order->seeds, (unsigned long long) lowest_undone (order, workers),
                  (unsigned long long) sum->broken);
}

static void
listen_to_all (const struct crowd_order *order, struct worker *workers, struct report *sum)
{
  struct pollfd ends[CROWD_JOBS_MOST];
  uint64_t left = order->jobs;

  for (uint64_t i = 0; i < order->jobs; i++)
    ends[i] = (struct pollfd) { .fd = workers[i].from, .events = POLLIN };
  while (left > 0)
    {
      if (poll (ends, (nfds_t) order->jobs, -1) < 0 && EINTR != errno)
        return;
      for (uint64_t i = 0; i < order->jobs; i++)
        if (0 != ends[i].revents && ends[i].fd >= 0 && ! hear (&workers[i], sum))
          {
            (void) close (ends[i].fd);
            ends[i].fd = -1;
            left--;
          }
      show_progress (order, workers, sum);
    }
}

static void
show_broken (const struct crowd_order *order, const struct report *sum)
{
  for (uint64_t i = 0; i < sum->broken && i < BROKEN_SHOWN; i++)
    {
      unsigned long long seed = sum->first[i].seed;
      printf ("broken: seed %llu broke %s; again, with its trace: simulator --seed %llu --trace", seed,
              invariant_word (sum->first[i].which), seed);
      if (NULL != order->planted)
        printf (" --plant %s", order->planted);
      if (INVARIANT_COUNT != order->only)
        printf (" --only %s", invariant_word (order->only));
      printf ("\n");
    }
}

static void
show_sums (const struct report *sum)
{
  uint64_t operations = 0;
  uint64_t checks = 0;

  for (int i = 0; i < OPERATION_COUNT; i++)
    operations += sum->operations[i];
  for (int i = 0; i < INVARIANT_COUNT; i++)
    checks += sum->checks[i];
  printf ("operations %llu:", (unsigned long long) operations);
  for (int i = 0; i < OPERATION_COUNT; i++)
    printf (" %s %llu", operation_word ((enum operation) i), (unsigned long long) sum->operations[i]);
  printf ("\ninvariants checked %llu times\n", (unsigned long long) checks);
  for (int i = 0; i < INVARIANT_COUNT; i++)
    printf ("checked %s %llu\n", invariant_word ((enum invariant) i), (unsigned long long) sum->checks[i]);
  printf ("figure simulator_seeds %llu\n", (unsigned long long) sum->seeds);
  printf ("figure simulator_broken %llu\n", (unsigned long long) sum->broken);
}

int
crowd_play (const struct crowd_order *order)
{
  struct worker workers[CROWD_JOBS_MOST];
  struct report sum = { .seeds = 0 };
  uint64_t next;

  (void) fflush (stdout);
  (void) signal (SIGINT, SIG_IGN);
  for (uint64_t i = 0; i < order->jobs; i++)
    begin_worker (order, i, &workers[i]);
  listen_to_all (order, workers, &sum);
  for (uint64_t i = 0; i < order->jobs; i++)
    (void) waitpid (workers[i].process, NULL, 0);
  show_broken (order, &sum);
  show_sums (&sum);
  if (sum.seeds == order->seeds)
    return 0 == sum.broken ? 0 : 1;
  next = lowest_undone (order, workers);
  (void) fprintf (stderr, "simulator: ended early; go on with --first %llu --seeds %llu\n", (unsigned long long) next,
                  (unsigned long long) (order->first + order->seeds - next));
  return 1;
}
