#include "levels.h"

#include <stdio.h>

bool
registrar_levels (const struct registrar_ready *ready, const json_t *given, int *levels, struct review_score *score)
{
  const struct review_scale scale = { ready->pages, ready->criteria, ready->top_level };
  const json_t *criteria = json_object_get (json_object_get (ready->content, "rubric"), "criteria");
  size_t count = 0;

  if (! review_scale_valid (scale) || (int) json_array_size (criteria) != ready->criteria)
    return false;
  for (int page = 1; page <= ready->pages; page++)
    for (int c = 0; c < ready->criteria; c++)
      {
        const char *id = json_string_value (json_object_get (json_array_get (criteria, (size_t) c), "id"));
        char key[64];
        const json_t *level;
        (void) snprintf (key, sizeof key, "%d.%s", page, NULL == id ? "" : id);
        level = json_object_get (given, key);
        levels[count++] = json_is_integer (level) ? (int) json_integer_value (level) : REVIEW_NO_LEVEL;
      }
  return review_score (scale, levels, count, score);
}

bool
registrar_locked_levels (const struct registrar_ready *ready, const json_t *review, int *levels, int *total)
{
  struct review_score score;

  if (! registrar_levels (ready, json_object_get (review, "levels"), levels, &score) || 0 != score.missing
      || json_integer_value (json_object_get (review, "total")) != score.total)
    return false;
  *total = score.total;
  return true;
}
