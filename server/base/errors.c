#include "errors.h"

#include <stddef.h>

static const struct
{
  const char *code;
  unsigned status;
} rows[] = {
#define X(name, code, status) { code, status },
#include "errors.def"
#undef X
};

const char *
error_code (enum error error)
{
  return rows[error].code;
}

unsigned
error_status (enum error error)
{
  return rows[error].status;
}
