#include "processes.h"

#define ALL_KINDS                                                                                                     \
  {                                                                                                                   \
    KEY_IDENTITY, KEY_BANK, KEY_BANK_KEY, KEY_ANSWERS, KEY_INTAKE, KEY_PACKET, KEY_REVIEW, KEY_RESULT,                \
      KEY_CANDIDATE_LOOKUP, KEY_STAFF_LOOKUP                                                                          \
  }

const struct process_facts processes[PROCESS_COUNT] = {
  { "candidate", "blindmark_candidate", { KEY_IDENTITY, KEY_BANK, KEY_ANSWERS, KEY_RESULT, KEY_CANDIDATE_LOOKUP }, 5 },
  { "review", "blindmark_review", { KEY_PACKET, KEY_REVIEW, KEY_STAFF_LOOKUP }, 3 },
  { "coordination",
    "blindmark_coordination",
    { KEY_IDENTITY, KEY_INTAKE, KEY_RESULT, KEY_CANDIDATE_LOOKUP, KEY_STAFF_LOOKUP },
    5 },
  { "registrar", "blindmark_registrar", ALL_KINDS, KEY_KIND_COUNT },
};
