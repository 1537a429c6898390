/* The forms of accommodations: a request that a coordinator enters, and the decision. Shown, read, shown again. */
#ifndef BM_COORDINATION_ACCOMMODATION_PAGE_H
#define BM_COORDINATION_ACCOMMODATION_PAGE_H

#include "coordination_accommodations.h"
#include "coordination_endpoints.h"

#define ACCOMMODATION_KINDS "esl|time|breaks|dictionary|display|date|person"

/* A request as typed. */
struct request_entries
{
  struct text kind, received_on, asked;
};

/* Puts the entries into the page's document: "entered". NULL: the form is new, received today. */
void accommodation_page_request (const struct request_entries *entries, json_t *doc, struct arena *arena) BM_NONNULL (2, 3);

/* A decision as typed; absent texts are empty. */
struct decision_entries
{
  struct text documents, part1_minutes, part2_minutes, opens_date, opens_time, closes_date, closes_time, reason, late_reason;
};

/* The same for a decision. NULL: what is stored. Takes out of the document what only forms need. */
void accommodation_page_decision (const struct decision_entries *entries, json_t *doc, struct arena *arena) BM_NONNULL (2, 3);

#endif
