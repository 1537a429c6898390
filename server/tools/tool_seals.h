/* `blindmark verify seals --conninfo C [--key review.pub] [--keys FILE]`: checks the seals of all locked reviews of a database. */
#ifndef BM_TOOL_SEALS_H
#define BM_TOOL_SEALS_H

#include "tools.h"

/* argv[0] is "seals". */
enum tool_exit tool_seals (int argc, char **argv);

#endif
