/* The page about agreement: figures in words for the templates, from the documents that releases wrote. */
#ifndef BM_COORDINATION_AGREEMENT_REPORT_H
#define BM_COORDINATION_AGREEMENT_REPORT_H

#include "coordination_endpoints.h"

/* Turns "documents" and "people" of the document into what the page shows:
     "is": waiting (nothing is released), empty (no packet was reviewed) or shown
     "packets"; "groups": by category, and before them all together when there are several:
       "is", "number", "packets", "parts": [{"is", "figures", "table"}], "criteria": [{"criterion", "figures", "table"}]
     "severity": by name, with "chart": places on a line of 400 units whose middle is no difference
   A figure: "is", "n", "value", "low", "high" as they are read, "verdict" and, where something is missing, "gap" or "open".
   False: a document is not what the registrar writes. */
bool agreement_report (json_t *doc, struct arena *arena) BM_MUST_USE BM_NONNULL_ALL;

#endif
