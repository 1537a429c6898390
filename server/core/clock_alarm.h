/* When the alarm about clocks that have parted is said: once when it begins, once a minute while it lasts, once when it is
   over. Instants in microseconds of one steady clock. */
#ifndef BM_CLOCK_ALARM_H
#define BM_CLOCK_ALARM_H

#include "attrs.h"

#include <stdbool.h>
#include <stdint.h>

struct clock_alarm   /* all zero: nothing is wrong */
{
  bool lasts;
  int64_t said_us;
};

enum clock_alarm_word { CLOCK_ALARM_NOTHING, CLOCK_ALARM_PARTED, CLOCK_ALARM_OVER };

/* What is to be said now that the boot-time clock is ahead of the database's by skew_us (session_time_clocks_part). */
enum clock_alarm_word clock_alarm_hear (struct clock_alarm *alarm, int64_t skew_us, int64_t now_us) BM_MUST_USE BM_NONNULL_ALL;

#endif
