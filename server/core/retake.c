#include "retake.h"

static bool
is_leap (int year)
{
  return 0 == year % 4 && (0 != year % 100 || 0 == year % 400);
}

struct civil_date
civil_date_add_year (struct civil_date date)
{
  date.year++;
  if (2 == date.month && 29 == date.day && ! is_leap (date.year))
    date.day = 28;
  return date;
}

/* Days since 1970-01-01 of the proleptic Gregorian calendar, counted from a year that begins in March so that the leap day
   is a year's last. */
int
civil_date_to_unix_days (struct civil_date date)
{
  int year = date.month <= 2 ? date.year - 1 : date.year;
  int month = (date.month + 9) % 12;
  int day_of_year = (153 * month + 2) / 5 + date.day - 1;
  return 365 * year + year / 4 - year / 100 + year / 400 + day_of_year - 719468;
}

struct civil_date
civil_date_from_unix_days (int days)
{
  int since = days + 719468;
  int era = since / 146097;
  int day = since % 146097;
  int year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
  int day_of_year = day - (365 * year + year / 4 - year / 100);
  int month = (5 * day_of_year + 2) / 153;
  struct civil_date date = { .year = year + era * 400 + (month >= 10), .month = month < 10 ? month + 3 : month - 9,
                             .day = day_of_year - (153 * month + 2) / 5 + 1 };
  return date;
}

struct civil_date
civil_date_add_days (struct civil_date date, int days)
{
  return civil_date_from_unix_days (civil_date_to_unix_days (date) + days);
}

bool
civil_date_before (struct civil_date a, struct civil_date b)
{
  return civil_date_to_unix_days (a) < civil_date_to_unix_days (b);
}

struct retake
retake_of (const struct retake_part parts[2], struct retake_policy policy)
{
  struct retake retake = { .needed = false };

  for (int i = 0; i < 2; i++)
    {
      struct civil_date earliest;
      if (! parts[i].sat || parts[i].passed)
        continue;
      earliest = civil_date_add_year (parts[i].date);
      if (! retake.needed || civil_date_before (retake.earliest, earliest))
        retake.earliest = earliest;
      retake.needed = true;
      retake.part[i] = true;
    }
  if (! retake.needed)
    return retake;
  if (policy.whole_exam)
    retake.part[0] = retake.part[1] = true;
  retake.has_request_by = policy.request_by_weeks > 0;
  if (retake.has_request_by)
    retake.request_by = civil_date_add_days (retake.earliest, -7 * policy.request_by_weeks);
  return retake;
}
