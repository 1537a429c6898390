/* The registrar's heartbeat, and the alarm about clocks that part: deadlines follow the boot-time clock, so no session is touched
   by it, but somebody should look at the machine. */
#include "log.h"
#include "session_time.h"
#include "work.h"

enum registrar_status
registrar_beat (struct registrar *registrar)
{
  int64_t skew_us = 0;
  enum registrar_status status = registrar_store_beat (registrar->store, &skew_us);

  if (REGISTRAR_DONE == status && session_time_clocks_part (skew_us))
    log_event (LOG_LEVEL_ERROR, "clock_alarm", "boot_clock_ahead_ms=%lld", (long long) (skew_us / 1000));
  return status;
}
