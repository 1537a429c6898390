#include "review_score.h"

bool
review_scale_valid (struct review_scale scale)
{
  return scale.pages >= 1 && scale.pages <= REVIEW_PAGES_MOST && scale.criteria >= 1
         && scale.criteria <= REVIEW_CRITERIA_MOST && scale.top_level >= 1 && scale.top_level <= REVIEW_LEVEL_MOST;
}

size_t
review_scale_cells (struct review_scale scale)
{
  return (size_t) scale.pages * (size_t) scale.criteria;
}

bool
review_score (struct review_scale scale, const int *levels, size_t count, struct review_score *score)
{
  *score = (struct review_score) { 0, 0, 0, 0 };
  if (! review_scale_valid (scale) || count != review_scale_cells (scale))
    return false;
  for (size_t i = 0; i < count; i++)
    {
      if (REVIEW_NO_LEVEL == levels[i])
        {
          score->missing++;
          continue;
        }
      if (levels[i] < 0 || levels[i] > scale.top_level)
        return false;
      score->scored++;
      score->total += levels[i];
    }
  score->max = (int) count * scale.top_level;
  return true;
}
