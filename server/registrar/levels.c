#include "levels.h"

#include <stdio.h>

bool
registrar_levels (const struct registrar_ready *packet, const json_t *review, int *levels, int *total)
{
  const struct review_scale scale = { packet->pages, packet->criteria, packet->top_level };
  const json_t *criteria = json_object_get (json_object_get (packet->content, "rubric"), "criteria");
  const json_t *given = json_object_get (review, "levels");
  struct review_score score;
  size_t count = 0;

  if (! review_scale_valid (scale) || (int) json_array_size (criteria) != scale.criteria)
    return false;
  for (int page = 1; page <= scale.pages; page++)
    for (int c = 0; c < scale.criteria; c++)
      {
        const char *id = json_string_value (json_object_get (json_array_get (criteria, (size_t) c), "id"));
        char key[64];
        const json_t *level;
        (void) snprintf (key, sizeof key, "%d.%s", page, NULL == id ? "" : id);
        level = json_object_get (given, key);
        levels[count++] = json_is_integer (level) ? (int) json_integer_value (level) : REVIEW_NO_LEVEL;
      }
  if (! review_score (scale, levels, count, &score) || 0 != score.missing
      || json_integer_value (json_object_get (review, "total")) != score.total)
    return false;
  *total = score.total;
  return true;
}
