/* `blindmark timeline`: what happened to the time of each session, from the registrar's own configuration. */
#ifndef BM_TOOL_TIMELINE_H
#define BM_TOOL_TIMELINE_H

#include "tools.h"

enum tool_exit tool_timeline (int argc, char **argv);

#endif
