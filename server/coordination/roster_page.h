/* What the roster page shows: problems, or what an import would do. */
#ifndef BM_COORDINATION_ROSTER_PAGE_H
#define BM_COORDINATION_ROSTER_PAGE_H

#include "coordination_endpoints.h"
#include "roster.h"

/* Everything that is wrong: the roster's own problems, and, where known is given, what the database knows against it. A
   list of
   {"row", "field", "reason", "value", "is"}. */
json_t *roster_page_problems (const struct roster *roster, const struct coordination_known *known) BM_NONNULL (1);

/* {"count", "esl_count", "known_count", "unused", "rows"}. */
json_t *roster_page_preview (const struct roster *roster, const struct coordination_known *known) BM_NONNULL_ALL;

#endif
