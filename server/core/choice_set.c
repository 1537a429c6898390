#include "choice_set.h"

static bool
is_first_of_set (const struct choice_set_vignette *vignettes, size_t which)
{
  for (size_t i = 0; i < which; i++)
    if (text_equal (vignettes[i].set, vignettes[which].set))
      return false;
  return true;
}

/* Takes, in form order, members that were answered and whose mark is the given one, while places are left. */
static int
take (const struct choice_set_vignette *vignettes, size_t count, struct text set, bool marked, int places, bool *counts)
{
  for (size_t i = 0; i < count && places > 0; i++)
    if (text_equal (vignettes[i].set, set) && vignettes[i].answered && vignettes[i].marked == marked)
      {
        counts[i] = true;
        places--;
      }
  return places;
}

void
choice_set_counts (const struct choice_set_vignette *vignettes, size_t count, bool *counts)
{
  for (size_t i = 0; i < count; i++)
    counts[i] = false;
  for (size_t i = 0; i < count; i++)
    if (is_first_of_set (vignettes, i))
      {
        int places = take (vignettes, count, vignettes[i].set, true, vignettes[i].choose, counts);
        (void) take (vignettes, count, vignettes[i].set, false, places, counts);
      }
}

size_t
choice_set_size (const struct choice_set_vignette *vignettes, size_t count, size_t which)
{
  size_t size = 0;

  for (size_t i = 0; i < count; i++)
    size += text_equal (vignettes[i].set, vignettes[which].set);
  return size;
}
