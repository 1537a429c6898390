#include "clock_alarm.h"

#include "session_time.h"

#define AGAIN_US INT64_C (60000000)

enum clock_alarm_word
clock_alarm_hear (struct clock_alarm *alarm, int64_t skew_us, int64_t now_us)
{
  const bool lasted = alarm->lasts;

  alarm->lasts = session_time_clocks_part (skew_us);
  if (! alarm->lasts)
    return lasted ? CLOCK_ALARM_OVER : CLOCK_ALARM_NOTHING;
  if (lasted && now_us - alarm->said_us < AGAIN_US)
    return CLOCK_ALARM_NOTHING;
  alarm->said_us = now_us;
  return CLOCK_ALARM_PARTED;
}
