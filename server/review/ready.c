#include "ready.h"

#include "log.h"

int
ready_scored_on (const struct review_packet *packet, size_t at)
{
  const size_t criteria = (size_t) packet->scale.criteria;
  int scored = 0;

  for (size_t i = at * criteria; i < (at + 1) * criteria; i++)
    scored += REVIEW_NO_LEVEL != packet->opinion.levels[i];
  return scored;
}

struct ready
ready_judge (const struct review_packet *packet)
{
  const struct review_opinion *opinion = &packet->opinion;
  const size_t pages = (size_t) packet->scale.pages;
  struct ready ready = { .lacks_recommendation = REVIEW_RECOMMENDS_NOTHING == opinion->recommendation };

  /* The store and the draft's handler let no level in that is out of bounds. */
  if (! review_score (packet->scale, opinion->levels, review_scale_cells (packet->scale), &ready.score))
    log_fatal ("review_out_of_bounds", "where=ready");
  ready.lacks_overall = REVIEW_RECOMMENDS_FAIL == opinion->recommendation && 0 == text_trim (opinion->overall).length;
  ready.complete = 0 == ready.score.missing && ! ready.lacks_recommendation && ! ready.lacks_overall;
  while (ready.first_missing + 1 < pages && packet->scale.criteria == ready_scored_on (packet, ready.first_missing))
    ready.first_missing++;
  return ready;
}
