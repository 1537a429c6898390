/* Sums of a run. Latencies are kept in buckets of about 1.5 %. */
#include "load.h"

#include <stdio.h>

#define STEPS 64

static size_t
bucket_of (uint64_t us)
{
  size_t power;

  if (us < STEPS)
    return (size_t) us;
  power = 63 - (size_t) __builtin_clzll (us);
  return (power - 5) * STEPS + ((us >> (power - 6)) & (STEPS - 1));
}

/* The upper end of a bucket. */
static double
end_of (size_t bucket)
{
  const size_t power = bucket / STEPS + 5;

  if (bucket < STEPS)
    return (double) bucket;
  return (double) ((STEPS + bucket % STEPS + 1) << (power - 6));
}

void
load_tally_latency (struct load_tally *tally, int64_t us)
{
  const uint64_t taken = us < 0 ? 0 : (uint64_t) us;
  const size_t bucket = bucket_of (taken);

  tally->latency[bucket < LOAD_BUCKETS ? bucket : LOAD_BUCKETS - 1]++;
  if (taken > tally->max_us)
    tally->max_us = taken;
}

double
load_tally_quantile (const struct load_tally *tally, double share)
{
  uint64_t all = 0, seen = 0;

  for (size_t i = 0; i < LOAD_BUCKETS; i++)
    all += tally->latency[i];
  for (size_t i = 0; i < LOAD_BUCKETS; i++)
    {
      seen += tally->latency[i];
      if (0 != seen && (double) seen >= share * (double) all)
        {
          const double ms = end_of (i) / 1000, most = (double) tally->max_us / 1000;
          return ms < most ? ms : most;
        }
    }
  return 0;
}

void
load_tally_add (struct load_tally *sum, const struct load_tally *one)
{
  sum->sent += one->sent;
  sum->acked += one->acked;
  sum->late += one->late;
  sum->counted += one->counted;
  sum->acked_xor ^= one->acked_xor;
  sum->unanswered += one->unanswered;
  sum->overrun += one->overrun;
  sum->wrong_status += one->wrong_status;
  sum->wrong_outcome += one->wrong_outcome;
  sum->wrong_receipt += one->wrong_receipt;
  sum->wrong_proof += one->wrong_proof;
  sum->wrong_news += one->wrong_news;
  sum->receipts += one->receipts;
  sum->verified += one->verified;
  sum->reopened += one->reopened;
  sum->reply_bytes += one->reply_bytes;
  sum->pulses += one->pulses;
  sum->news += one->news;
  sum->starts += one->starts;
  if (0 != one->first_us && (0 == sum->first_us || one->first_us < sum->first_us))
    sum->first_us = one->first_us;
  if (one->last_us > sum->last_us)
    sum->last_us = one->last_us;
  if (one->max_us > sum->max_us)
    sum->max_us = one->max_us;
  for (size_t i = 0; i < LOAD_BUCKETS; i++)
    sum->latency[i] += one->latency[i];
  sum->cpu_s += one->cpu_s;
}

uint64_t
load_tally_wrong (const struct load_tally *tally)
{
  return tally->wrong_status + tally->wrong_outcome + tally->wrong_receipt + tally->wrong_proof + tally->wrong_news;
}

void
load_tally_print (const struct load_tally *tally, const struct load_options *options, double seconds)
{
  static const char *const modes[] = { "closed", "open", "herd" };
  const struct { const char *name; uint64_t value; } counts[] = {
    { "connections", options->connections }, { "sent", tally->sent }, { "acked", tally->acked }, { "late", tally->late },
    { "counted", tally->counted }, { "unanswered", tally->unanswered }, { "overrun", tally->overrun },
    { "wrong", load_tally_wrong (tally) }, { "wrong_status", tally->wrong_status }, { "wrong_outcome", tally->wrong_outcome },
    { "wrong_receipt", tally->wrong_receipt }, { "wrong_proof", tally->wrong_proof }, { "wrong_news", tally->wrong_news },
    { "verified", tally->verified }, { "reopened", tally->reopened }, { "pulses", tally->pulses }, { "news", tally->news },
    { "starts", tally->starts }, { "reply_bytes", 0 == tally->acked ? 0 : tally->reply_bytes / tally->acked },
  };

  printf ("{\"mode\":\"%s\",\"seconds\":%.3f", modes[options->mode], seconds);
  for (size_t i = 0; i < BM_COUNT (counts); i++)
    printf (",\"%s\":%llu", counts[i].name, (unsigned long long) counts[i].value);
  printf (",\"per_s\":%.1f,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"max_ms\":%.3f",
          seconds > 0 ? (double) tally->counted / seconds : 0, load_tally_quantile (tally, 0.5),
          load_tally_quantile (tally, 0.99), (double) tally->max_us / 1000);
  printf (",\"all_s\":%.3f,\"cpu_s\":%.3f,\"acked_xor\":\"%016llx\"}\n",
          0 == tally->last_us ? 0 : (double) (tally->last_us - tally->first_us) / 1e6, tally->cpu_s,
          (unsigned long long) tally->acked_xor);
}
