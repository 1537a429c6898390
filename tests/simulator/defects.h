/* Planted defects: wrong variants of single rules. A simulator that does not find each of them checks nothing. */
#ifndef BM_SIMULATOR_DEFECTS_H
#define BM_SIMULATOR_DEFECTS_H

#include "server.h"

struct defect
{
  const char *name;
  const char *wrong;  /* what it gets wrong */
  void (*plant) (struct rules *rules);
};

extern const struct defect defects[];
extern const size_t defect_count;

#endif
