/* The public errors (errors.def) as an enum. */
#ifndef BM_ERRORS_H
#define BM_ERRORS_H

enum error
{
#define X(name, code, status) name,
#include "errors.def"
#undef X
  ERROR_COUNT
};

/* The fixed wire code, for example "not_found". */
const char *error_code (enum error error);

/* The HTTP status, 400 .. 503. */
unsigned error_status (enum error error);

#endif
