/* When, and what, somebody who failed may sit again: one year after the session of the failed part (seed 002), counted in
   the association's zone; a request-by date where the policy has one (Washington: eight weeks). A no-show or a withdrawal
   is not an attempt and has no waiting time; a part whose session was started is one, whatever came of the rest. The one telling
   of this rule: the registrar asks it, everything else shows what it said. */
#ifndef BM_RETAKE_H
#define BM_RETAKE_H

#include "attrs.h"

#include <stdbool.h>

struct civil_date
{
  int year;   /* 1 .. 9999 */
  int month;  /* 1 .. 12 */
  int day;    /* 1 .. 31, valid for the month */
};

/* PostgreSQL's date + interval '1 year': 29 February becomes the 28th. */
struct civil_date civil_date_add_year (struct civil_date date);
struct civil_date civil_date_add_days (struct civil_date date, int days);
bool civil_date_before (struct civil_date a, struct civil_date b);
int civil_date_to_unix_days (struct civil_date date);
struct civil_date civil_date_from_unix_days (int days);

struct retake_part
{
  bool sat;                /* a session of this part was started */
  bool passed;
  struct civil_date date;  /* of that session, in the association's zone */
};

struct retake_policy
{
  bool whole_exam;       /* failing one part means both parts again; false: failed parts only */
  int request_by_weeks;  /* 0: no request-by date */
};

struct retake
{
  bool needed;                    /* false: nothing was failed */
  bool part[2];                   /* which parts to sit again */
  struct civil_date earliest;
  bool has_request_by;
  struct civil_date request_by;
};

/* parts[0] is Part 1, parts[1] is Part 2. When two parts were failed the later session counts. */
struct retake retake_of (const struct retake_part parts[2], struct retake_policy policy) BM_NONNULL_ALL;

#endif
