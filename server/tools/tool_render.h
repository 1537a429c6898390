/* `blindmark render TEMPLATE`: shows what a letter or page template gives. JSON data (one object, strict: no duplicate
   keys, nothing after it) comes on standard input; the result goes to standard output, and only if all went well.
   A partial is a file beside the template with the same ending: letter.html takes head.html for {{>head}}. */
#ifndef BM_TOOL_RENDER_H
#define BM_TOOL_RENDER_H

#include "tools.h"

enum tool_exit tool_render (int argc, char **argv);

#endif
