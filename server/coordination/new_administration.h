/* The form of a new administration: shown, read, and shown again with what was entered. */
#ifndef BM_COORDINATION_NEW_ADMINISTRATION_H
#define BM_COORDINATION_NEW_ADMINISTRATION_H

#include "coordination_endpoints.h"

/* The entries as typed; absent ones hold the defaults of design.md, rules of the exam. */
struct new_administration
{
  struct text title, opens_date, opens_time, closes_date, closes_time;
  struct text part1_minutes, part2_minutes, part1_pass_percent, part2_pass_percent, near_line_points, level_tolerance,
      grace_s, request_by_weeks, lead_days, idle_days, practice_packets, control_packets, calibration_points, calibration_levels;
  struct text part2_rule, small_group, retake_scope, feedback;
  struct http_map form; /* slot -> id of a form */
};

struct new_administration new_administration_default (void);

/* Puts the entries into the document of choices: "entered", and "chosen" on the options of the slots. */
void new_administration_show (const struct new_administration *entries, json_t *choices) BM_NONNULL_ALL;

#endif
