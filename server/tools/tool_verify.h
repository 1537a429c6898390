/* `blindmark verify receipt FILE [--key receipt.pub]`: checks receipts without a server or a database.
   `blindmark verify seals ...`: see tool_seals.h. */
#ifndef BM_TOOL_VERIFY_H
#define BM_TOOL_VERIFY_H

#include "tools.h"

enum tool_exit tool_verify (int argc, char **argv);

#endif
