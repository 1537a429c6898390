/* `blindmark rescore`: every outcome once more, by a second implementation. */
#ifndef BM_TOOL_RESCORE_H
#define BM_TOOL_RESCORE_H

#include "tools.h"

enum tool_exit tool_rescore (int argc, char **argv);

#endif
