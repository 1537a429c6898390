#include "part1_score.h"

static bool
is_option (char letter)
{
  return letter >= 'A' && letter <= 'D';
}

bool
part1_score (struct text answers, struct text keys, int percent, struct part1_score *score)
{
  int right = 0;

  if (answers.length != keys.length || 0 == keys.length || keys.length > 1000)
    return false;
  for (size_t i = 0; i < keys.length; i++)
    {
      if (! is_option (keys.at[i]) || (! is_option (answers.at[i]) && '-' != answers.at[i]))
        return false;
      right += answers.at[i] == keys.at[i];
    }
  score->score = right;
  score->max = (int) keys.length;
  score->passed = 100 * score->score >= percent * score->max;
  return true;
}
