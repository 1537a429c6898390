/* `blindmark check`: judges a database by the journals that its clients kept. */
#ifndef BM_TOOL_CHECK_H
#define BM_TOOL_CHECK_H

#include "tools.h"

enum tool_exit tool_check (int argc, char **argv);

#endif
