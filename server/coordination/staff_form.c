#include "staff_form.h"

static const char *const categories[] = { "specialist", "mentor-clinical", "mentor-policy", "mentor-research-faculty" };

static int32_t
rights_of (const struct staff_form *form)
{
  return (form->coordinate ? COORDINATION_COORDINATE : 0) | (form->proctor ? COORDINATION_PROCTOR : 0)
         | (form->review ? COORDINATION_REVIEW : 0) | (form->mask ? COORDINATION_MASK : 0)
         | (form->approve ? COORDINATION_APPROVE : 0);
}

static bool
is_listed (const struct http_list *list, const char *category)
{
  for (size_t i = 0; i < list->count; i++)
    if (text_is (list->values[i], category))
      return true;
  return false;
}

bool
staff_form_read (const struct staff_form *form, struct arena *arena, struct coordination_appointment *appointment)
{
  struct text *chosen = arena_take (arena, BM_COUNT (categories) * sizeof *chosen);
  size_t count = 0;
  for (size_t c = 0; c < BM_COUNT (categories); c++)
    if (0 == form->categories.count || is_listed (&form->categories, categories[c]))
      chosen[count++] = text_of (categories[c]);
  *appointment = (struct coordination_appointment) { .rights = rights_of (form),
                                                     .categories = chosen,
                                                     .category_count = count,
                                                     .capacity = (int32_t) form->capacity };
  return 0 == form->categories.count || count == form->categories.count;
}
