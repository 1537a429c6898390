/* The four processes, as the operator's tools see them. */
#ifndef BM_PROCESSES_H
#define BM_PROCESSES_H

#include "keyring.h"

#define PROCESS_COUNT 4
#define PROCESS_DESKS 3   /* the first ones have a door */

struct process_facts
{
  const char *name;                        /* "candidate": also <name>.conf, <name>.keys, blindmark-<name> */
  const char *role;                        /* "blindmark_candidate" */
  enum key_kind kinds[KEY_KIND_COUNT];     /* what it is given (design: three desks, three doors) */
  size_t kind_count;
};

extern const struct process_facts processes[PROCESS_COUNT];

#endif
