#include "calibration.h"

static int
distance (int a, int b)
{
  return a < b ? b - a : a - b;
}

bool
calibration_compare (struct review_scale scale, const int *given, const int *agreed, size_t count,
                     struct calibration_tolerance tolerance, struct calibration *found)
{
  struct review_score mine, theirs;

  if (0 > tolerance.points || 0 > tolerance.levels || ! review_score (scale, given, count, &mine)
      || ! review_score (scale, agreed, count, &theirs) || 0 != mine.missing || 0 != theirs.missing)
    return false;
  *found = (struct calibration) { .total = mine.total, .agreed = theirs.total, .points = distance (mine.total, theirs.total) };
  for (size_t i = 0; i < count; i++)
    if (distance (given[i], agreed[i]) > found->levels)
      found->levels = distance (given[i], agreed[i]);
  found->outside = found->points > tolerance.points || found->levels > tolerance.levels;
  return true;
}
