#include "processes.h"

/* Receipts are signed only where saves are acknowledged, reviews only where they are locked. */
#define ALL_BUT_SIGNING                                                                                               \
  {                                                                                                                   \
    KEY_IDENTITY, KEY_BANK, KEY_BANK_KEY, KEY_ANSWERS, KEY_INTAKE, KEY_PACKET, KEY_REVIEW, KEY_RESULT,                \
      KEY_CANDIDATE_LOOKUP, KEY_STAFF_LOOKUP, KEY_RESCUE, KEY_RESCUE_PUBLIC, KEY_REVIEW_PUBLIC                        \
  }

const struct process_facts processes[PROCESS_COUNT] = {
  { "candidate",
    "blindmark_candidate",
    { KEY_IDENTITY, KEY_BANK, KEY_ANSWERS, KEY_RESULT, KEY_CANDIDATE_LOOKUP, KEY_RECEIPT, KEY_RESCUE_PUBLIC },
    7 },
  { "review", "blindmark_review", { KEY_PACKET, KEY_REVIEW, KEY_STAFF_LOOKUP, KEY_REVIEW_SIGN }, 4 },
  { "coordination",
    "blindmark_coordination",
    { KEY_IDENTITY, KEY_INTAKE, KEY_RESULT, KEY_CANDIDATE_LOOKUP, KEY_STAFF_LOOKUP },
    5 },
  { "registrar", "blindmark_registrar", ALL_BUT_SIGNING, KEY_KIND_COUNT - 2 },
};
