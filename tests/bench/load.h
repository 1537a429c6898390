/* load: a crowd of candidates at the candidate desk, with what it takes to judge every reply. It shares the machine with the
   server that it loads, so a save must cost it little: requests are put together from ready pieces, replies are scanned
   where they were received, and only a sample of the signatures is verified. */
#ifndef BM_LOAD_H
#define BM_LOAD_H

#include "attrs.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LOAD_TOKEN 43          /* characters of a login token */
#define LOAD_UID_TEXT 36
#define LOAD_PROCESSES_MOST 16
#define LOAD_BUCKETS 2560

enum load_mode { LOAD_CLOSED, LOAD_OPEN, LOAD_HERD };

struct load_options
{
  enum load_mode mode;
  const char *url;             /* the desk's public_url: http://127.0.0.1:PORT */
  const char *sessions;        /* file: one line a candidate, "TOKEN SESSION EPOCH" */
  uint16_t port;
  size_t first, count;         /* which lines of it; count 0: all that follow */
  size_t connections;          /* closed: how many, over all processes */
  size_t processes;
  double seconds, warm;        /* measured, and before that */
  double drain;                /* patience for the last replies */
  double every;                /* open: seconds from one save of a session to its next */
  double ramp;                 /* open, herd: seconds within which all come */
  bool news, pulse;            /* open: the parked request, the heartbeat */
  bool bare;                   /* the server answers a constant reply: the same work, and no verdict */
  const char *questions;       /* herd: the address of all questions of a candidate, in their own order */
  const char *marker;          /* herd: stands in the questions once for each of the 60 */
  const char *key_file;        /* receipt.pub; NULL: receipts are not looked for */
  uint64_t verify_every;       /* one reply of so many has its signature verified */
  uint64_t sequence;           /* the first; later runs over the same sessions start higher */
};

struct load_candidate
{
  char token[LOAD_TOKEN + 1];
  char session[LOAD_UID_TEXT + 1];
  uint8_t session_bytes[16];
  uint32_t epoch;
  uint64_t sequence;           /* of its last save */
};

/* One process's sums, in memory that its parent sees. */
struct load_tally
{
  uint64_t sent, acked, late;          /* saves of the whole run */
  uint64_t counted;                    /* of them answered in the measured time */
  uint64_t acked_xor;                  /* of the first eight bytes of each acknowledged digest */
  uint64_t unanswered;                 /* requests of any kind that got no whole reply */
  uint64_t overrun;                    /* open: a save whose turn came while two before it still waited */
  uint64_t wrong_status, wrong_outcome, wrong_receipt, wrong_proof, wrong_news;
  uint64_t receipts, verified, reopened, reply_bytes;
  uint64_t pulses, news, starts;
  int64_t first_us, last_us;           /* herd: first scheduled start, last one done */
  uint64_t max_us;
  uint64_t latency[LOAD_BUCKETS];
  double cpu_s;
};

struct load_run
{
  const struct load_options *options;
  struct load_candidate *candidates;   /* this process's share */
  size_t count;
  size_t connections;
  size_t process;                      /* number of this one */
  struct load_tally *tally;
  uint8_t key[32];
  int64_t begin_us, count_from_us, count_until_us;  /* on CLOCK_MONOTONIC */
};

/* -- load_options.c: *options from the command line; ends the process when it makes no sense ---------------------------- */
void load_options_read (int argc, char **argv, struct load_options *options) BM_NONNULL_ALL;

/* All lines that the options name. */
struct load_candidate *load_candidates_read (const struct load_options *options, size_t *count) BM_NONNULL_ALL;

void load_key_read (const char *path, uint8_t key[32]) BM_NONNULL_ALL;

_Noreturn void load_give_up (const char *why) BM_NONNULL_ALL;

/* -- load_tally.c -------------------------------------------------------------------------------------------------------- */
void load_tally_latency (struct load_tally *tally, int64_t us) BM_NONNULL_ALL;
void load_tally_add (struct load_tally *sum, const struct load_tally *one) BM_NONNULL_ALL;

/* The latency that this share of all stays within, in milliseconds. */
double load_tally_quantile (const struct load_tally *tally, double share) BM_NONNULL_ALL;
uint64_t load_tally_wrong (const struct load_tally *tally) BM_NONNULL_ALL;

/* One line of JSON. */
void load_tally_print (const struct load_tally *tally, const struct load_options *options, double seconds) BM_NONNULL_ALL;

/* -- the three ways ------------------------------------------------------------------------------------------------------ */
void load_closed (struct load_run *run) BM_NONNULL_ALL;
void load_open (struct load_run *run) BM_NONNULL_ALL;
void load_herd (struct load_run *run) BM_NONNULL_ALL;

int64_t load_now_us (void);

#endif
