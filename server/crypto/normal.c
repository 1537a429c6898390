#include "normal.h"

#include "log.h"

#include <sodium.h>
#include <stdlib.h>
#include <utf8proc.h>

struct buf
normal_text (struct text text, bool fold)
{
  utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT;
  utf8proc_uint8_t *normal = NULL;
  utf8proc_ssize_t length;
  struct buf result;

  if (fold)
    options |= UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
  length = utf8proc_map ((const utf8proc_uint8_t *) text.at, (utf8proc_ssize_t) text.length, &normal, options);
  if (UTF8PROC_ERROR_NOMEM == length)
    log_fatal ("no_memory", "text=%zu", text.length);
  if (length < 0)
    {
      result = buf_new (text.length);
      buf_text (&result, text);
      return result;
    }
  result = buf_new ((size_t) length);
  buf_add (&result, normal, (size_t) length);
  sodium_memzero (normal, (size_t) length);
  free (normal);
  return result;
}
