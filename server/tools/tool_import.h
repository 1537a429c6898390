/* `blindmark import`: takes a question bank (question-bank/README.md) into the database of an association. Everything is
   checked first and stored in one transaction; the same content again changes nothing. It works as the registrar:
   --config names the registrar's configuration file; --conninfo and --keys say the same where there is none. */
#ifndef BM_TOOL_IMPORT_H
#define BM_TOOL_IMPORT_H

#include "tools.h"

enum tool_exit tool_import (int argc, char **argv);

#endif
