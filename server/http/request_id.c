/* Alone in its file, so that the linker leaves it out where a test brings its own. */
#include "request_id.h"

#include "log.h"

#include <sys/random.h>

/* Taken from the system by the block. */
struct uid
http_request_id (struct text uri)
{
  static _Thread_local struct uid ids[16];
  static _Thread_local size_t left;
  struct uid id;

  (void) uri;
  if (0 == left)
    {
      if (sizeof ids != getrandom (ids, sizeof ids, 0))
        log_fatal ("getrandom", "bytes=%zu", sizeof ids);
      left = BM_COUNT (ids);
    }
  id = ids[--left];
  id.bytes[6] = (uint8_t) ((id.bytes[6] & 0x0F) | 0x40);
  id.bytes[8] = (uint8_t) ((id.bytes[8] & 0x3F) | 0x80);
  return id;
}
